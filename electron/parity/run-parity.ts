import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { portable32, portable64 } from '../../core/engine/kernels/portable.ts';
import type { KernelSet, Precision } from '../../core/engine/kernels/kernels.ts';
import type { WasmKernels } from '../../core/engine/kernels/wasm/wasm-kernels.ts';
import { compareGenerated, GENERATED } from '../../core/parity/compare-generated.ts';
import { compareFile, type FileReport } from '../../core/parity/compare.ts';
import { Spreads } from '../../core/parity/conditioning.ts';
import { readGolden, type GoldenFile } from '../../core/parity/golden-file.ts';
import { isJudgedBySpread, isOutside, ROUNDINGS, type Comparison } from '../../core/parity/judge.ts';
import { loadKernels } from '../threads/load-kernels.ts';

const USAGE = `npm run parity -- [folder] [--allow-skip]

Runs every case of the golden files (*.json) of a folder on every set of kernels, and by the code generated for it where it is a
small network, and compares values, gradients, parameters
and optimizer state with PyTorch's. Without a folder: the project's own files.

  --allow-skip   files and cases of a kind that is not known do not fail the run`;

const READY_MS = 5000;

const OWN_GOLDENS = path.resolve(import.meta.dirname, '../../core/fixtures/golden');

/**
 * @param fastKernels every fast set of this machine
 * @returns the exit status: 1 when anything is outside its tolerance or was skipped, 2 when there is nothing to run
 */
export async function runParity(
  args: readonly string[],
  print: (line: string) => void,
  fastKernels: () => WasmKernels[] = allFastKernels,
): Promise<number> {
  const unknown = args.find((arg) => arg.startsWith('-') && arg !== '--allow-skip');
  if (unknown !== undefined) {
    print(unknown === '--help' ? USAGE : `Unknown option ${unknown}.\n\n${USAGE}`);
    return unknown === '--help' ? 0 : 2;
  }
  const folder = path.resolve(process.env['INIT_CWD'] ?? '.', args.find((arg) => !arg.startsWith('-')) ?? OWN_GOLDENS);
  const files = jsonFilesOf(folder);
  if (files.length === 0) {
    print(`No golden files (*.json) in ${folder}.`);
    return 2;
  }
  const fast = fastKernels();
  const sets: KernelSet[] = [portable64, portable32, ...fast];
  const total = { compared: 0, outside: 0, skipped: 0, judged: { float64: 0, float32: 0 } };
  for (let waited = 0; !fast.every((set) => set.isReady()) && waited < READY_MS; waited += 10) await wait(10);
  for (const file of files) {
    const golden = goldenOf(folder, file);
    if (typeof golden === 'string') {
      total.skipped++;
      print(`${file}: skipped: ${golden}`);
      continue;
    }
    const digests = new Map<string, string>();
    const spreads = new Spreads();
    const ways: Way[] = sets.map((kernels) => ({
      name: kernels.name,
      precision: kernels.precision,
      compare: () => compareFile(golden, kernels, spreads),
    }));
    ways.push({ name: GENERATED, precision: 'float64', compare: () => compareGenerated(golden, spreads) });
    for (const { name, precision, compare } of ways) {
      const report = compare();
      if (!report) continue; // no code is generated for what the file holds
      const outside = report.comparisons.filter(isOutside);
      total.compared += report.comparisons.length;
      total.outside += outside.length;
      total.skipped += report.skipped.length;
      const carried = report.comparisons.filter(isJudgedBySpread);
      total.judged[precision] += carried.length;
      print(lineOf(file, name, report));
      for (const { what, difference, tolerance, spread } of outside) {
        const cause = spread === undefined ? '' : ` (rounding alone carries it by ${shown(spread)})`;
        print(`    outside: ${what}: ${shown(difference)} > ${shown(tolerance)}${cause}`);
      }
      for (const { what, difference, usual, spread } of precision === 'float64' ? carried : []) {
        print(
          `    judged by its spread: ${what}: ${shown(difference)} > ${shown(usual!)} (rounding alone carries it by ${shown(spread!)})`,
        );
      }
      for (const reason of report.skipped) print(`    skipped: ${reason}`);
      const variant = name.replace(/, \d+ threads?/, '');
      const digest = digests.get(variant) ?? report.digest;
      digests.set(variant, digest);
      if (digest !== report.digest) {
        total.outside++;
        print('    outside: other bits than on one thread');
      }
    }
  }
  const allReady = fast.every((set) => set.isReady());
  for (const kernels of fast) kernels.release();
  if (!allReady) print('\nThe kernels\u2019 threads did not start: nothing was run on more than one.');
  const { float64, float32 } = total.judged;
  print(
    `\n${float64 + float32} beyond the usual tolerance and within ${ROUNDINGS} times what rounding alone does to the run: ${float64} in float64, ${float32} in float32`,
  );
  print(`${total.compared} compared, ${total.outside} outside tolerance`);
  const mayPass = total.skipped === 0 || args.includes('--allow-skip');
  return total.outside === 0 && mayPass && allReady ? 0 : 1;
}

/** A set of kernels, or the generated code. */
interface Way {
  readonly name: string;
  readonly precision: Precision;
  readonly compare: () => FileReport | null;
}

function jsonFilesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return []; // the caller says that there are none
  }
}

/** @returns the file, or why it cannot be read */
function goldenOf(folder: string, file: string): GoldenFile | string {
  try {
    return readGolden(readFileSync(path.join(folder, file), 'utf8'), file);
  } catch (error) {
    return (error as Error).message;
  }
}

/** With and without fused multiply-add where the machine has it, on 1, 2 and 4 threads, which must give the same bits. */
function allFastKernels(): WasmKernels[] {
  const sets = [1, 2, 4].map((threads) => loadKernels({ threads, dividesAlways: true }));
  const plain = loadKernels({ threads: 1, isPlain: true });
  return sets[0]!.name === plain.name ? sets : [...sets, plain];
}

function lineOf(file: string, kernels: string, { comparisons, illConditioned }: FileReport): string {
  const worst = comparisons.reduce<Comparison | null>(
    (found, next) => (found && share(found) >= share(next) ? found : next),
    null,
  );
  const left = illConditioned > 0 ? `; ${illConditioned} ill-conditioned snapshots left out` : '';
  const worstText = worst ? `worst ${shown(worst.difference)} of ${shown(worst.tolerance)} (${worst.what})` : 'nothing';
  const carried = comparisons.filter(isJudgedBySpread).length;
  const beyond = carried > 0 ? `; ${carried} within ${ROUNDINGS} times what rounding does to them` : '';
  return `${file}, ${kernels}: ${comparisons.length} compared, ${worstText}${beyond}${left}`;
}

const share = ({ difference, tolerance }: Comparison): number => difference / tolerance;
const shown = (value: number): string => value.toExponential(1);
