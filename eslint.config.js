import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

const ambient = [
  'exp',
  'expm1',
  'log',
  'log1p',
  'log2',
  'log10',
  'tanh',
  'sinh',
  'cosh',
  'sin',
  'cos',
  'tan',
  'pow',
  'random',
];

export default defineConfig(
  globalIgnores([
    'vitest.config.ts',
    'out',
    'release',
    'node_modules',
    'test-results',
    'coverage',
    'core/engine/kernels/wasm/assembly', // AssemblyScript: its own compiler checks it
  ]),
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        project: [
          'core/tsconfig.test.json',
          'electron/tsconfig.json',
          'electron/preload/tsconfig.json',
          'renderer/tsconfig.json',
          'e2e/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'no-undef': 'off', // TypeScript knows
      '@typescript-eslint/no-unused-expressions': 'off', // reading a rune in an effect is an expression
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off', // indices that a loop has bounded
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // Props of components are any to this parser; svelte-check knows their types.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'svelte/no-useless-mustaches': 'off', // keep spaces that markup would drop
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-dom-manipulating': 'off',
    },
  },
  {
    files: ['core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...ambient.map((property) => ({
          object: 'Math',
          property,
          message: 'Not the same bits on every engine: use core/tensor.',
        })),
      ],
      'no-restricted-globals': ['error', 'Date', 'performance', 'fetch', 'window', 'document', 'process'],
      'no-restricted-syntax': [
        'error',
        { selector: "BinaryExpression[operator='**']", message: 'Not the same bits on every engine.' },
      ],
    },
  },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], ...ts.configs.disableTypeChecked },
);
