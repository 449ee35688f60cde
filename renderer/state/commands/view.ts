/** How the drawing is looked at. */
import { host } from '../../platform/host.ts';
import { cyclePanels } from '../panels.svelte.ts';
import type { Command } from './command.ts';

export const viewCommands: readonly Command[] = [
  { id: 'view.fit', group: 'View', title: 'Fit the network', keys: ['Shift+1'], run: (b) => b.fit() },
  {
    id: 'view.fitSelection',
    group: 'View',
    title: 'Fit the selection',
    keys: ['Shift+2'],
    run: (b) => b.fitSelection(),
  },
  { id: 'view.zoom100', group: 'View', title: 'Zoom to 100 %', keys: ['Ctrl+0'], run: (b) => b.camera.zoomTo(1) },
  {
    id: 'view.zoomIn',
    group: 'View',
    title: 'Zoom in',
    keys: ['Ctrl++', 'Ctrl+='],
    run: (b) => b.camera.zoomTo(b.camera.zoom * 1.25),
  },
  {
    id: 'view.zoomOut',
    group: 'View',
    title: 'Zoom out',
    keys: ['Ctrl+-'],
    run: (b) => b.camera.zoomTo(b.camera.zoom / 1.25),
  },
  {
    id: 'view.largeMap',
    group: 'View',
    title: 'Open or close the large map',
    keys: ['Ctrl+Shift+M'],
    run: (b) => (b.isMapLarge = !b.isMapLarge),
  },
  {
    id: 'view.neuronMaps',
    group: 'View',
    title: 'Show or hide maps in neurons',
    keys: [],
    run: (b) => b.maps.toggleNeurons(),
  },
  {
    id: 'view.select',
    group: 'View',
    title: 'Select with the pointer',
    keys: ['V'],
    run: (b) => (b.drawing.tool = 'select'),
  },
  {
    id: 'view.hand',
    group: 'View',
    title: 'Move the sheet with the pointer',
    keys: ['H'],
    run: (b) => (b.drawing.tool = 'hand'),
  },
  {
    id: 'view.menu',
    group: 'View',
    title: 'Menu of the selection',
    keys: ['Shift+F10', 'ContextMenu'],
    run: (b) => b.drawing.openMenu(),
  },
  {
    id: 'view.minimap',
    group: 'View',
    title: 'Show or hide the overview',
    keys: ['M'],
    run: (b) => b.panels.toggleMinimap(),
  },
  { id: 'view.foldLeft', group: 'View', title: 'Fold the left panel', keys: [], run: (b) => b.panels.fold('left') },
  { id: 'view.foldRight', group: 'View', title: 'Fold the inspector', keys: [], run: (b) => b.panels.fold('right') },
  {
    id: 'view.foldBottom',
    group: 'View',
    title: 'Fold the panel below',
    keys: [],
    run: (b) => b.panels.fold('bottom'),
  },
  { id: 'view.nextPanel', group: 'View', title: 'Next panel', keys: ['F6'], run: () => cyclePanels(1) },
  { id: 'view.lastPanel', group: 'View', title: 'Previous panel', keys: ['Shift+F6'], run: () => cyclePanels(-1) },
  {
    id: 'view.heatmap',
    group: 'View',
    title: 'Open the weights of the connection',
    keys: [],
    run: (b) => b.drawing.openHeatmap(),
  },
  {
    id: 'view.theme',
    group: 'View',
    title: 'Switch light and dark',
    keys: [],
    run: (b) => {
      b.chooseTheme(b.theme.shown === 'dark' ? 'light' : 'dark');
      void host.setTheme({ theme: b.theme.choice });
    },
  },
];
