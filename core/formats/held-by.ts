/** Constraints of a file of parameters, which speaks of tensors by name, as those of the network here. */
import { inconsistentConstraints } from '../document/consistency.ts';
import type { Constraint, Constraints, Tie } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import type { ParameterFile } from './format.ts';
import type { DocumentTensor } from './tensors-of.ts';

/** @param tensors those of the network, which the file's match @returns why they do not fit as a problem */
export function heldBy(
  tensors: readonly DocumentTensor[],
  { constraints, ties }: NonNullable<ParameterFile['held']>,
): Constraints | Problem {
  const idOf = new Map(tensors.map(({ name, id }) => [name, id]));
  const sizeOf = new Map(tensors.map(({ id, values }) => [id, values.length]));
  const unknown = ties.flat().find(({ name }) => !idOf.has(name));
  if (unknown) {
    return refused(`it ties an entry of "${unknown.name.slice(0, 80)}", which this network does not have`);
  }
  const made: Constraints = {
    constraints: Object.fromEntries(
      constraints.map(({ name, ...parts }): [string, Constraint] => [idOf.get(name)!, parts]),
    ),
    ties: Object.fromEntries(
      ties.map((members, i): [string, Tie] => [
        `t${i + 1}`,
        { id: `t${i + 1}`, members: members.map(({ name, index, sign }) => ({ id: idOf.get(name)!, index, sign })) },
      ]),
    ),
  };
  const [found] = inconsistentConstraints(made, (id) => sizeOf.get(id) ?? null);
  return found === undefined ? made : refused(found.replace(/\.$/, ''));
}

const refused = (why: string): Problem => ({
  item: null,
  message: `The constraints in the file do not fit: ${why}. Nothing was taken over.`,
});
