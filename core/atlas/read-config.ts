/** A Hugging Face-style config.json, which comes from anywhere, to a family and its hyper-parameters. */
import { FileError } from '../data/file-error.ts';
import { readJson } from '../formats/read-json.ts';
import { ConfigReader } from './config-reader.ts';
import { shapeProblem } from './count.ts';
import { families, type FamilyName } from './families/registry.ts';
import type { Family, HyperParameters } from './family.ts';

/** Real ones have a few thousand bytes. */
const LARGEST = 1_048_576;

const readers = Object.entries<Family>(families).flatMap(([family, { configs }]) =>
  Object.entries(configs).map(([type, read]) => [type, { family: family as FamilyName, read }] as const),
);
const byType = new Map(readers);

/** Every `model_type` that can be counted. */
export const modelTypes: readonly string[] = [...byType.keys()].sort();

/**
 * @param text the file's text
 * @throws FileError naming the field, its value and the limit
 */
export function readConfig(text: string): { family: FamilyName; modelType: string; shape: HyperParameters } {
  if (text.length > LARGEST) {
    throw new FileError(`config.json has ${text.length} characters; up to ${LARGEST} are read. It was not opened.`);
  }
  const content = readJson(text, 'config.json');
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new FileError('config.json must hold an object of named fields. It was not opened.');
  }
  const fields = content as Readonly<Record<string, unknown>>;
  const modelType = fields['model_type'];
  const known = `Known are: ${modelTypes.join(', ')}.`;
  if (modelType === undefined) throw new FileError(`config.json has no "model_type". ${known}`);
  const found = typeof modelType === 'string' ? byType.get(modelType) : undefined;
  if (typeof modelType !== 'string' || !found) {
    const shown = JSON.stringify(modelType).slice(0, 60);
    throw new FileError(`config.json has the "model_type" ${shown}, which cannot be counted here. ${known}`);
  }
  const shape = found.read(new ConfigReader(fields, modelType));
  const problem = shapeProblem(found.family, shape);
  if (problem) throw new FileError(`config.json: ${problem}`);
  return { family: found.family, modelType, shape };
}
