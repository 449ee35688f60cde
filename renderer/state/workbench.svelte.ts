/** Everything that the page works with, made once and given to every component by context. */
import { getContext, setContext } from 'svelte';
import { addLayer } from '../../core/document/commands/add-layer.ts';
import { remove } from '../../core/document/commands/remove.ts';
import { hasEdge } from '../../core/document/commands/connect.ts';
import { weightId } from '../../core/document/document.ts';
import { presets, type PresetName } from '../../core/presets/registry.ts';
import { Camera } from '../canvas/camera.svelte.ts';
import { StepAxis } from '../charts/step-axis.svelte.ts';
import { edgeKey } from '../canvas/edge-list.ts';
import { layerBox, union, type Box, type Point } from '../canvas/geometry.ts';
import { groupBox, itemBox, noteBox } from '../canvas/item-boxes.ts';
import { OfferedPictures } from '../pictures/offered-pictures.ts';
import type { PictureName } from '../pictures/registry.ts';
import { host } from '../platform/host.ts';
import { Theme } from '../theme/theme.svelte.ts';
import type { Place } from '../places/place.ts';
import { isBlockItem, newBlock } from '../views/block-palette.ts';
import type { PaletteItem } from '../views/palette.ts';
import { Background } from './background.ts';
import { Drawing } from './drawing.svelte.ts';
import { Comparison } from './comparison.svelte.ts';
import type { EarlierNetwork } from './earlier-networks.svelte.ts';
import { Editor } from './editor.svelte.ts';
import { Files } from './files.svelte.ts';
import { Language } from './language.svelte.ts';
import { LanguageView } from './language-view.svelte.ts';
import { Live } from './live.svelte.ts';
import { ModelMaking } from './model-making.svelte.ts';
import { Maps } from './maps.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { OpenedModels } from './opened-models.svelte.ts';
import { Pace } from './pace.svelte.ts';
import { Panels } from './panels.svelte.ts';
import { Places } from './places.svelte.ts';
import { Points } from './points.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { PreparedTables } from './prepared-tables.ts';
import { Questions } from './questions.svelte.ts';
import { Run } from './run.svelte.ts';
import { RunEditing } from './run-editing.ts';
import { Samples } from './samples.svelte.ts';
import { Selection } from './selection.svelte.ts';
import { Sweeping } from './sweeping.svelte.ts';
import { ShownViews } from './shown-views.svelte.ts';
import { Stepping } from './stepping.svelte.ts';
import { ShippedText } from './shipped-text.svelte.ts';
import { Travelling } from './travelling.ts';
import { Writing } from './writing.svelte.ts';

/** What lies over the window, if anything. */
export type OpenSheet = 'none' | 'palette' | 'shortcuts' | 'csv' | 'paste';

export class Workbench {
  readonly preferences = new Preferences();
  readonly theme = new Theme(this.preferences.theme);
  readonly panels = new Panels();
  readonly pace = new Pace();
  readonly notices = new Notices();
  readonly editor = new Editor(this.notices);
  readonly tables = new PreparedTables();
  readonly live = new Live(this.editor, this.tables);
  readonly background = new Background();
  readonly maps = new Maps(this.editor, this.live, this.background);
  readonly run = new Run(this.editor, this.notices);
  readonly #travelling = new Travelling(this.editor, this.run, this.notices);
  readonly runEditing = new RunEditing(this.editor, this.run, this.notices);
  /** Shared by every chart over the steps of the run. */
  readonly stepAxis = new StepAxis();
  readonly shown = new ShownViews();
  /** What the views on screen can be taken away as. */
  readonly pictures = new OfferedPictures<PictureName>();
  readonly stepping = new Stepping(this.run, this.live);
  readonly questions = new Questions(this.run, this.notices);
  readonly comparison = new Comparison(this.editor, this.questions);
  readonly sweeping = new Sweeping(this.editor, this.questions, this.run);
  readonly samples = new Samples(this.run);
  readonly selection = new Selection();
  readonly camera = new Camera();
  readonly drawing = new Drawing(this);
  readonly files = new Files(this);
  readonly language = new Language(this.notices);
  readonly languageView = new LanguageView();
  readonly openedModels = new OpenedModels(this.notices);
  readonly modelMaking = new ModelMaking(this);
  readonly writing = new Writing(this);
  readonly shippedText = new ShippedText();
  readonly points = new Points(this);
  readonly places: Places;
  sheet = $state<OpenSheet>('none');
  /** The large map lies over part of the canvas. */
  isMapLarge = $state(false);
  /** Units of the next layer that is dragged from the palette. */
  newLayerSize = $state(4);

  constructor(places: readonly Place[]) {
    this.places = new Places(places);
    this.stepAxis.isLogarithmic = this.preferences.areStepsLogarithmic;
    this.editor.preparedData = () => this.live.facts;
  }

  /** What the page begins with. */
  begin(name: PresetName): void {
    this.files.begin(presets[name].make(), presets[name].title);
    void this.run.prepare();
  }

  /** Opens one of the ready networks; undo brings back what was there. */
  async openPreset(name: PresetName): Promise<void> {
    await this.run.pause();
    const { title, make } = presets[name];
    this.files.exchangeDocument(make(), { name: title, label: `open ${title}`, isSaved: true });
    this.places.go('network');
    void this.run.prepare();
  }

  addFromPalette(item: PaletteItem, at: Point): void {
    const { kind } = item;
    const { text } = this.live;
    const vocabulary = text !== null && typeof text !== 'string' ? text.vocabulary : null;
    const like = isBlockItem(item)
      ? newBlock(this.editor.layers, kind, vocabulary)
      : { size: item.size ?? this.newLayerSize };
    const isAdded = this.editor.run(addLayer(this.editor.document, { kind, ...like, x: at.x, y: at.y }));
    const added = Object.keys(this.editor.layers).at(-1);
    if (isAdded && added) this.selection.chooseLayer(added, 0, false);
  }

  deleteSelection(): void {
    const { layers, edges, notes } = this.selection;
    const byConnection = new Map<string, number[]>();
    for (const key of edges) {
      const at = key.lastIndexOf(':');
      const id = key.slice(0, at);
      byConnection.set(id, [...(byConnection.get(id) ?? []), Number(key.slice(at + 1))]);
    }
    if (this.editor.run(remove(this.editor.document, layers, byConnection, notes))) this.selection.clear();
  }

  selectAll(): void {
    const edges = Object.values(this.editor.connections).flatMap((connection) => {
      const count = this.editor.document.parameters[weightId(connection.id)]?.length ?? 0;
      const entries = Array.from({ length: count }, (_, entry) => entry).filter((entry) => hasEdge(connection, entry));
      return entries.map((entry) => edgeKey(connection.id, entry));
    });
    this.selection.chooseMany(Object.keys(this.editor.layers), edges, false, Object.keys(this.editor.notes));
  }

  /** A network that was trained before takes the present one's place, with its runs, as one entry of the history. */
  async bringBack({ document }: EarlierNetwork): Promise<void> {
    await this.run.pause();
    this.editor.exchange(document, 'back to an earlier network');
    this.#settle();
    await this.run.prepare();
  }

  /** Undo and redo wait for a running training to stand still. */
  async travel(direction: 'undo' | 'redo'): Promise<void> {
    await this.#travelling.go(direction);
    this.#settle();
    if (this.run.isOfAnotherNetwork) void this.run.prepare(); // so that its runs are shown
  }

  /** Other items may be there now, and other values. */
  #settle(): void {
    this.selection.keepOnly(
      (id) => id in this.editor.layers,
      (id) => id in this.editor.connections,
      (id) => id in this.editor.notes,
    );
    this.live.adjustWeightRange();
  }

  async reset(seed: number | 'same'): Promise<void> {
    await this.run.pause();
    this.editor.reset(seed === 'same' ? (this.editor.training?.seed ?? 1) : seed);
    this.live.adjustWeightRange();
  }

  openHelp(page: 'readme' | 'licences'): void {
    host.openHelp({ page }).catch((error: unknown) => {
      this.notices.problem(error instanceof Error ? error.message : String(error));
    });
  }

  fit(): void {
    const layers = Object.values(this.editor.layers);
    const { document } = this.editor;
    const frames = Object.values(document.groups).flatMap((group) => groupBox(document, group) ?? []);
    const box = union([...layers.map(layerBox), ...Object.values(document.notes).map(noteBox), ...frames]);
    if (!box) return;
    // What stands beside inputs and outputs is part of the picture.
    const room = (kind: 'input' | 'output'): number => {
      const captions = layers.filter((layer) => layer.kind === kind).flatMap(({ id }) => this.live.captionsOf(id));
      return Math.min(140, Math.max(0, ...captions.map(({ length }) => (length > 0 ? 14 + 6.2 * length : 0))));
    };
    this.camera.fit({
      ...box,
      left: box.left - room('input'),
      right: box.right + room('output'),
      bottom: box.bottom + 24,
    });
    this.camera.showsAll = true;
  }

  /** Shows what is selected as large as it fits, up to 200 %; without a selection, everything. */
  fitSelection(): void {
    const { document } = this.editor;
    const box = union(this.selection.items.flatMap((id) => itemBox(document, id) ?? []));
    if (box) this.camera.fit({ ...box, top: box.top - 20, bottom: box.bottom + 24 }, 2);
    else this.fit();
  }

  /** Brings a box into view, if it is not, without changing the zoom. */
  reveal(box: Box): void {
    const { camera } = this;
    const a = camera.toScreen({ x: box.left, y: box.top });
    const b = camera.toScreen({ x: box.right, y: box.bottom });
    const margin = 24;
    const dx = a.x < margin ? margin - a.x : b.x > camera.width - margin ? camera.width - margin - b.x : 0;
    const dy = a.y < margin ? margin - a.y : b.y > camera.height - margin ? camera.height - margin - b.y : 0;
    if (camera.width > 0 && (dx !== 0 || dy !== 0)) camera.panBy(dx, dy);
  }

  chooseTheme(choice: 'light' | 'dark' | 'system'): void {
    this.theme.choose(choice);
    this.preferences.theme = choice;
    this.preferences.keep();
  }
}

const KEY = Symbol('workbench');
export const provideWorkbench = (workbench: Workbench): Workbench => setContext(KEY, workbench);
export const useWorkbench = (): Workbench => getContext(KEY);
