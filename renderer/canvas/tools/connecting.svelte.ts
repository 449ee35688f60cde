import type { Point } from '../geometry.ts';
import type { Gesture, PointerAt } from './gesture.ts';

/** Where a connection may start or end: one unit, or (unit null) a whole layer. */
export interface ConnectionEnd {
  readonly layer: string;
  readonly unit: number | null;
}

export interface ConnectTarget {
  endAt(element: Element | null): ConnectionEnd | null;
  /** Why these two cannot be joined; null when they can. */
  refusal(source: ConnectionEnd, target: ConnectionEnd): string | null;
  connect(source: ConnectionEnd, target: ConnectionEnd): void;
  refuse(reason: string): void;
}

/** Drag from an output port: a line follows the pointer until it is dropped on a neuron or a layer. */
export class Connecting implements Gesture {
  readonly cursor = 'crosshair';
  readonly source: ConnectionEnd;
  /** Where the loose end is, in canvas units. */
  at = $state.raw<Point>({ x: 0, y: 0 });
  /** What it would be joined to. */
  target = $state.raw<ConnectionEnd | null>(null);
  /** Why that is not possible. */
  reason = $state.raw<string | null>(null);
  readonly #on: ConnectTarget;

  constructor(on: ConnectTarget, source: ConnectionEnd, from: PointerAt) {
    this.#on = on;
    this.source = source;
    this.at = from.canvas;
  }

  move(at: PointerAt): void {
    this.at = at.canvas;
    const found = this.#on.endAt(at.target);
    this.target = found && found.layer === this.source.layer && found.unit === this.source.unit ? null : found;
    this.reason = this.target ? this.#on.refusal(this.source, this.target) : null;
  }

  end(at: PointerAt): void {
    this.move(at);
    if (!this.target) return;
    if (this.reason) this.#on.refuse(this.reason);
    else this.#on.connect(this.source, this.target);
  }

  cancel(): void {
    this.target = null;
  }
}
