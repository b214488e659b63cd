import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import { afterAll, describe, expect, test } from 'vitest'

const project = resolve(import.meta.dirname, '..')
const { default: configuration } = (await import(join(project, '.dependency-cruiser.mjs'))) as {
  default: { forbidden: readonly { name: string }[]; options: ICruiseOptions }
}

// A tree that obeys every rule, and has something on each side of each of them.
const CLEAN = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { zod: '*', fastify: '*' },
    devDependencies: { vitest: '*', 'fast-check': '*' },
  }),
  'src/base/day.ts': '',
  'src/platform/postgres.ts': "import '../base/day.ts'",
  'src/access/users.store.ts': "import '../platform/postgres.ts'",
  'src/spine/execution.ts': "import '../base/day.ts'\nimport 'zod'",
  'src/spine/execution.store.ts': "import './execution.ts'\nimport '../platform/postgres.ts'",
  'src/ai/provider.ts': "import '../spine/execution.ts'",
  'src/stages/ingest/record.ts': "import '../../base/day.ts'",
  'src/stages/ingest/record.store.ts': "import './record.ts'\nimport '../../access/users.store.ts'",
  'src/stages/analyze/health.ts':
    "import './trend.ts'\nimport '../ingest/record.ts'\nimport { createHash } from 'node:crypto'\nexport { createHash }",
  'src/stages/analyze/trend.ts': "import '../../base/day.ts'",
  'src/stages/analyze/health.contract.ts': "import 'zod'",
  'src/stages/analyze/health.job.ts': "import './health.ts'\nimport './health.contract.ts'\nimport 'node:fs'",
  'src/stages/determine/rules.ts': "import '../analyze/health.ts'",
  'src/stages/assign/owner.ts': "import '../determine/rules.ts'",
  'src/stages/prioritize/score.ts': "import '../assign/owner.ts'",
  'src/stages/queue/order.ts': "import '../prioritize/score.ts'",
  'src/stages/compose/steps.ts': "import '../queue/order.ts'",
  'src/stages/execute/transition.ts': "import '../compose/steps.ts'",
  'src/stages/learn/outcome.ts': "import '../execute/transition.ts'",
  'src/configuration.ts': "import './stages/analyze/health.ts'",
  'src/notify/inbox.ts': "import '../stages/learn/outcome.ts'",
  'src/operate/doctor.ts': "import '../platform/postgres.ts'",
  'src/views/today.ts': "import '../spine/execution.store.ts'",
  'src/pipeline.ts':
    "import './stages/ingest/record.store.ts'\nimport './stages/analyze/health.job.ts'\nimport 'fastify'",
  'src/tasks.ts': "import './pipeline.ts'",
  'src/api.ts': "import './views/today.ts'",
  'src/worker.ts': "import './tasks.ts'",
  'src/commands/run.ts': "import '../pipeline.ts'\nimport '../worker.ts'\nimport '../main.ts'",
  'src/main.ts':
    "import './views/today.ts'\nimport './operate/doctor.ts'\nimport './notify/inbox.ts'\nimport './ai/provider.ts'",
  'src/cli.ts': "import './commands/run.ts'",
  'src/web/main.tsx': "import './features/today/page.tsx'\nimport './features/queue/page.tsx'",
  'src/web/features/today/page.tsx':
    "import '../../ui/figure.tsx'\nimport '../../../stages/analyze/health.contract.ts'",
  'src/web/features/queue/page.tsx': "import '../../ui/figure.tsx'",
  'src/web/ui/figure.tsx': "import '../../base/day.ts'",
  'test/database.ts': '',
  'src/base/day.test.ts': "import './day.ts'\nimport 'vitest'\nimport '../../test/database.ts'",
}

/** For each rule a line that breaks it and no other: in this file, this import. */
const FAULTS: readonly (readonly [rule: string, file: keyof typeof CLEAN | (string & {}), line: string])[] = [
  ['base-imports-nothing', 'src/base/day.ts', "import 'zod'"],
  ['layer-platform', 'src/platform/postgres.ts', "import '../spine/execution.ts'"],
  ['layer-access', 'src/access/users.store.ts', "import '../stages/ingest/record.ts'"],
  ['layer-spine', 'src/spine/execution.store.ts', "import '../stages/ingest/record.ts'"],
  ['layer-ai', 'src/ai/provider.ts', "import '../stages/ingest/record.ts'"],
  ['layer-stages', 'src/stages/analyze/health.job.ts', "import '../../views/today.ts'"],
  ['layer-configuration', 'src/configuration.ts', "import './views/today.ts'"],
  ['layer-notify', 'src/notify/inbox.ts', "import '../pipeline.ts'"],
  ['layer-operate', 'src/operate/doctor.ts', "import '../pipeline.ts'"],
  ['layer-views', 'src/views/today.ts', "import '../pipeline.ts'"],
  ['layer-pipeline', 'src/pipeline.ts', "import './main.ts'"],
  ['layer-tasks', 'src/tasks.ts', "import './worker.ts'"],
  ['layer-api', 'src/api.ts', "import './main.ts'"],
  ['layer-worker', 'src/worker.ts', "import './commands/run.ts'"],
  ['layer-main', 'src/main.ts', "import './cli.ts'"],
  ['layer-commands', 'src/commands/run.ts', "import '../cli.ts'"],
  ['stage-order-ingest', 'src/stages/ingest/record.ts', "import '../learn/outcome.ts'"],
  ['stage-order-analyze', 'src/stages/analyze/health.ts', "import '../determine/rules.ts'"],
  ['stage-order-determine', 'src/stages/determine/rules.ts', "import '../assign/owner.ts'"],
  ['stage-order-assign', 'src/stages/assign/owner.ts', "import '../prioritize/score.ts'"],
  ['stage-order-prioritize', 'src/stages/prioritize/score.ts', "import '../queue/order.ts'"],
  ['stage-order-queue', 'src/stages/queue/order.ts', "import '../compose/steps.ts'"],
  ['stage-order-compose', 'src/stages/compose/steps.ts', "import '../execute/transition.ts'"],
  ['stage-order-execute', 'src/stages/execute/transition.ts', "import '../learn/outcome.ts'"],
  ['pure-imports-pure', 'src/stages/ingest/record.ts', "import '../../platform/postgres.ts'"],
  ['pure-imports-pure', 'src/stages/analyze/health.ts', "import './health.job.ts'"],
  ['pure-imports-pure', 'src/stages/analyze/health.contract.ts', "import '../../spine/execution.store.ts'"],
  ['pure-libraries-only', 'src/stages/analyze/health.ts', "import 'fastify'"],
  ['pure-no-io', 'src/stages/analyze/health.ts', "import 'node:fs'"],
  ['pure-no-io', 'src/spine/execution.ts', "import 'node:http'"],
  ['one-owner-of-a-stage', 'src/stages/analyze/health.job.ts', "import '../ingest/record.store.ts'"],
  ['one-owner-outside-stages', 'src/views/today.ts', "import '../stages/ingest/record.store.ts'"],
  ['web-sees-contracts', 'src/web/features/today/page.tsx', "import '../../../stages/analyze/health.ts'"],
  ['web-features-apart', 'src/web/features/today/page.tsx', "import '../queue/page.tsx'"],
  ['web-ui-without-domain', 'src/web/ui/figure.tsx', "import '../../stages/analyze/health.contract.ts'"],
  ['server-without-web', 'src/main.ts', "import './web/main.tsx'"],
  ['no-cycle', 'src/stages/analyze/trend.ts', "import './health.ts'"],
  ['no-orphan', 'src/base/lonely.ts', ''],
  ['no-test-in-product', 'src/stages/analyze/health.job.ts', "import '../../../test/database.ts'"],
  ['no-dev-dependency-on-server', 'src/pipeline.ts', "import 'fast-check'"],
  ['no-unlisted-package', 'src/pipeline.ts', "import 'pg'"],
  ['no-unresolvable', 'src/pipeline.ts', "import './nowhere.ts'"],
]

const roots: string[] = []
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true })
})

function plant(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'renubu-imports-')))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), `${text}\n`)
  }
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'))
  return root
}

async function rulesBroken(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { output } = await cruise(['src', 'test'], {
    ...configuration.options,
    baseDir: plant(files),
    validate: true,
    ruleSet: { forbidden: configuration.forbidden },
  } as ICruiseOptions)
  return (output as ICruiseResult).summary.violations.map((violation) => violation.rule.name)
}

describe('the import rules', () => {
  test('are silent about a tree that obeys them', async () => {
    expect(await rulesBroken(CLEAN)).toEqual([])
  })

  test.each(FAULTS)('%s reports a fault planted in %s: %s', async (rule, file, line) => {
    const files: Record<string, string> = { ...CLEAN }
    files[file] = `${files[file] ?? ''}\n${line}`
    // Turning an arrow round often closes a circle too; that is the same fault seen twice.
    const broken = (await rulesBroken(files)).filter((name) => name === rule || name !== 'no-cycle')
    expect(new Set(broken)).toEqual(new Set([rule]))
  })

  test('have a planted fault each', () => {
    expect(new Set(FAULTS.map(([rule]) => rule))).toEqual(new Set(configuration.forbidden.map((rule) => rule.name)))
  })
})
