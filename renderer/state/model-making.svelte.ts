/** A language model to be made: which ready one, with which sizes, on the text of the Text part; and what it will come to. */
import { compileNetwork } from '../../core/compile/compile.ts';
import { countBlocks } from '../../core/presets/language/count-blocks.ts';
import type { LanguagePreset, PresetForm } from '../../core/presets/language/language-preset.ts';
import { modelPlan } from '../../core/presets/language/model-plan.ts';
import { modelObstacle, type TextFacts } from '../../core/presets/language/obstacles.ts';
import { readyMade, type ReadyMadeName } from '../../core/presets/language/ready-made.ts';
import { languagePresets, type LanguagePresetName } from '../../core/presets/language/registry.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import { withKnownText } from './run/shelved-texts.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Tokens that counts are given for while no text is open: those of a text in English. */
const USUAL_TOKENS = 81;
const SEED = 1;

export class ModelMaking {
  preset = $state<LanguagePresetName>('gpt-names');
  /** Sizes other than the preset's; null = its own. */
  form = $state.raw<PresetForm | null>(null);
  isBusy = $state(false);
  /** Why the last one could not be made. */
  problem = $state<string | null>(null);
  readonly #bench: Workbench;

  readonly chosen: LanguagePreset = $derived(languagePresets[this.preset]);
  /** The sizes as they stand; null where the preset is no transformer. */
  readonly sizes: PresetForm | null = $derived(this.form ?? this.chosen.form ?? null);
  readonly plan = $derived({
    ...modelPlan(this.preset, this.form),
    validationShare: this.validationShare,
  });

  readonly compiled = $derived.by(() => {
    const { layers, connections } = this.plan.draw(this.vocabulary);
    return compileNetwork(layers, connections);
  });
  readonly blocks = $derived(this.compiled.network ? countBlocks(this.compiled.network) : []);

  /** What stands in the way, with what to do; null when it can be made. */
  readonly obstacle: string | null = $derived.by(() => {
    const { network, problems } = this.compiled;
    if (!network) return problems[0]?.message ?? 'The model cannot be computed.';
    const facts = this.textFacts;
    if (!facts) return null;
    return modelObstacle(network, facts, this.plan.objective === 'masked', this.plan.validationShare);
  });

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  /** As it is chosen beside the text. */
  get validationShare(): number {
    return this.#bench.language.split.share;
  }

  /** Of the text that is chosen; null while there is none. */
  get textFacts(): TextFacts | null {
    const { text, tokenizer } = this.#bench.language;
    if (!text || !tokenizer) return null;
    const { unknown, mask, boundary } = tokenizer.special;
    return {
      name: text.name,
      tokenCount: tokenizer.tokenCount,
      ordinaryTokens: tokenizer.size - [unknown, mask, boundary].filter((id) => id !== null).length,
      isDocuments: text.layout === 'lines' && boundary !== null,
      hasMask: mask !== null,
    };
  }

  get vocabulary(): number {
    return this.#bench.language.tokenizer?.size ?? USUAL_TOKENS;
  }

  /** Whether the only thing in the way is a token that can be added. */
  get lacksMask(): boolean {
    return this.plan.objective === 'masked' && this.textFacts?.hasMask === false;
  }

  choose(name: LanguagePresetName): void {
    this.preset = name;
    this.form = null;
    this.problem = null;
  }

  resize(part: Partial<PresetForm>): void {
    if (this.sizes) this.form = { ...this.sizes, ...part };
    this.problem = null;
  }

  /** Opens the text that the preset was made for, with its tokenizer. */
  async useOwnText(): Promise<void> {
    const { language } = this.#bench;
    const { corpus, tokenizer, objective } = this.chosen;
    language.kind = tokenizer.kind;
    const mask = objective === 'masked' ? 1 : 0;
    language.settings = {
      ...language.settings,
      [tokenizer.kind]: { ...language.settings[tokenizer.kind], ...tokenizer.settings, mask },
    };
    await language.openCorpus(corpus);
  }

  addMask(): Promise<void> {
    return this.#bench.language.changeSetting('mask', 1);
  }

  /** The model takes the document's place; undo brings back what was there. */
  async make(): Promise<void> {
    await this.#attempt(async (client) => {
      const { preset, form } = this;
      const { validationShare } = this.plan;
      const made = await client.makeModel({ preset, form, validationShare, seed: SEED });
      const document = withKnownText(client, made.document, made.shelved);
      await this.#bench.run.pause();
      this.#bench.files.exchangeDocument(document, { name: this.chosen.title, label: 'new language model' });
      void this.#bench.run.prepare();
    });
  }

  async openReadyMade(name: ReadyMadeName): Promise<void> {
    await this.#attempt(async (client) => {
      const { document, history } = await client.openReadyMade({ name });
      await this.#bench.run.pause();
      const { title } = readyMade[name];
      this.#bench.files.exchangeDocument(document, { name: title, label: 'open a ready language model', history });
      void this.#bench.run.prepare();
    });
  }

  async #attempt(work: (client: TrainerClient) => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = null;
    try {
      await work(this.#bench.run.client);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.isBusy = false;
    }
  }
}
