/** What a person changed while a run went on: a tick on every chart over its steps, with a label. */
import { locateParameter, parameterName } from '../../core/document/parameter-names.ts';
import { ONLY, ownerOf, type NetworkDocument, type TrainingSettings } from '../../core/document/document.ts';
import { formatExactly, formatNumber } from '../ui/number-format.ts';

export interface RunEdit {
  /** Made after so many updates, before the next. */
  readonly step: number;
  /** The same knob was still being turned up to this step. */
  readonly lastStep: number;
  /** When it was last changed, in milliseconds of the page's clock. */
  readonly madeAt: number;
  /** What was changed: `w(3,1)`, `learning rate`, `network`. */
  readonly subject: string;
  /** As it was and as it is; null where that is no single value. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Turns of one knob closer together than this are one edit. */
const ONE_TURN_MS = 1500;

export const describeEdit = ({ subject, from, to }: RunEdit): string =>
  from === null || to === null ? `${subject} changed` : `${subject} ${from} → ${to}`;

/** Both as one, where the second goes on with the first; else null. */
export function sameEdit(last: RunEdit | undefined, next: RunEdit): RunEdit | null {
  if (!last || last.subject !== next.subject || next.step < last.lastStep) return null;
  if (next.madeAt - last.madeAt > ONE_TURN_MS) return null;
  return { ...last, lastStep: next.step, madeAt: next.madeAt, to: next.to };
}

/** What the documents differ in, as edits made at a step: of the network, its parameters, its constraints, its settings. */
export function editsBetween(before: NetworkDocument, after: NetworkDocument, step: number, madeAt: number): RunEdit[] {
  const at = { step, lastStep: step, madeAt };
  const whole = (subject: string): RunEdit => ({ ...at, subject, from: null, to: null });
  if (before.layers !== after.layers || before.connections !== after.connections) return [whole('network')];
  const edits: RunEdit[] = [];
  if (before.data !== after.data) edits.push(whole('data'));
  if (before.training !== after.training) edits.push(...settingEdits(before.training[ONLY], after.training[ONLY], at));
  if (before.constraints !== after.constraints || before.ties !== after.ties)
    edits.push(whole('what parameters keep to'));
  if (before.parameters !== after.parameters) edits.push(...parameterEdits(before, after, at));
  return edits;
}

type At = Pick<RunEdit, 'step' | 'lastStep' | 'madeAt'>;

/** One by one up to two; more are counted, since they were set together. */
function parameterEdits(before: NetworkDocument, after: NetworkDocument, at: At): RunEdit[] {
  const changed: { id: string; index: number; from: number; to: number }[] = [];
  let count = 0;
  for (const [id, values] of Object.entries(after.parameters)) {
    const old = before.parameters[id];
    if (!old || old === values || old.length !== values.length) continue;
    values.forEach((to, index) => {
      if (to === old[index]) return;
      count++;
      if (changed.length < 3) changed.push({ id, index, from: old[index]!, to });
    });
  }
  if (count > 2) {
    const owners = new Set(changed.map(({ id }) => ownerOf(id)));
    const only = owners.size === 1 ? locateParameter(after, changed[0]!.id, changed[0]!.index) : null;
    const where = only?.kind === 'bias' ? ` of ${only.layer.name}` : '';
    return [{ ...at, subject: `${count} parameters${where}`, from: null, to: null }];
  }
  return changed.map(({ id, index, from, to }) => ({
    ...at,
    subject: parameterName(after, id, index),
    from: formatNumber(from),
    to: formatNumber(to),
  }));
}

/** Every setting that differs, by its name in words. */
function settingEdits(before: TrainingSettings | undefined, after: TrainingSettings | undefined, at: At): RunEdit[] {
  const old = flat(before);
  return Object.entries(flat(after)).flatMap(([name, to]) => {
    const from = old[name];
    if (from === to) return [];
    const subject = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return [{ ...at, subject, from: from === undefined ? '–' : written(from), to: written(to) }];
  });
}

const written = (value: string | number): string => (typeof value === 'number' ? formatExactly(value) : value);

function flat(settings: TrainingSettings | undefined): Readonly<Record<string, string | number>> {
  if (!settings) return {};
  const { optimizerSettings, scheduleSettings, ...plain } = settings;
  return { ...plain, ...optimizerSettings, ...scheduleSettings };
}
