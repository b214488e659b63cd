import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { checkTree } from './check-tree.ts'

// Everything but the tests. Each step prints only when it fails; the table at the end says what ran and how long it took.

type Step = { readonly name: string; run(): Promise<{ readonly passed: boolean; readonly output: string }> }

const command = (name: string, words: readonly string[]): Step => ({
  name,
  run: () =>
    new Promise((resolve) => {
      const [program = '', ...rest] = words
      const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (part: Buffer) => (output += part.toString()))
      child.on('error', (error) => resolve({ passed: false, output: error.message }))
      child.on('close', (code) => resolve({ passed: code === 0, output }))
    }),
})

const cruised = ['src', 'test', 'scripts', 'e2e', 'sample', 'bench'].filter((folder) => existsSync(folder))

const steps: readonly Step[] = [
  command('types', ['tsc', '-p', 'tsconfig.json']),
  ...(existsSync('src/web/tsconfig.json')
    ? [command('types of the web app', ['tsc', '-p', 'src/web/tsconfig.json'])]
    : []),
  command('lint', ['eslint', '.', '--max-warnings', '0']),
  command('format', ['prettier', '--check', '--log-level', 'warn', '.']),
  command('import rules', ['depcruise', '--config', '.dependency-cruiser.mjs', ...cruised]),
  command('dead code', ['knip']),
  {
    name: 'tree',
    run: () => {
      const faults = checkTree('.')
      return Promise.resolve({
        passed: faults.length === 0,
        output: faults.map((fault) => `${fault.rule}: ${fault.where}: ${fault.says}`).join('\n'),
      })
    },
  },
]

type Outcome = { readonly name: string; readonly passed: boolean; readonly seconds: number }

const only = process.argv.slice(2)
const waiting = steps.filter((step) => only.length === 0 || only.includes(step.name))
const outcomes: Outcome[] = []

async function work(): Promise<void> {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const start = performance.now()
    const { passed, output } = await step.run()
    outcomes.push({ name: step.name, passed, seconds: (performance.now() - start) / 1000 })
    if (!passed) console.log(`\n── ${step.name} ──\n${output.trim()}\n`)
  }
}

if (waiting.length === 0) throw new Error(`No such check. There are: ${steps.map((step) => step.name).join(', ')}`)
// Two at a time: on two cores the typed linter and the compiler together take as long as the slower one.
await Promise.all([work(), work()])

console.log(
  outcomes
    .map(({ name, passed, seconds }) => `${passed ? 'passed' : 'FAILED'}  ${seconds.toFixed(1).padStart(6)} s  ${name}`)
    .join('\n'),
)
const failed = outcomes.filter(({ passed }) => !passed)
console.log(
  failed.length === 0
    ? '\nAll checks passed.'
    : `\n${String(failed.length)} of ${String(outcomes.length)} checks FAILED: ${failed.map(({ name }) => name).join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
