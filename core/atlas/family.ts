/** What an architecture family is: from hyper-parameters to a tree of tensors and, independently, to a closed formula. */
import type { NumberField } from '../settings/field.ts';
import type { ConfigReader } from './config-reader.ts';
import type { Formula } from './formula.ts';
import type { BlockNode } from './tree.ts';

export interface HyperField extends NumberField {
  /** In the formula; empty for a choice, which changes the formula itself. */
  readonly symbol: string;
  /** The values 0, 1, 2 … by name: a switch has two. */
  readonly choices?: readonly string[];
}

export type HyperParameters = Readonly<Record<string, number>>;

export interface Family<Name extends string = string> {
  readonly title: string;
  /** One sentence: what its blocks are made of. */
  readonly description: string;
  readonly fields: Readonly<Record<Name, HyperField>>;
  /** The first way to count: every tensor. Named as in the files of the field. */
  tree(name: string, shape: Readonly<Record<Name, number>>): BlockNode;
  /** The second: the formula. A test holds both equal. */
  formula(shape: Readonly<Record<Name, number>>): Formula;
  /** Sizes that do not go together, as a sentence. */
  problem?(shape: Readonly<Record<Name, number>>): string | null;
  /** `model_type`s of a Hugging Face config.json, and how each says the hyper-parameters. */
  readonly configs: Readonly<Record<string, (config: ConfigReader) => Readonly<Record<Name, number>>>>;
}

/** The basic symbols of a formula and their values. */
export function symbolValues<Name extends string>(
  fields: Readonly<Record<Name, HyperField>>,
  shape: Readonly<Record<Name, number>>,
): Record<string, number> {
  const names = (Object.keys(fields) as Name[]).filter((name) => fields[name].symbol !== '');
  return Object.fromEntries(names.map((name) => [fields[name].symbol, shape[name]]));
}
