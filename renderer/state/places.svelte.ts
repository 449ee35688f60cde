/** Which place of the window is shown, and which have been visited: those stay as they were left. */
import type { Place } from '../places/place.ts';
import type { Command } from './commands/command.ts';

export class Places {
  readonly all: readonly Place[];
  /** One for each place, with its key. */
  readonly commands: readonly Command[];
  current: Place = $state.raw() as Place;
  visited: readonly Place[] = $state.raw([]);

  /** @param all at least one; the first is shown at the start */
  constructor(all: readonly Place[]) {
    this.all = all;
    this.commands = all.map(({ id, title, key }) => ({
      id: `place.${id}`,
      group: 'Window',
      title: `Go to ${title}`,
      keys: [key],
      run: (bench) => bench.places.go(id),
    }));
    this.current = all[0]!;
    this.visited = [this.current];
  }

  go(id: string): void {
    const place = this.all.find((candidate) => candidate.id === id);
    if (!place) throw new Error(`internal: there is no place "${id}"`);
    this.current = place;
    if (!this.visited.includes(place)) this.visited = [...this.visited, place];
  }

  /** Whether commands of a group do anything where the person is. */
  allow(group: Command['group']): boolean {
    return group === 'Window' || this.current.groups.includes(group);
  }
}
