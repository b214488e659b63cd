import { expect, test } from 'vitest'
import { summarize, totalsOf } from './ci-summary.ts'

const report = (suites: readonly (readonly string[])[], broken = 0) => {
  const tests = suites.flat()
  const count = (status: string) => tests.filter((each) => each === status).length
  return JSON.stringify({
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('pending'),
    numTodoTests: count('todo'),
    testResults: [
      ...suites.map((suite) => ({
        status: suite.includes('failed') ? 'failed' : 'passed',
        assertionResults: suite.map((status) => ({ status })),
      })),
      ...Array.from({ length: broken }, () => ({ status: 'failed', assertionResults: [] })),
    ],
  })
}

test('passed, failed and skipped tests are counted', () => {
  const totals = totalsOf(
    report([
      ['passed', 'passed', 'pending'],
      ['failed', 'todo'],
    ]),
  )
  expect(totals).toEqual({ passed: 2, failed: 1, skipped: 2 })
})

test('a suite that breaks before its first test is a failure', () => {
  expect(totalsOf(report([['passed']], 1))).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

const green = { passed: 3, failed: 0, skipped: 0 }

test.each([
  ['all is well', green, 0, 0, '3 passed, 0 failed, 0 skipped', 0],
  ['a check fails', green, 1, 0, '3 passed, 1 failed, 0 skipped', 1],
  ['a test fails', { passed: 2, failed: 1, skipped: 0 }, 0, 1, '2 passed, 1 failed, 0 skipped', 1],
  ['a check and a test fail', { passed: 2, failed: 1, skipped: 1 }, 1, 1, '2 passed, 2 failed, 1 skipped', 1],
  ['a rejection is handled by nobody', green, 0, 1, '3 passed, 1 failed, 0 skipped', 1],
  ['the runner leaves no report', undefined, 0, 1, '0 passed, 1 failed, 0 skipped', 1],
  ['no test is found', undefined, 0, 0, '0 passed, 1 failed, 0 skipped', 1],
])('when %s, the last line says so', (_, totals, checked, tested, last, exitCode) => {
  const summary = summarize(totals, { checked, tested })
  expect(summary.lines.at(-1)).toBe(last)
  expect(summary.exitCode).toBe(exitCode)
})
