import type { Fields } from '../../settings/field.ts';
import type { Random } from '../../tensor/random.ts';
import type { DataTable, Task } from '../data-settings.ts';

/** Data that comes with the app: made from a seed, or a shipped file with its licence and source. */
export interface Dataset {
  readonly title: string;
  /** One sentence: what it is and what one learns from it. */
  readonly description: string;
  readonly task: Task;
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  /** Settings such as `size`, `noise`, `seed`; empty for fixed tables. */
  readonly fields: Fields;
  readonly standardise: boolean;
  readonly validationShare: number;
  readonly licence?: string;
  readonly source?: string;
  readonly make: (settings: Readonly<Record<string, number>>, random: Random) => DataTable;
}
