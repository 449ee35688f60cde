/**
 * What the benchmarks take of the core as one file of JavaScript each, made by what makes the app: the app too runs compiled
 * code, and an engine that strips types while it loads holds some 30 MB for it.
 */
import path from 'node:path';
import { builtinModules } from 'node:module';
import { build } from 'vite';

/** As many folders deep as the source, so that both find out/electron/ by the same relative address. */
const target = path.resolve(import.meta.dirname, '../out/bench');

export const buildContender = () => buildFile('contenders/weightroom');
export const buildCoreSide = () => buildFile('window/core-side');

async function buildFile(name) {
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: path.join(target, path.dirname(name)),
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
        input: path.join(import.meta.dirname, `${name}.mjs`),
        output: { format: 'es', entryFileNames: `${path.basename(name)}.js` },
      },
    },
    ssr: { noExternal: true },
  });
}
