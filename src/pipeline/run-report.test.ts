import { describe, expect, it } from 'vitest'
import { day } from '../base/day.ts'
import type { CycleRun } from './begin.ts'
import { runReport } from './run-report.ts'

const run = (known: Partial<CycleRun> = {}): CycleRun => ({
  id: 'run1',
  cause: 'scheduled',
  localDate: day('2027-03-15'),
  status: 'finished',
  phase: 'done',
  lease: 3,
  cursor: 'c9',
  configurationVersion: 2,
  snapshot: null,
  error: null,
  customersTotal: 9,
  analyzed: 4,
  confirmed: 3,
  overtaken: 2,
  opened: 5,
  closed: 1,
  startedAt: new Date('2027-03-15T06:00:00.000Z'),
  finishedAt: new Date('2027-03-15T06:01:01.260Z'),
  ...known,
})

describe('the report of a run', () => {
  it('says what scripts rely on, and nothing of how it was kept', () => {
    expect(runReport(run())).toEqual({
      runId: 'run1',
      cause: 'scheduled',
      day: '2027-03-15',
      status: 'finished',
      customers: 9,
      analyzed: 4,
      confirmed: 3,
      overtaken: 2,
      opened: 5,
      closed: 1,
      seconds: 61.3,
    })
  })

  it('has no length while the run goes on', () => {
    expect(runReport(run({ status: 'running', finishedAt: null }))).toMatchObject({ status: 'running', seconds: null })
  })

  it('takes no time when it took none', () => {
    expect(runReport(run({ finishedAt: new Date('2027-03-15T06:00:00.000Z') })).seconds).toBe(0)
  })
})
