import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

// The product against data that others have written. They are read where they lie, beside the project, and are no part of it.

const FOLDER = '../shared/data'

if (!existsSync(FOLDER)) {
  console.log(`skipped: ${FOLDER} is not there`)
} else {
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      'acceptance',
      '--reporter',
      'verbose',
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit', env: { ...process.env, RENUBU_ACCEPTANCE: '1' } },
  )
  process.exitCode = status ?? 1
}
