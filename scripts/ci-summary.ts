import { readFileSync } from 'node:fs'

// node scripts/ci-summary.ts RESULTS CHECKED TESTED: the last lines of .ci/run.
// RESULTS is vitest's JSON report; CHECKED and TESTED are the exit codes of the checks and of the tests.

export type Totals = { readonly passed: number; readonly failed: number; readonly skipped: number }

/** Reads vitest's JSON report. A suite that broke before its first test counts as one failure. Throws when the text is no report. */
export function totalsOf(report: string): Totals {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(report) as Report
  const brokenSuites = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some(isFailed),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenSuites.length,
    skipped: numPendingTests + numTodoTests,
  }
}

type Report = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

const isFailed = ({ status }: { readonly status: string }): boolean => status === 'failed'

/**
 * The lines to print and the exit code. Every failed check, and a run of tests that failed without a failed test
 * (an unhandled rejection, a crash), is one failure more.
 */
export function summarize(
  totals: Totals | undefined,
  codes: { readonly checked: number; readonly tested: number },
): Summary {
  const counted = totals ?? { passed: 0, failed: 0, skipped: 0 }
  const lines: string[] = []
  let failed = counted.failed
  if (codes.checked !== 0) {
    failed += 1
    lines.push('npm run check failed; it counts as one.')
  }
  if (codes.tested !== 0 && counted.failed === 0) {
    failed += 1
    lines.push('npm test failed outside any test; it counts as one.')
  }
  if (codes.tested === 0 && counted.passed === 0) {
    failed += 1
    lines.push('No test ran; that counts as one failure.')
  }
  lines.push(`${String(counted.passed)} passed, ${String(failed)} failed, ${String(counted.skipped)} skipped`)
  return { lines, exitCode: failed === 0 ? 0 : 1 }
}

export type Summary = { readonly lines: readonly string[]; readonly exitCode: number }

function read(path: string): Totals | undefined {
  try {
    return totalsOf(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

if (import.meta.main) {
  const [path = '', checked = '1', tested = '1'] = process.argv.slice(2)
  const { lines, exitCode } = summarize(read(path), { checked: Number(checked), tested: Number(tested) })
  console.log(lines.join('\n'))
  process.exitCode = exitCode
}
