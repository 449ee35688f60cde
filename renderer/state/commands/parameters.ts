/** What is done with the selected parameters. */
import { lastValues, setBiases } from '../../../core/document/commands/biases.ts';
import { randomise, scale, setAll } from '../../../core/document/commands/change-values.ts';
import { setFrozen, tie, untie } from '../../../core/document/commands/constrain.ts';
import type { CommandResult } from '../../../core/document/commands/command.ts';
import { isFrozen } from '../../../core/document/constraints.ts';
import { ONLY, type NetworkDocument, type ParameterEntry } from '../../../core/document/document.ts';
import { layerKinds } from '../../../core/nn/layers/registry.ts';
import { selectedEntries } from '../selected-entries.ts';
import type { Workbench } from '../workbench.svelte.ts';
import type { Command } from './command.ts';

function change(bench: Workbench, make: (document: NetworkDocument, entries: ParameterEntry[]) => CommandResult): void {
  const { editor, selection, live } = bench;
  editor.run(make(editor.document, selectedEntries(editor.document, selection)));
  live.adjustWeightRange();
}

/** Another seed each time, but the same ones after the same edits. */
function randomised(bench: Workbench, document: NetworkDocument, entries: ParameterEntry[]): CommandResult {
  const training = document.training[ONLY];
  const { network } = bench.editor.compiled;
  if (!training || !network) return { item: null, message: bench.editor.trainingRefusal ?? 'There is no network yet.' };
  const seed = (training.seed + bench.editor.history.done.length + 1) >>> 0;
  return randomise(document, network, entries, training.initializer, seed);
}

/** Puts the focus into a field of the inspector, which has the selected parameters. */
function focusField(bench: Workbench, label: string): void {
  const { editor, selection, notices, panels } = bench;
  if (selectedEntries(editor.document, selection).length === 0) {
    notices.problem('No parameters are selected. Select edges, layers or a bias first.');
    return;
  }
  if (panels.sizes.right === 0) panels.fold('right');
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>(`[data-panel="inspector"] input[aria-label="${label}"]`);
    if (field) field.focus();
    else notices.problem('Of one parameter the knob itself sets the value. Select several, or turn the knob.');
  });
}

const VALUE_FIELD = 'Value or factor for all selected parameters';

export const parameterCommands: readonly Command[] = [
  {
    id: 'parameters.freeze',
    group: 'Edit',
    title: 'Freeze or unfreeze the selected parameters',
    keys: ['Ctrl+L'],
    run: (b) =>
      change(b, (document, entries) =>
        setFrozen(document, entries, !entries.every((entry) => isFrozen(document.constraints, entry))),
      ),
  },
  {
    id: 'parameters.tie',
    group: 'Edit',
    title: 'Tie the selected parameters: one value',
    keys: ['Ctrl+T'],
    run: (b) => change(b, (document, entries) => tie(document, entries, false)),
  },
  {
    id: 'parameters.mirror',
    group: 'Edit',
    title: 'Tie the selected parameters, mirrored: the others are the negative of the first',
    keys: ['Ctrl+Shift+T'],
    run: (b) => change(b, (document, entries) => tie(document, entries, true)),
  },
  {
    id: 'parameters.untie',
    group: 'Edit',
    title: 'Untie the selected parameters',
    keys: [],
    run: (b) => change(b, (document, entries) => untie(document, entries)),
  },
  {
    id: 'parameters.zero',
    group: 'Edit',
    title: 'Set the selected parameters to 0',
    keys: [],
    run: (b) => change(b, (document, entries) => setAll(document, entries, 0)),
  },
  {
    id: 'parameters.negate',
    group: 'Edit',
    title: 'Negate the selected parameters',
    keys: [],
    run: (b) => change(b, (document, entries) => scale(document, entries, -1)),
  },
  {
    id: 'parameters.randomise',
    group: 'Edit',
    title: 'Randomise the selected parameters',
    keys: [],
    run: (b) => change(b, (document, entries) => randomised(b, document, entries)),
  },
  {
    id: 'parameters.setAll',
    group: 'Edit',
    title: 'Set all selected parameters to a number, or scale them by one',
    keys: [],
    isInMenu: false,
    run: (b) => focusField(b, VALUE_FIELD),
  },
  {
    id: 'parameters.range',
    group: 'Edit',
    title: 'Keep the selected parameters within a range',
    keys: [],
    isInMenu: false,
    run: (b) => focusField(b, 'Range, at least'),
  },
  {
    id: 'parameters.biases',
    group: 'Edit',
    title: 'Biases of the whole network on or off',
    keys: [],
    isInMenu: false,
    run: ({ editor }) => {
      const computed = Object.values(editor.layers).filter(({ kind }) => layerKinds[kind].takesConnections);
      const isOn = !computed.some(({ hasBias }) => hasBias);
      editor.run(setBiases(editor.document, Object.keys(editor.layers), isOn, lastValues(editor.history)));
    },
  },
];
