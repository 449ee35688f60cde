/** `npm run parity -- [folder]`: every golden case on every set of kernels, against PyTorch's numbers. */
import { runParity } from './run-parity.ts';

process.exitCode = await runParity(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
