/** Which states of which branches have been shown, by their signatures: an undo that goes back to one finds its branch at once. */
import { isSameSignature, type Signature } from './state-signature.ts';

interface Signed {
  readonly branch: number;
  readonly step: number;
  /** Edits of the branch that it includes. */
  readonly editCount: number;
  readonly signature: Signature;
}

const MOST = 4096;

export class SignedStates {
  #all: Signed[] = [];

  note(signed: Signed): void {
    this.#all = this.#all.filter((other) => !isSamePlace(other, signed)).slice(1 - MOST);
    this.#all.push(signed);
  }

  /** Whether a branch was seen in this state after a step, with so many edits. */
  has(wanted: Signed): boolean {
    return this.#all.some(
      (signed) => isSamePlace(signed, wanted) && isSameSignature(signed.signature, wanted.signature),
    );
  }

  /** Whether it is known what a branch was like there, be it this or something else. */
  knows(wanted: Omit<Signed, 'signature'>): boolean {
    return this.#all.some((signed) => isSamePlace(signed, wanted));
  }

  share(parent: number, child: number, step: number): void {
    const shared = this.#all.filter((signed) => signed.branch === parent && signed.step <= step);
    this.#all = [...this.#all, ...shared.map((signed) => ({ ...signed, branch: child }))].slice(-MOST);
  }

  forget(place: Omit<Signed, 'signature'>): void {
    this.#all = this.#all.filter((signed) => !isSamePlace(signed, place));
  }

  drop(branch: number): void {
    this.#all = this.#all.filter((signed) => signed.branch !== branch);
  }
}

const isSamePlace = (a: Omit<Signed, 'signature'>, b: Omit<Signed, 'signature'>): boolean =>
  a.branch === b.branch && a.step === b.step && a.editCount === b.editCount;
