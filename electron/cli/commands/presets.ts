import { languagePresets } from '../../../core/presets/language/registry.ts';
import type { Preset } from '../../../core/presets/preset.ts';
import { presets as registry } from '../../../core/presets/registry.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

export const presets: Command = {
  usage: 'presets',
  summary: 'List the ready networks.',
  options: [['--json', 'print them as one line of JSON']],
  run: async (args, { out }) => {
    const { isSet } = readArguments(args, { json: 'switch' }, []);
    const entries = Object.entries<Pick<Preset, 'title' | 'description'>>({ ...registry, ...languagePresets });
    if (isSet('json')) {
      out(`${JSON.stringify(entries.map(([name, { title, description }]) => ({ name, title, description })))}\n`);
      return;
    }
    for (const [name, { title, description }] of entries) out(`preset:${name.padEnd(16)}${title}. ${description}\n`);
  },
};
