/** Short messages about what just happened: what, why, what to do. They stay until read when they report trouble. */

export interface Notice {
  readonly id: number;
  readonly kind: 'problem' | 'done';
  readonly text: string;
  readonly action: { readonly title: string; readonly run: () => void } | null;
}

const SHOWN_MS = 5000;
const MOST_AT_ONCE = 4;

export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  /** Something did not work; stays until dismissed. The same text is not said twice. */
  problem(text: string, action: Notice['action'] = null): void {
    if (!this.list.some((notice) => notice.text === text)) this.#add({ kind: 'problem', text, action });
  }

  /** Something worked that is not otherwise visible; leaves by itself. */
  done(text: string): void {
    const id = this.#add({ kind: 'done', text, action: null });
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  #add(notice: Omit<Notice, 'id'>): number {
    const id = this.#nextId++;
    this.list = [...this.list, { ...notice, id }].slice(-MOST_AT_ONCE);
    return id;
  }
}
