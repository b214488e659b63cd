// Who may import whom. Each rule is one sentence of ARCHITECTURE.md, and scripts/import-rules.test.ts plants a fault for each of them.

const STAGES = ['ingest', 'analyze', 'determine', 'assign', 'prioritize', 'queue', 'compose', 'execute', 'learn']

// From the ground up. A layer may import those below it, never one above.
const LAYERS = [
  ['base'],
  ['platform'],
  ['access'],
  ['spine'],
  ['ai'],
  ['stages'],
  ['configuration'],
  ['notify', 'operate', 'views'],
  ['pipeline'],
  ['tasks', 'api'],
  ['worker', 'main'],
  ['commands'],
  ['cli'],
]

const TEST = '\\.test\\.tsx?$'
const EDGE_SUFFIX = '\\.(store|job|routes)\\.ts$'
const PURE = '^src/(stages|spine)/[^.]+(\\.contract|\\.defaults)?\\.ts$'

// Libraries that compute and do nothing else.
const PURE_LIBRARIES = ['zod', 'liquidjs', '@marcbachmann/cel-js', 'vader-sentiment', 'ml-matrix']
// Node's own modules that neither read nor write.
const PURE_NODE = ['crypto', 'util', 'path', 'string_decoder', 'buffer', 'url']

const folder = (name) => `^src/${name}(/|\\.ts$)`
const anyOf = (names) => `^src/(${names.join('|')})(/|\\.ts$)`
const library = (names) => `(^|/)node_modules/(${names.join('|')})/`

const layerRules = LAYERS.slice(1, -1).flatMap((names, index) =>
  names.map((name) => ({
    name: `layer-${name}`,
    comment: `src/${name} lies below what it imports. Turn the import round, or hand it in as a parameter.`,
    severity: 'error',
    from: { path: folder(name), pathNot: TEST },
    to: { path: anyOf(LAYERS.slice(index + 2).flat()) },
  })),
)

const stageRules = STAGES.slice(0, -1).map((stage, index) => ({
  name: `stage-order-${stage}`,
  comment: `A stage knows the stages before it, never after it; src/pipeline.ts joins them.`,
  severity: 'error',
  from: { path: `^src/stages/${stage}/`, pathNot: TEST },
  to: { path: `^src/stages/(${STAGES.slice(index + 1).join('|')})/` },
}))

const pureRules = [
  {
    name: 'pure-imports-pure',
    comment:
      'A file without a suffix decides and performs nothing: it must not know a store, a job, a route or the platform.',
    severity: 'error',
    from: { path: PURE },
    to: {
      path: [
        EDGE_SUFFIX,
        anyOf(['platform', 'access', 'ai', 'notify', 'operate', 'views', 'commands', 'pipeline', 'main', 'cli']),
      ],
      // Shapes that cross HTTP are made of the shapes of HTTP.
      pathNot: '^src/platform/http/[^/]+\\.contract\\.ts$',
    },
  },
  {
    name: 'pure-libraries-only',
    comment: 'A file without a suffix may use libraries that only compute; the list is in this file.',
    severity: 'error',
    from: { path: PURE },
    to: {
      dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'],
      pathNot: library(PURE_LIBRARIES),
    },
  },
  {
    name: 'pure-no-io',
    comment: 'A file without a suffix reads no file and opens no socket.',
    severity: 'error',
    from: { path: PURE },
    to: { dependencyTypes: ['core'], pathNot: `^(node:)?(${PURE_NODE.join('|')})$` },
  },
]

const ownerRules = [
  {
    name: 'one-owner-of-a-stage',
    comment: 'A stage’s store is touched by its own stage alone. Ask its pure shapes, or read by a view.',
    severity: 'error',
    from: { path: '^src/stages/([^/]+)/', pathNot: TEST },
    to: { path: '^src/stages/[^/]+/.*\\.store\\.ts$', pathNot: '^src/stages/$1/' },
  },
  {
    name: 'one-owner-outside-stages',
    comment:
      'Outside the stages only the pipeline, which joins them in one transaction, may touch a stage’s store. Screens read by src/views.',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/stages/', folder('pipeline'), TEST] },
    to: { path: '^src/stages/.*\\.store\\.ts$' },
  },
]

const webRules = [
  {
    name: 'web-sees-contracts',
    comment: 'The browser knows src/base, contracts and itself. What it needs besides comes over HTTP.',
    severity: 'error',
    from: { path: '^src/web/' },
    to: { path: '^(src|test|db|sample)/', pathNot: ['^src/(web|base)/', '\\.contract\\.ts$'] },
  },
  {
    name: 'web-features-apart',
    comment: 'One feature of the web never imports another. What both need lives in src/web/ui or src/web/api.',
    severity: 'error',
    from: { path: '^src/web/features/([^/]+)/' },
    to: { path: '^src/web/features/', pathNot: '^src/web/features/$1/' },
  },
  {
    name: 'web-ui-without-domain',
    comment: 'src/web/ui draws; it knows no customer and no queue. Its tests are given a window like those of pages.',
    severity: 'error',
    from: { path: '^src/web/ui/', pathNot: '[.]test[.]tsx$' },
    to: { path: '^src/', pathNot: '^src/(web/ui|base)/' },
  },
  {
    name: 'server-without-web',
    comment: 'The server serves the built web app as files and knows nothing of its code.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/web/' },
    to: { path: '^src/web/' },
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'base-imports-nothing',
      comment: 'src/base is words without a domain. It stands alone.',
      severity: 'error',
      from: { path: '^src/base/', pathNot: TEST },
      to: { pathNot: '^src/base/' },
    },
    ...layerRules,
    ...stageRules,
    ...pureRules,
    ...ownerRules,
    ...webRules,
    {
      name: 'no-cycle',
      comment: 'Two files that import each other are one file, or one of them holds a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'Nobody imports this file and nothing starts it.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: [TEST, '\\.d\\.ts$', '^src/cli\\.ts$', '^src/web/public/', '^src/web/vite\\.config\\.ts$'],
      },
      to: {},
    },
    {
      name: 'no-test-in-product',
      comment: 'What ships never imports what tests it.',
      severity: 'error',
      from: { path: '^(src|bin|sample)/', pathNot: TEST },
      to: { path: ['^(test|e2e)/', TEST] },
    },
    {
      name: 'no-dev-dependency-on-server',
      comment: 'An install without development packages must still run the server.',
      severity: 'error',
      from: { path: '^(src|sample)/', pathNot: ['^src/web/', TEST] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-unlisted-package',
      comment: 'A package that package.json does not name is there by accident.',
      severity: 'error',
      from: { path: '^(src|sample|scripts|test|e2e)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'The imported file is not there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.renubu)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
