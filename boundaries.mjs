// Who may import whom (CONTRIBUTING.md has the table). Run by `npm run check` through dependency-cruiser;
// tools/boundaries.test.ts proves on a tree of seeded violations that every rule here fires.

const ui = '^src/(modules|businesses)/[^/]+/ui/'
const test = '[.]test[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
const boundaries = {
  forbidden: [
    {
      name: 'kernel-knows-no-business',
      comment: 'The kernel is usable without any module: turn the need round, or move the code.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^(src/(?!kernel/)|web/|simulator/|tools/|bench/)' },
    },
    {
      name: 'modules-know-no-business',
      comment: 'A capability serves any line of business: let the business submit commands and react to events.',
      severity: 'error',
      from: { path: '^src/modules/', pathNot: ui },
      to: { path: '^src/businesses/' },
    },
    {
      name: 'businesses-are-islands',
      comment: 'A line of business can be removed with its folder: what two share is a module.',
      severity: 'error',
      from: { path: '^src/businesses/([^/]+)/' },
      to: { path: '^src/businesses/', pathNot: '^src/businesses/$1/' },
    },
    {
      name: 'through-the-door',
      comment: "Import another module's index.ts; what is not exported there is its own affair.",
      severity: 'error',
      from: { path: '^src/(modules|businesses)/([^/]+)/' },
      to: {
        path: '^src/modules/([^/]+)/',
        pathNot: ['^src/$1/$2/', '^src/modules/[^/]+/index[.]ts$', '^src/modules/[^/]+/[^/]+/index[.]ts$'],
      },
    },
    {
      name: 'nobody-imports-the-app',
      comment: 'app/ puts the parts together: a part that needs it has the dependency the wrong way round.',
      severity: 'error',
      from: { pathNot: '^(src/app/|tools/|bench/|e2e/)' },
      to: { path: '^src/app/' },
    },
    {
      name: 'truth-stays-in-the-simulator',
      comment: 'The simulator knows what the town may only learn: no server or browser code reads it.',
      severity: 'error',
      from: { path: '^(src|web)/' },
      to: { path: '^simulator/' },
    },
    {
      name: 'ui-is-browser-safe',
      comment:
        "Screens import their own ui/, their module's contract.ts, web/kit, the .ts files of web/ and npm: nothing of the server.",
      severity: 'error',
      from: { path: '^src/(modules|businesses)/([^/]+)/ui/', pathNot: test },
      to: { path: '^(src/|web/)', pathNot: ['^src/$1/$2/(ui/|contract[.]ts$)', '^web/(kit/|[a-z0-9-]+[.]ts$)'] },
    },
    {
      name: 'ui-needs-no-node',
      comment: 'A browser has no node: modules.',
      severity: 'error',
      from: {
        path: ['^src/(modules|businesses)/[^/]+/(ui/|contract[.]ts$)', '^web/'],
        pathNot: [test, '^web/(dist/|vite[.]config)'],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-is-ui-free',
      comment: 'The server never loads a screen.',
      severity: 'error',
      from: { path: '^src/', pathNot: [ui, test] },
      to: { path: ['^src/(modules|businesses)/[^/]+/ui/', '^web/'] },
    },
    {
      name: 'no-module-cycles',
      comment: 'If two modules need each other, one of the needs is an event.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/(kernel|modules/[^/]+|businesses/[^/]+)$' },
      to: { circular: true },
    },
    {
      name: 'tests-are-not-imported',
      comment: 'What two tests share lives in fixtures.ts.',
      severity: 'error',
      from: {},
      to: { path: test },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that cannot be found is an import that no rule has looked at.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'product-runs-without-development-tools',
      comment: '`npm start` installs dependencies only.',
      severity: 'error',
      from: { path: '^src/', pathNot: [test, '[/.]fixtures[.]ts$', '^src/kernel/testing'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    // TypeScript 7 has no stable API; without a parser that works this tool sees no .ts file and reports success.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(data|files|web/dist[^/]*|screenshots)/|[.]module[.]css$|^virtual:' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}

export default boundaries
