/** What each context menu offers: ids of commands, in groups. */
import type { OpenMenu } from './drawing.svelte.ts';

const clipboard = ['edit.cut', 'edit.copy', 'edit.paste', 'edit.duplicate', 'edit.delete'];
const grouping = ['arrange.group', 'arrange.ungroup'];

export const contextMenus: Readonly<Record<OpenMenu['on'], readonly (readonly string[])[]>> = {
  canvas: [
    ['edit.paste', 'edit.addLayer', 'edit.addNote'],
    ['edit.selectAll', 'arrange.layout', 'view.fit', 'view.zoom100'],
    ['help.commands'],
  ],
  layer: [
    ['edit.rename', 'arrange.addUnit', 'arrange.split'],
    ['arrange.expand', 'arrange.collapse', 'arrange.autoForm'],
    clipboard,
    grouping,
    ['view.fitSelection'],
  ],
  unit: [
    ['arrange.split', 'arrange.addUnit', 'arrange.removeUnit'],
    ['edit.rename', 'arrange.expand', 'arrange.collapse', 'arrange.autoForm'],
    clipboard,
    grouping,
    ['view.fitSelection'],
  ],
  edge: [['view.heatmap', 'arrange.insert', 'edit.delete'], ['edit.selectNone']],
  note: [['edit.rename'], clipboard, grouping],
  group: [['edit.rename', 'arrange.ungroup'], clipboard, ['view.fitSelection']],
};
