/** Counting a model: the tree and the formula of its family, held together, with what follows from them. */
import { fieldProblem } from '../settings/field.ts';
import { families, type FamilyName } from './families/registry.ts';
import type { Family, HyperParameters } from './family.ts';
import { evaluateActive, evaluateFormula, type Formula } from './formula.ts';
import type { KnownModel } from './model.ts';
import type { BlockNode } from './tree.ts';

export interface CountedModel {
  readonly tree: BlockNode;
  readonly formula: Formula;
  readonly total: number;
  /** Parameters that compute one token, embeddings included; the total unless experts are chosen. */
  readonly active: number;
}

export const familyOf = (name: FamilyName): Family => families[name];

/** What is wrong with hyper-parameters, as a sentence; null when they make a model. */
export function shapeProblem(familyName: FamilyName, shape: HyperParameters): string | null {
  const family = familyOf(familyName);
  for (const [name, field] of Object.entries(family.fields)) {
    const problem = fieldProblem(field, shape[name] ?? NaN);
    if (problem) return problem;
  }
  const problem = family.problem?.(shape) ?? null;
  if (problem) return problem;
  // Doubles count to 2^53 without a gap.
  return evaluateFormula(family.formula(shape)) <= Number.MAX_SAFE_INTEGER
    ? null
    : `These sizes make more than ${Number.MAX_SAFE_INTEGER} parameters, too many to count exactly. Choose smaller ones.`;
}

/** @throws Error when the shape has a problem, or tree and formula disagree */
export function countModel(name: string, familyName: FamilyName, shape: HyperParameters): CountedModel {
  const problem = shapeProblem(familyName, shape);
  if (problem) throw new Error(`internal: ${problem}`);
  const family = familyOf(familyName);
  const [tree, formula] = [family.tree(name, shape), family.formula(shape)];
  if (tree.count !== evaluateFormula(formula) || tree.active !== evaluateActive(formula)) {
    throw new Error(`internal: the tensors and the formula of "${name}" do not agree`);
  }
  return { tree, formula, total: tree.count, active: tree.active };
}

export const countKnown = ({ name, family, shape }: KnownModel): CountedModel => countModel(name, family, shape);
