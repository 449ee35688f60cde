/**
 * A run as a film: its steps are visited again in the training process while the run stays where it stands, each becomes a picture
 * in light colours, and all of them one file. Made in turns: the window goes on.
 */
import { Evaluator } from '../../core/engine/evaluator.ts';
import type { NetworkDocument, Table } from '../../core/document/document.ts';
import { lossSvg } from '../pictures/loss-svg.ts';
import { mapSvg } from '../pictures/map-svg.ts';
import { filmFrameSvg } from '../pictures/moving/film-frame.ts';
import { filmFormats, nextFrame, type FilmFormatName, type FilmSize } from '../pictures/moving/film-format.ts';
import { planProblem, stepsOf, type FilmPlan } from '../pictures/moving/film-plan.ts';
import { networkSvg } from '../pictures/network-svg.ts';
import { host } from '../platform/host.ts';
import { formatBytes } from '../../core/atlas/memory.ts';
import { NICE } from './live.svelte.ts';
import { Question } from './questions.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

export interface FilmWish extends FilmPlan {
  readonly format: FilmFormatName;
  readonly size: FilmSize;
  readonly framesPerSecond: number;
  readonly hasMap: boolean;
}

interface Picture {
  readonly step: number;
  readonly parameters: Table<Float64Array>;
}

/** Pictures that the colours of a GIF are chosen from. */
const SAMPLES = 5;
/** Share of the work that visiting the steps is. */
const VISITING = 0.4;

class GivenUp extends Error {}

export class Filming {
  /** 0 .. 1 of it done; null while no film is being made. */
  share = $state<number | null>(null);
  secondsLeft = $state<number | null>(null);
  /** What it is at. */
  stage = $state('');
  readonly #bench: Workbench;
  readonly #question: Question;
  #began = 0;
  #isGivenUp = false;

  constructor(bench: Workbench) {
    this.#bench = bench;
    this.#question = new Question(bench.questions);
  }

  problem(plan: FilmPlan): string | null {
    return planProblem(plan, this.#bench.live.network?.parameterCount ?? 0);
  }

  giveUp(): void {
    this.#isGivenUp = true;
    this.#question.giveUp();
  }

  /** Makes the film and asks where to keep it. @param show sees each picture as it is made */
  async make(wish: FilmWish, show: (picture: HTMLCanvasElement) => void): Promise<void> {
    if (this.share !== null) return;
    const { notices, files } = this.#bench;
    this.#began = performance.now();
    this.#isGivenUp = false;
    this.#progress(0);
    try {
      const bytes = await this.#film(wish, show);
      const { extension, title } = filmFormats[wish.format];
      const saved = await host.exportFile({ suggestedName: `${files.name} film.${extension}`, extension, bytes });
      if (saved) notices.done(`Saved the film as ${saved.name} (${title}, ${formatBytes(bytes.length)}).`);
    } catch (error) {
      if (!(error instanceof GivenUp)) notices.problem(error instanceof Error ? error.message : String(error));
    } finally {
      this.share = null;
      this.secondsLeft = null;
    }
  }

  async #film(wish: FilmWish, show: (picture: HTMLCanvasElement) => void): Promise<Uint8Array<ArrayBuffer>> {
    const { editor, run } = this.#bench;
    const document = editor.document;
    const { series } = run;
    const pictures = await this.#visit(wish);
    const scale = scaleOf(document, pictures);
    const drawing = this.#drawing(wish.size);
    const draw = async ({ step, parameters }: Picture): Promise<void> => {
      if (this.#isGivenUp) throw new GivenUp();
      const moved: NetworkDocument = { ...document, parameters };
      const svg = filmFrameSvg(wish.size, {
        name: this.#bench.files.name,
        step,
        loss: series.lossAt(step),
        network: this.#network(moved, scale),
        chart: lossSvg(this.#bench.files.name, series, step, this.#bench.preferences.isLossLogarithmic, {
          end: wish.last,
          width: 420,
          height: wish.hasMap ? 190 : 330,
        }),
        map: wish.hasMap ? await mapSvg(this.#bench, parameters) : null,
      });
      await paint(svg, drawing);
    };
    this.stage = 'Choosing colours';
    const samples: ImageData[] = [];
    if (wish.format === 'gif') {
      for (let i = 0; i < SAMPLES; i++) {
        await draw(pictures[Math.round((i * (pictures.length - 1)) / (SAMPLES - 1))]!);
        samples.push(drawing.getImageData(0, 0, wish.size.width, wish.size.height));
        await nextFrame();
      }
    }
    const encoder = await filmFormats[wish.format].open(wish.size, wish.framesPerSecond, samples);
    try {
      this.stage = 'Drawing the pictures';
      for (const [i, picture] of pictures.entries()) {
        await draw(picture);
        show(drawing.canvas);
        await nextFrame();
        await encoder.add(drawing);
        this.#progress(VISITING + ((1 - VISITING) * (i + 1)) / pictures.length);
      }
      return await encoder.end();
    } finally {
      encoder.close();
    }
  }

  /** The parameters of every step of the film. */
  async #visit(wish: FilmWish): Promise<Picture[]> {
    this.stage = 'Visiting its steps again';
    const branch = this.#bench.run.branches.currentId;
    const steps = stepsOf(wish);
    const pictures: Picture[] = [];
    for (const step of steps) {
      const parameters = await this.#question.ask((client, job) => client.stateAt({ job, branch, step }));
      if (!parameters || this.#isGivenUp) throw new GivenUp();
      pictures.push({ step, parameters });
      this.#progress((VISITING * pictures.length) / steps.length);
    }
    return pictures;
  }

  #network(document: NetworkDocument, { weights, values }: Scale): string {
    const { live, files } = this.#bench;
    // Of a text there is no single example whose values stand in the units.
    const evaluator = live.network && !live.network.text ? new Evaluator(live.network, 1) : null;
    evaluator?.run(document.parameters, live.inputs, 1);
    return networkSvg({
      title: files.name,
      document,
      weightRange: weights,
      valueRange: values,
      valuesOf: (layer) => (evaluator ? Float64Array.from(evaluator.activationsOf(layer)) : null),
      captionsOf: (layer) => live.captionsOf(layer),
    });
  }

  #drawing({ width, height }: FilmSize): CanvasRenderingContext2D {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    return canvas.getContext('2d', { willReadFrequently: true })!;
  }

  #progress(share: number): void {
    this.share = share;
    const elapsed = (performance.now() - this.#began) / 1000;
    this.secondsLeft = share > 0.03 ? (elapsed * (1 - share)) / share : null;
  }
}

interface Scale {
  readonly weights: number;
  readonly values: number;
}

/** One scale for the whole film, so that a picture can be compared with the next. */
function scaleOf({ connections }: NetworkDocument, pictures: readonly Picture[]): Scale {
  let largest = 0;
  for (const { parameters } of pictures) {
    for (const id of Object.keys(connections)) {
      for (const weight of parameters[`${id}.weight`] ?? []) largest = Math.max(largest, Math.abs(weight));
    }
  }
  const nice = NICE.find((end) => end >= largest) ?? largest;
  return { weights: Math.max(1, nice), values: Math.max(1, nice) };
}

async function paint(svg: string, drawing: CanvasRenderingContext2D): Promise<void> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    drawing.drawImage(image, 0, 0, drawing.canvas.width, drawing.canvas.height);
  } finally {
    URL.revokeObjectURL(address);
  }
}
