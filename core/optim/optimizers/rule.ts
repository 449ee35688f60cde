/** An optimizer's rule for one number, written out with the numbers of one update: what people read at the chain rule's end. */
import { regularised } from './regularised.ts';

/** One parameter before an update. */
export interface RuleState {
  readonly value: number;
  readonly gradient: number;
  /** One per slot of the optimizer. */
  readonly slots: readonly number[];
  /** Number of the update, from 1. */
  readonly step: number;
  readonly settings: Readonly<Record<string, number>>;
}

/** `left ← text`, the same with numbers, and what comes of it. */
export interface RuleLine {
  readonly left: string;
  readonly text: string;
  /** Text and numbers in turn. */
  readonly numbers: readonly (string | number)[];
  readonly value: number;
}

/** Keeps the numbers of a template apart from its text, so that a view can round them. */
export function numbers(texts: TemplateStringsArray, ...values: readonly number[]): readonly (string | number)[] {
  return texts.flatMap((text, i) => [...(text === '' ? [] : [text]), ...(i < values.length ? [values[i]!] : [])]);
}

/** The gradient with regularisation, and the line that says so; without any, the gradient itself and no line. */
export function regularisedGradient(
  { value, gradient, settings }: RuleState,
  weightDecay = settings['weightDecay'] ?? 0,
): { readonly g: number; readonly lines: readonly RuleLine[] } {
  const { l1 = 0 } = settings;
  const g = regularised(gradient, value, weightDecay, l1);
  if (weightDecay === 0 && l1 === 0) return { g: gradient, lines: [] };
  const text = `gradient${weightDecay > 0 ? ' + decay · w' : ''}${l1 > 0 ? ' + L1 · sign(w)' : ''}`;
  const decay = weightDecay > 0 ? numbers` + ${weightDecay} · ${value}` : [];
  const pull = l1 > 0 ? numbers` + ${l1} · ${Math.sign(value)}` : [];
  return { g, lines: [{ left: 'g', text, numbers: [gradient, ...decay, ...pull], value: g }] };
}
