/** Builds everything that runs in a Node process of ours; the preload apart, since a sandboxed one must be CommonJS. */
import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

const external = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

export default defineConfig(({ mode }) => {
  const isPreload = mode === 'preload';
  const entries: Record<string, string> = isPreload
    ? { preload: 'preload/preload.ts' }
    : {
        main: 'main/main.ts',
        trainer: 'trainer/trainer.ts',
        cli: 'cli/cli.ts',
        parity: 'parity/parity.ts',
        'kernel-thread': 'threads/kernel-thread.ts',
        'sweep-worker': 'trainer/sweep-worker.ts',
      };
  return {
    root: import.meta.dirname,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: '../out/electron',
      emptyOutDir: !isPreload,
      target: 'node20',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        external,
        input: Object.fromEntries(
          Object.entries(entries).map(([name, file]) => [name, `${import.meta.dirname}/${file}`]),
        ),
        output: {
          format: isPreload ? ('cjs' as const) : ('es' as const),
          entryFileNames: isPreload ? '[name].cjs' : '[name].js',
          chunkFileNames: 'shared-[name]-[hash].js',
        },
      },
    },
    ssr: { noExternal: true as const },
  };
});
