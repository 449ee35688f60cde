/** What is done with the run on the page: renamed, pinned, deleted. */
import type { Workbench } from '../workbench.svelte.ts';
import type { Command } from './command.ts';

/** Its name is a field in the list of runs. */
function rename(bench: Workbench): void {
  const { name } = bench.run.branches.current;
  bench.places.go('runs');
  bench.shown.runs = 'runs';
  requestAnimationFrame(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input[aria-label^="Name of "]')];
    const field = fields.find((input) => input.value === name);
    field?.focus();
    field?.select();
  });
}

/** The run that is left for its parent, or for the first other one; the one on the page cannot go. */
async function removeCurrent({ run, runEditing, notices }: Workbench): Promise<void> {
  const { branches } = run;
  const { current } = branches;
  const { id, name, parent, isPinned, from } = current;
  const other =
    branches.list.find((branch) => branch.id === parent) ?? branches.list.find((branch) => branch.id !== id);
  if (isPinned) return notices.problem(`"${name}" is pinned. Unpin it first.`);
  if (!other) return notices.problem(`"${name}" is the only run, so it cannot be deleted.`);
  await run.pause();
  await run.timeline.visit(other.id === parent ? from : other.series.length, other.id);
  if (branches.currentId !== id) runEditing.remove(current);
}

const command = (id: string, title: string, run: Command['run']): Command => ({
  ...{ id, group: 'Train', title, keys: [], isInMenu: false },
  run,
});

export const runCommands: readonly Command[] = [
  command('run.rename', 'Rename this run', rename),
  command('run.pin', 'Pin or unpin this run', ({ run, runEditing }) => runEditing.togglePin(run.branches.current)),
  command('run.delete', 'Delete this run, and go to the one that it left', (b) => void removeCurrent(b)),
];
