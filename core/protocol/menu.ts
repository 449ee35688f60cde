/** The application menu as data. Ids are those of the page's commands; keys are shown here and handled there. */
export type MenuEntry =
  | 'separator'
  | { readonly role: 'quit' | 'togglefullscreen' | 'minimize' }
  | { readonly id: string; readonly label: string; readonly key?: string };

export const menu: readonly { readonly label: string; readonly items: readonly MenuEntry[] }[] = [
  {
    label: 'File',
    items: [
      { id: 'file.new', label: 'New', key: 'CmdOrCtrl+N' },
      { id: 'file.open', label: 'Open…', key: 'CmdOrCtrl+O' },
      { id: 'file.openData', label: 'Open data (CSV)…' },
      { id: 'file.pasteData', label: 'Paste data…' },
      'separator',
      { id: 'file.save', label: 'Save', key: 'CmdOrCtrl+S' },
      { id: 'file.saveAs', label: 'Save as…', key: 'CmdOrCtrl+Shift+S' },
      'separator',
      { id: 'file.importParameters', label: 'Import parameters…' },
      { id: 'file.exportJson', label: 'Export parameters as JSON…' },
      { id: 'file.exportCsv', label: 'Export parameters as CSV…' },
      { id: 'file.exportSafetensors', label: 'Export parameters as safetensors…' },
      'separator',
      { role: 'quit' },
    ],
  },
  {
    label: 'Picture',
    items: [
      { id: 'picture.network.save.svg', label: 'Save the network as SVG…' },
      { id: 'picture.network.save.png', label: 'Save the network as PNG…' },
      { id: 'picture.network.copy.svg', label: 'Copy the network as SVG' },
      { id: 'picture.network.copy.png', label: 'Copy the network as PNG' },
      'separator',
      { id: 'picture.chart.save.svg', label: 'Save the loss chart as SVG…' },
      { id: 'picture.chart.save.png', label: 'Save the loss chart as PNG…' },
      { id: 'picture.chart.copy.svg', label: 'Copy the loss chart as SVG' },
      { id: 'picture.chart.copy.png', label: 'Copy the loss chart as PNG' },
      'separator',
      { id: 'picture.map.save.svg', label: 'Save the map as SVG…' },
      { id: 'picture.map.save.png', label: 'Save the map as PNG…' },
      { id: 'picture.map.copy.svg', label: 'Copy the map as SVG' },
      { id: 'picture.map.copy.png', label: 'Copy the map as PNG' },
    ],
  },
  {
    label: 'Edit',
    items: [
      { id: 'edit.undo', label: 'Undo', key: 'CmdOrCtrl+Z' },
      { id: 'edit.redo', label: 'Redo', key: 'CmdOrCtrl+Shift+Z' },
      'separator',
      { id: 'edit.duplicate', label: 'Duplicate', key: 'CmdOrCtrl+D' },
      { id: 'edit.delete', label: 'Delete', key: 'Delete' },
      { id: 'edit.selectAll', label: 'Select all', key: 'CmdOrCtrl+A' },
    ],
  },
  {
    label: 'View',
    items: [
      { id: 'view.fit', label: 'Fit the network', key: 'Shift+1' },
      { id: 'view.zoom100', label: 'Zoom to 100 %', key: 'CmdOrCtrl+0' },
      { id: 'view.zoomIn', label: 'Zoom in', key: 'CmdOrCtrl+Plus' },
      { id: 'view.zoomOut', label: 'Zoom out', key: 'CmdOrCtrl+-' },
      'separator',
      { id: 'view.largeMap', label: 'Large map', key: 'CmdOrCtrl+Shift+M' },
      { id: 'view.neuronMaps', label: 'Maps in neurons' },
      'separator',
      { id: 'view.theme', label: 'Switch light and dark' },
      { role: 'togglefullscreen' },
    ],
  },
  {
    label: 'Train',
    items: [
      { id: 'train.step', label: 'Step', key: 'F10' },
      { id: 'train.advance', label: 'Next phase of a step', key: 'F9' },
      { id: 'train.runPause', label: 'Run or pause', key: 'F5' },
      'separator',
      { id: 'train.reset', label: 'Reset to the same seed' },
      { id: 'train.newSeed', label: 'New seed' },
    ],
  },
  {
    label: 'Help',
    items: [
      { id: 'help.shortcuts', label: 'Keyboard shortcuts', key: '?' },
      { id: 'help.readme', label: 'Read me' },
      { id: 'help.licences', label: 'Licences of what is inside' },
    ],
  },
];
