import { extname } from 'node:path';
import { countModel } from '../../../core/atlas/count.ts';
import { findModel, similarModels } from '../../../core/atlas/find-model.ts';
import { formulaText, substitute, symbolsOf, type Formula } from '../../../core/atlas/formula.ts';
import { bytesFor, formatBytes, memoryUses, type MemoryUseName } from '../../../core/atlas/memory.ts';
import type { Certainty } from '../../../core/atlas/model.ts';
import { readConfig } from '../../../core/atlas/read-config.ts';
import { countTensors, groups, runsOf, sharesOf, type BlockNode } from '../../../core/atlas/tree.ts';
import { treeOfDocument } from '../../../core/atlas/tree-of-document.ts';
import { readArguments, type Arguments } from '../arguments.ts';
import { CommandError, UsageError, type Command } from '../command.ts';
import { readBytes } from '../files.ts';
import { drawLanguagePreset, languagePresetOf } from '../language-model.ts';
import { modelHelpInShort, modelOptions, readModelOptions, refuseModelOptions } from '../model-options.ts';
import { openProject } from '../open-project.ts';
import { readingHelp, readingOptions, textReading } from '../open-text.ts';

interface Counted {
  readonly tree: BlockNode;
  readonly formula: Formula | null;
  readonly certainty: Certainty | null;
}

export const count: Command = {
  usage: 'count <model | config.json | project file | preset:NAME>',
  summary: 'Count parameters: of a known model by its name, of a config.json, or of a network of yours.',
  options: [
    ['--data file.txt|corpus:NAME', 'of a ready language model: the text whose vocabulary it has'],
    ...readingHelp,
    ...modelHelpInShort,
    ['--json', 'print it as one line of JSON'],
  ],
  run: async (args, { out }) => {
    const known = { data: 'text', ...readingOptions, ...modelOptions, json: 'switch' } as const;
    const given = readArguments(args, known, ['model | config.json | project file | preset:NAME']);
    const counted = await countSource(given);
    out(given.isSet('json') ? `${JSON.stringify(asJson(counted))}\n` : asText(counted));
  },
};

async function countSource(given: Arguments): Promise<Counted> {
  const source = given.positionals[0]!;
  const preset = languagePresetOf(source);
  if (preset) {
    const model = readModelOptions(given, preset);
    const drawn = await drawLanguagePreset(preset, { data: given.text('data'), reading: textReading(given), model });
    return { tree: treeOfDocument(source, drawn), formula: null, certainty: null };
  }
  refuseModelOptions(given);
  if (given.text('data') !== null)
    throw new UsageError('--data is for a ready language model, preset:NAME. Leave it out.');
  if (source.startsWith('preset:') || extname(source) === '.weightroom') {
    const { document } = await openProject(source);
    return { tree: treeOfDocument(source, document), formula: null, certainty: null };
  }
  if (extname(source) === '.json') {
    const { family, modelType, shape } = readConfig(new TextDecoder().decode(await readBytes(source)));
    return { ...countModel(`${source} (${modelType})`, family, shape), certainty: null };
  }
  const model = findModel(source);
  if (model) return { ...countModel(model.name, model.family, model.shape), certainty: model.certainty };
  const near = similarModels(source).map(({ id }) => id);
  throw new CommandError(
    `There is no known model "${source}". Did you mean ${near.slice(0, -1).join(', ')} or ${near.at(-1)}? A config.json, a .weightroom project or preset:NAME can be counted too.`,
  );
}

function asJson({ tree, formula, certainty }: Counted): Readonly<Record<string, unknown>> {
  const symbols = formula && symbolsOf(formula);
  return {
    model: tree.name,
    total: tree.count,
    active: tree.active,
    certainty: certainty?.kind ?? 'exact',
    note: certainty ? noteOf(certainty) : null,
    tensors: countTensors(tree),
    shares: Object.fromEntries(sharesOf(tree).map(({ group, count: size }) => [group, size])),
    blocks: runsOf(tree).map(({ name, times, node }) => ({ name, times, count: node.count })),
    formula: formula && formulaText(formula),
    formulaWithNumbers: formula && substitute(formulaText(formula), symbols!, String),
    symbols,
    bytes: Object.fromEntries(uses.map((use) => [use, bytesFor(use, tree.count)])),
  };
}

function asText({ tree, formula, certainty }: Counted): string {
  const about = certainty?.kind === 'about' ? 'about ' : '';
  const lines = [
    tree.name,
    `  ${about}${grouped(tree.count)} parameters in ${grouped(countTensors(tree))} tensors`,
    ...(tree.active === tree.count ? [] : [`  ${grouped(tree.active)} of them compute one token`]),
    ...(certainty && noteOf(certainty) ? [`  ${noteOf(certainty)}`] : []),
    '',
    'Where they live',
    ...table(
      sharesOf(tree).map(({ group, count: size }) => [
        groups[group],
        grouped(size),
        `${((100 * size) / tree.count).toFixed(3)} %`,
      ]),
    ),
    '',
    'Blocks',
    ...table(
      runsOf(tree).map(({ name, times, node }) => [
        name,
        times > 1 ? `${times} x ${grouped(node.count)}` : grouped(node.count),
        times > 1 ? `= ${grouped(times * node.count)}` : '',
      ]),
    ),
    ...(formula ? ['', 'Formula', ...formulaLines(formula)] : []),
    '',
    'Memory for the parameters alone',
    ...table(
      uses.map((use) => [
        memoryUses[use].title,
        formatBytes(bytesFor(use, tree.count)),
        `(${memoryUses[use].convention})`,
      ]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const uses = Object.keys(memoryUses) as MemoryUseName[];

function noteOf(certainty: Certainty): string | null {
  if (certainty.kind === 'about') return certainty.why;
  return certainty.kind === 'exact' ? (certainty.note ?? null) : null;
}

function formulaLines(formula: Formula): string[] {
  const symbols = symbolsOf(formula);
  return [
    ...formula.terms.map(({ label, text }) => `  ${label}: ${text}\n    = ${substitute(text, symbols, grouped)}`),
    ...Object.entries(formula.derived).map(
      ([symbol, text]) => `  where ${symbol} = ${text} = ${grouped(symbols[symbol]!)}`,
    ),
  ];
}

function table(rows: readonly (readonly [string, string, string])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows.map(([a, b, c]) => `  ${a.padEnd(widths[0]!)}  ${b.padStart(widths[1]!)}  ${c}`.trimEnd());
}

/** 70,553,706,496 */
const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
