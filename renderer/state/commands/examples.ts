/** Opens every example, and takes every built-in data set, by name. Made from their registries. */
import { datasets, type DatasetName } from '../../../core/data/datasets/registry.ts';
import { defaultDataSettings } from '../../../core/data/prepare.ts';
import { presets, type PresetName } from '../../../core/presets/registry.ts';
import type { Command } from './command.ts';

export const exampleCommands: readonly Command[] = [
  ...(Object.keys(presets) as PresetName[]).map((name): Command => ({
    ...{
      id: `example.${name}`,
      group: 'File',
      title: `Open the example ${presets[name].title}`,
      keys: [],
      isInMenu: false,
    },
    run: (b) => void b.openPreset(name),
  })),
  ...(Object.keys(datasets) as DatasetName[]).map((name): Command => ({
    ...{
      id: `data.${name}`,
      group: 'File',
      title: `Learn from the data set ${datasets[name].title}`,
      keys: [],
      isInMenu: false,
    },
    run: (b) => void b.files.useData(defaultDataSettings(name)),
  })),
];
