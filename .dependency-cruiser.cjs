/** Who may import whom: docs/architecture.md, held by a machine. Type-only imports may also look upwards within core. */
const coreLayers = [
  ['settings', 'tensor'],
  ['engine', 'nn', 'optim', 'data', 'text'],
  ['document', 'compile'],
  ['training', 'formats', 'presets', 'explain', 'atlas'],
  ['protocol'],
];
const namesOf = (layers) => layers.flat().join('|');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...coreLayers.slice(0, -1).map((layer, i) => ({
      name: `core-${layer.join('-')}-looks-down`,
      severity: 'error',
      from: { path: `^core/(${layer.join('|')})/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: `^core/(${namesOf(coreLayers.slice(i + 1))})/`,
        // What a drawing and a compiled network look like is agreed vocabulary; the engine runs networks.
        pathNot: '^core/(document/document|document/problem|compile/compile)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    })),
    { name: 'core-is-alone', severity: 'error', from: { path: '^core/' }, to: { path: '^(electron|renderer|e2e)/' } },
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-needs-two-packages',
      severity: 'error',
      from: { path: '^core/', pathNot: '\\.test\\.ts$|/fixtures/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(@types/)?(valibot|papaparse)/' },
    },
    {
      name: 'processes-stay-apart',
      severity: 'error',
      from: { path: '^electron/(main|preload|trainer|cli)/' },
      to: { path: '^electron/(main|preload|trainer|cli)/', pathNot: '^electron/$1/' },
    },
    {
      name: 'page-without-electron',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/|node_modules/electron/' },
    },
    {
      name: 'page-without-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '(\\.test|vite\\.config)\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'ui-knows-nothing',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^(core|renderer/(?!ui/))' },
    },
    {
      name: 'platform-only-through-state',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '^renderer/(state|platform)/|^renderer/App\\.svelte$' },
      to: { path: '^renderer/platform/' },
    },
    {
      name: 'e2e-sees-no-source',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^(core|electron|renderer)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|release)/|\\?raw$' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.svelte', '.mjs', '.js'] },
  },
};
