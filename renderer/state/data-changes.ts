/**
 * Changes of the data, one after another. A large table is prepared in slices first: a change that was asked for meanwhile begins
 * from what the one before made of the data, and none is put into data that it was not made for.
 */
import type { DataSettings, Task } from '../../core/data/data-settings.ts';

type Data = DataSettings | undefined;
/** From the data of then; null where there is nothing to change. @throws Error for people */
export type DataChange = (present: Data) => DataSettings | null;

interface Surroundings {
  /** Of the document on the page. */
  readonly present: () => Data;
  /** What can be learned from them, at once where they are ready. @throws FileError when they cannot be prepared */
  readonly prepare: (settings: DataSettings) => Task | Promise<Task>;
  /** @returns whether the document took them */
  readonly use: (settings: DataSettings, task: Task, label: string) => boolean;
  /** Trouble, for people. */
  readonly tell: (problem: string) => void;
}

export class DataChanges {
  readonly #surroundings: Surroundings;
  /** The change that is being prepared, and those behind it. */
  #pending: Promise<unknown> | null = null;
  /** What the last change made. */
  #made: Data;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** At once where nothing has to be waited for. @returns whether the document took it; else the reason was told */
  make(change: DataChange, label: string): Promise<boolean> {
    const asked = this.#surroundings.present();
    const turn = (): Promise<boolean> => this.#turn(asked, change, label);
    const made = this.#pending ? this.#pending.then(turn, turn) : turn();
    this.#pending = made;
    const settle = (): void => {
      if (this.#pending === made) this.#pending = null;
    };
    void made.then(settle, settle);
    return made;
  }

  async #turn(asked: Data, change: DataChange, label: string): Promise<boolean> {
    const { present, prepare, use, tell } = this.#surroundings;
    const before = present();
    if (before !== asked && before !== this.#made) return this.#leaveOut(label);
    let settings: DataSettings | null;
    let task: Task;
    try {
      settings = change(before);
      if (settings === null) return false;
      const prepared = prepare(settings);
      task = typeof prepared === 'string' ? prepared : await prepared;
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
      return false;
    }
    if (present() !== before) return this.#leaveOut(label);
    const isUsed = use(settings, task, label);
    if (isUsed) this.#made = present();
    return isUsed;
  }

  #leaveOut(label: string): false {
    this.#surroundings.tell(`"${label}" was left out: the data became others while it was prepared. Do it again.`);
    return false;
  }
}
