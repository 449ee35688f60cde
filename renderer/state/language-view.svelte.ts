/** Which part of the Language place is shown, and which have been visited: those stay as they were left. */

/** A model writes at once: the one that is open, or else one that comes with the app. */
const FIRST = 'writing';

export class LanguageView {
  /** By its id in the registry of parts. */
  part = $state(FIRST);
  visited = $state.raw<readonly string[]>([FIRST]);

  go(part: string): void {
    this.part = part;
    if (!this.visited.includes(part)) this.visited = [...this.visited, part];
  }
}
