/** What a command works on: a project file, or a ready network or language model by `preset:NAME`. */
import { basename, extname } from 'node:path';
import { isProject, readProject, type Project } from '../../core/formats/project.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { presets, type PresetName } from '../../core/presets/registry.ts';
import { version } from '../../package.json';
import { CommandError, UsageError } from './command.ts';
import { readBytes } from './files.ts';
import { languagePresetOf, openLanguagePreset } from './language-model.ts';

export async function openProject(source: string): Promise<Project> {
  if (source.startsWith('preset:')) {
    const language = languagePresetOf(source);
    if (language) return { document: await openLanguagePreset(language), history: null, appVersion: version };
    const name = source.slice('preset:'.length);
    if (Object.hasOwn(presets, name)) {
      return { document: presets[name as PresetName].make(), history: null, appVersion: version };
    }
    throw new UsageError(
      `There is no preset "${name}". There are: ${[...Object.keys(presets), ...Object.keys(languagePresets)].join(', ')}.`,
    );
  }
  const bytes = await readBytes(source);
  if (isProject(bytes) || extname(source) === '.weightroom') return readProject(bytes);
  throw new CommandError(
    `"${basename(source)}" is not a project. Name a .weightroom file, or a preset as preset:NAME.`,
  );
}
