/**
 * The atlas's ground, in double precision: one area unit a parameter. Models stand on one line, the chosen one on the left,
 * the others beside it from small to large, so that nine parameters lie right next to 70 billion.
 */
import { layOut, type Rect } from '../../core/atlas/layout.ts';
import { childrenOf, type BlockNode, type TreeNode } from '../../core/atlas/tree.ts';

/** A node with its rectangle; what is in it is laid out when it is first looked at. */
export class Placed {
  readonly node: TreeNode;
  readonly rect: Rect;
  readonly parent: Placed | null;
  #children: readonly Placed[] | null = null;

  constructor(node: TreeNode, rect: Rect, parent: Placed | null) {
    this.node = node;
    this.rect = rect;
    this.parent = parent;
  }

  get children(): readonly Placed[] {
    if (!this.#children) {
      const nodes = childrenOf(this.node).filter(({ count }) => count > 0);
      const rects = layOut(
        nodes.map(({ count }) => count),
        this.rect,
      );
      this.#children = nodes.map((node, i) => new Placed(node, rects[i]!, this));
    }
    return this.#children;
  }

  /** From the model down to this. */
  get path(): readonly Placed[] {
    return [...(this.parent?.path ?? []), this];
  }
}

export interface Exhibit {
  readonly id: string;
  readonly title: string;
  readonly isAbout: boolean;
  readonly root: Placed;
}

export interface Subject {
  readonly id: string;
  readonly title: string;
  readonly isAbout: boolean;
  readonly tree: BlockNode;
}

/** @param subjects the chosen one first; those without parameters have no place on the ground */
export function arrange([chosen, ...others]: readonly Subject[]): Exhibit[] {
  const row = others.filter(({ tree }) => tree.count > 0).sort((a, b) => a.tree.count - b.tree.count);
  let left = 0;
  return [...(chosen && chosen.tree.count > 0 ? [chosen] : []), ...row].map(({ tree, ...rest }, i, all) => {
    const side = Math.sqrt(tree.count);
    const next = all[i + 1];
    const root = new Placed(tree, { x: left, y: -side, width: side, height: side }, null);
    left += side + 0.5 * Math.min(side, next ? Math.sqrt(next.tree.count) : side);
    return { ...rest, root };
  });
}

/** The innermost rectangle at a point, of those that are at least `smallest` wide and high. */
export function placedAt(exhibits: readonly Exhibit[], x: number, y: number, smallest: number): Placed | null {
  const isIn = ({ rect }: Placed): boolean =>
    x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
  let found = exhibits.map(({ root }) => root).find(isIn) ?? null;
  while (found && Math.min(found.rect.width, found.rect.height) >= smallest) {
    const inner: Placed | undefined = found.children.find(isIn);
    if (!inner || Math.min(inner.rect.width, inner.rect.height) < smallest) break;
    found = inner;
  }
  return found;
}
