/** What the atlas shows: a model with its edited hyper-parameters, what stands beside it, and where one looks. */
import { untrack } from 'svelte';
import { countModel, familyOf, shapeProblem, type CountedModel } from '../../core/atlas/count.ts';
import { findModel, searchModels } from '../../core/atlas/find-model.ts';
import type { HyperParameters } from '../../core/atlas/family.ts';
import type { KnownModel } from '../../core/atlas/model.ts';
import type { BlockNode } from '../../core/atlas/tree.ts';
import { treeOfDocument } from '../../core/atlas/tree-of-document.ts';
import { presets } from '../../core/presets/registry.ts';
import type { Workbench } from '../state/workbench.svelte.ts';
import { MapCamera } from './map-camera.svelte.ts';
import { arrange, type Exhibit, type Placed, type Subject } from './world.ts';

export const MINE = 'mine';
export const NOTHING = 'nothing';
/** Sizes that everybody can hold on to. */
const anchors = ['microgpt', 'gpt2'];

export class Atlas {
  readonly camera = new MapCamera();
  search = $state('');
  /** Id of a known model, or `mine`. */
  chosen = $state('llama-3-70b');
  compared = $state(NOTHING);
  /** The chosen model's hyper-parameters where they differ from the known ones. */
  edits: HyperParameters = $state.raw({});
  selected: Placed | null = $state.raw(null);
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
    bench.openedModels.onOpened = ({ id }) => {
      this.search = '';
      this.choose(id);
    };
  }

  readonly found = $derived(searchModels(this.search));
  /** The person's own, by config.json. */
  readonly opened: readonly KnownModel[] = $derived.by(() => this.#bench.openedModels.all);
  readonly model: KnownModel | null = $derived(this.#modelBy(this.chosen));
  readonly isEdited = $derived(Object.keys(this.edits).length > 0);
  readonly shape: HyperParameters = $derived({ ...this.model?.shape, ...this.edits });
  readonly counted: CountedModel | null = $derived(
    this.model && countModel(this.model.name, this.model.family, this.shape),
  );
  /** The drawn network; made anew when its shape changes, not with every step of training. */
  readonly mine = $derived.by(() => {
    const { editor, files } = this.#bench;
    void [editor.layers, editor.connections];
    const { name } = files;
    return untrack(() => treeOfDocument(name, editor.document));
  });
  readonly tree = $derived(this.counted?.tree ?? this.mine);

  readonly exhibits: readonly Exhibit[] = $derived.by(() => {
    const mine: Subject = { id: MINE, title: `Yours: ${this.mine.name}`, isAbout: false, tree: this.mine };
    const others = new Set([...anchors, ...(this.compared === NOTHING ? [] : [this.compared])]);
    others.delete(this.chosen);
    const known = [...others].flatMap((id) => (id === MINE ? [] : (this.#modelBy(id) ?? []))).map(subjectOf);
    // The nine parameters that everybody began with stay beside whatever has been drawn since.
    if (!isSameTree(this.mine, worked.tree)) known.push(worked);
    if (!this.model || !this.counted) return arrange([mine, ...known]);
    const title = this.isEdited ? `${this.model.name}, changed` : this.model.name;
    const isAbout = this.model.certainty.kind === 'about' && !this.isEdited;
    return arrange([{ id: this.model.id, title, isAbout, tree: this.counted.tree }, mine, ...known]);
  });

  #modelBy(id: string): KnownModel | null {
    return this.opened.find((model) => model.id === id) ?? findModel(id);
  }

  openConfig(): void {
    void this.#bench.openedModels.open();
  }

  choose(id: string): void {
    this.chosen = id;
    this.edits = {};
    this.selected = null;
    this.fit();
  }

  /** @returns why not, or null */
  problemOf(name: string, value: number): string | null {
    return this.model ? shapeProblem(this.model.family, { ...this.shape, [name]: value }) : null;
  }

  edit(name: string, value: number): void {
    if (!this.model || this.problemOf(name, value)) return;
    const rest = Object.fromEntries(Object.entries(this.edits).filter(([key]) => key !== name));
    const wasSeen = this.#isModelSeen();
    this.edits = value === this.model.shape[name] ? rest : { ...rest, [name]: value };
    this.selected = null;
    // At the same scale, so that the change is felt, as long as there is room.
    if (wasSeen && !this.#isModelSeen()) this.fit();
  }

  #isModelSeen(): boolean {
    const [first] = this.exhibits;
    return first !== undefined && this.camera.isWholeSeen(first.root.rect);
  }

  reset(): void {
    this.edits = {};
    this.selected = null;
    this.fit();
  }

  get fields(): [string, ReturnType<typeof familyOf>['fields'][string]][] {
    return this.model ? Object.entries(familyOf(this.model.family).fields) : [];
  }

  /** The chosen model and, if there is one, what it is compared with. */
  fit(milliseconds?: number): void {
    const seen = this.exhibits.filter(({ id }, i) => i === 0 || id === this.compared).map(({ root }) => root.rect);
    if (seen.length === 0 || this.camera.width === 0) return;
    const left = Math.min(...seen.map(({ x }) => x));
    const top = Math.min(...seen.map(({ y }) => y));
    const right = Math.max(...seen.map(({ x, width }) => x + width));
    this.camera.flyTo(this.camera.viewOf({ x: left, y: top, width: right - left, height: -top }), milliseconds);
    this.camera.showsAll = true;
  }

  /** Zooms until the drawn network can be seen, with the edge of the model beside it. */
  showMine(): void {
    const mine = this.exhibits.find(({ id }) => id === MINE);
    if (!mine) return;
    this.selected = mine.root;
    this.camera.flyTo(this.camera.viewOf(mine.root.rect, 0.42), 1600);
  }

  /** Chooses a rectangle and flies to it. */
  enter(placed: Placed | null): void {
    this.selected = placed;
    if (!placed) this.fit();
    else this.camera.flyTo(this.camera.viewOf(placed.rect));
  }

  /** To the first, or by arrow keys to the nearest of the same level in that direction; from model to model however small. */
  step(dx: number, dy: number): void {
    const { selected } = this;
    const siblings = selected?.parent?.children ?? this.exhibits.map(({ root }) => root);
    if (!selected) {
      this.selected = siblings[0] ?? null;
      return;
    }
    const inRow = siblings[siblings.indexOf(selected) + dx];
    this.selected = (selected.parent ? nearest(siblings, selected, dx, dy) : inRow) ?? selected;
    const seen = this.camera.toScreen(this.selected.rect);
    const isOut =
      seen.x + seen.width < 8 ||
      seen.y + seen.height < 8 ||
      seen.x > this.camera.width - 8 ||
      seen.y > this.camera.height - 8;
    if (isOut) this.camera.flyTo(this.camera.viewOf(this.selected.parent?.rect ?? this.selected.rect));
  }

  goIn(): void {
    if (!this.selected) this.step(0, 0);
    else if (this.selected.children.length > 0) {
      this.camera.flyTo(this.camera.viewOf(this.selected.rect));
      this.selected = this.selected.children[0]!;
    } else this.enter(this.selected);
  }

  goOut(): void {
    const parent = this.selected?.parent ?? null;
    this.selected = parent;
    if (parent) this.camera.flyTo(this.camera.viewOf(parent.parent?.rect ?? parent.rect));
    else this.fit();
  }
}

const worked: Subject = {
  id: 'worked',
  title: presets.worked.title,
  isAbout: false,
  tree: treeOfDocument(presets.worked.title, presets.worked.make()),
};

const isSameTree = (a: BlockNode, b: BlockNode): boolean =>
  a.count === b.count && JSON.stringify(a.children) === JSON.stringify(b.children);

/** The nearest in a direction; what lies aside counts as twice as far. */
function nearest(siblings: readonly Placed[], from: Placed, dx: number, dy: number): Placed | null {
  const [x, y] = middle(from);
  const ahead = siblings
    .filter((other) => other !== from)
    .map((other) => {
      const [otherX, otherY] = middle(other);
      const along = (otherX - x) * dx + (otherY - y) * dy;
      const aside = Math.abs((otherX - x) * dy) + Math.abs((otherY - y) * dx);
      return { other, along, distance: along + 2 * aside };
    })
    .filter(({ along }) => along > 0)
    .sort((a, b) => a.distance - b.distance);
  return ahead[0]?.other ?? null;
}

const middle = ({ rect }: Placed): [number, number] => [rect.x + rect.width / 2, rect.y + rect.height / 2];

function subjectOf(model: KnownModel): Subject {
  const { tree } = countModel(model.name, model.family, model.shape);
  return { id: model.id, title: model.name, isAbout: model.certainty.kind === 'about', tree };
}
