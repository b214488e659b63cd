import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCommandLine } from '../cli.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'renubu-vectors-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
  process.exitCode = undefined
})

const put = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))

/** Runs the command as a script does: what stands on stdout, and how it ended. */
async function rules(...words: string[]): Promise<{ readonly code: number; readonly stdout: string }> {
  let stdout = ''
  const listen = (text: string | Uint8Array): boolean => ((stdout += String(text)), true)
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(listen),
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true),
  ]
  const streams = { stdout: { write: listen }, stderr: { write: () => true } }
  try {
    const answered = await runCommandLine(['lab', 'rules', '--vectors', folder, ...words], streams)
    return { code: Math.max(answered, Number(process.exitCode ?? 0)), stdout }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

type Report = { readonly file: string; readonly cases: number; readonly failed: readonly { readonly case: number }[] }
const reported = async () => {
  const { code, stdout } = await rules('--json')
  return { code, reports: JSON.parse(stdout) as Report[] }
}

/** Stages as they are drawn: up to seven days emergency, and so on. */
function stageAt(days: number): string {
  const bands = [
    [7, 'emergency'],
    [14, 'critical'],
    [30, 'urgent'],
    [60, 'finalize'],
    [90, 'negotiate'],
    [120, 'active'],
    [180, 'prepare'],
  ] as const
  return bands.find(([until]) => days <= until)?.[1] ?? 'strategic'
}

function fourStageAt(days: number, risk: number): string {
  if (days <= 6 && risk > 70) return 'emergency'
  return days <= 30 ? 'critical' : days <= 179 ? 'prepare' : 'monitor'
}

const RENEWAL_WORKFLOWS: Readonly<Record<string, string>> = {
  emergency: 'emergency-retention',
  critical: 'critical-intervention',
  urgent: 'urgent-action',
  finalize: 'contract-finalization',
  negotiate: 'negotiation-prep',
  active: 'standard-renewal',
  prepare: 'renewal-preparation',
}

type Account = {
  readonly riskScore: number
  readonly opportunityScore: number
  readonly daysUntilRenewal: number | null
  readonly accountPlan: string
}

/** The matrix as it is drawn; without a date there is no renewal, nothing strategic, and nothing is in band. */
function dueFor({ riskScore, opportunityScore, daysUntilRenewal: days, accountPlan }: Account): string[] {
  const band = days !== null && days <= 120 ? 'in-band' : 'out-of-band'
  const strategic = accountPlan === 'invest' || accountPlan === 'expand'
  return [
    ...(riskScore >= 70 ? [`${band}-risk`] : []),
    ...(opportunityScore >= 60 ? [`${band}-opportunity`] : []),
    ...(days !== null && days <= 180 ? [RENEWAL_WORKFLOWS[stageAt(days)] ?? ''] : []),
    ...(days !== null && days > 180 && strategic ? ['strategic-planning'] : []),
  ].sort()
}

const DAYS = Array.from({ length: 420 }, (_, index) => index - 30)

describe('vectors of anybody’s own', () => {
  it('hold for every day of a year and more: stage and overdue', async () => {
    put('renewal-stage.json', {
      cases: DAYS.map((days) => ({ daysUntilRenewal: days, stage: stageAt(days), overdue: days < 0 })),
    })
    expect(await reported()).toEqual({ code: 0, reports: [{ file: 'renewal-stage.json', cases: 420, failed: [] }] })
  })

  it('hold for the four stages at every day and either side of the risk', async () => {
    const cases = DAYS.flatMap((days) =>
      [0, 70, 70.01, 100].map((riskScore) => ({
        daysUntilRenewal: days,
        riskScore,
        stage: fourStageAt(days, riskScore),
      })),
    )
    put('renewal-stage-four.json', { cases })
    expect((await reported()).reports).toEqual([{ file: 'renewal-stage-four.json', cases: cases.length, failed: [] }])
  })

  it('hold for the whole matrix, whatever order its workflows are written in', async () => {
    const cases = [null, -40, 0, 7, 8, 14, 15, 30, 31, 60, 61, 90, 91, 120, 121, 180, 181, 900].flatMap((days) =>
      [0, 69.99, 70, 100].flatMap((riskScore) =>
        [0, 59.99, 60, 100].flatMap((opportunityScore) =>
          ['invest', 'expand', 'manage', 'monitor'].map((accountPlan, index) => {
            const account = { riskScore, opportunityScore, daysUntilRenewal: days, accountPlan }
            const due = dueFor(account)
            return { ...account, workflows: index % 2 === 0 ? due : due.toReversed() }
          }),
        ),
      ),
    )
    put('determination.json', { about: 'all of it', cases })
    expect((await reported()).reports).toEqual([{ file: 'determination.json', cases: 1152, failed: [] }])
  })

  it('count days by the calendar of the zone, over the nights that are an hour short or long', async () => {
    const day = (now: string, timeZone: string, renewalDate: string, daysUntilRenewal: number) => ({
      now,
      timeZone,
      renewalDate,
      daysUntilRenewal,
    })
    put('days-until-renewal.json', {
      cases: [
        day('2027-03-27T23:30:00Z', 'Europe/Berlin', '2027-03-29', 1),
        day('2027-03-28T22:30:00Z', 'Europe/Berlin', '2027-03-29', 0),
        day('2027-10-30T21:59:59Z', 'Europe/Berlin', '2027-11-01', 2),
        day('2027-10-31T23:30:00+01:00', 'Europe/Berlin', '2027-11-01', 1),
        day('2027-03-14T06:59:00Z', 'America/Los_Angeles', '2027-03-15', 2),
        day('2027-12-31T10:00:00Z', 'Pacific/Kiritimati', '2028-01-01', 0),
        day('2027-12-31T10:00:00Z', 'Pacific/Pago_Pago', '2028-01-01', 2),
        day('2028-02-28T12:00:00Z', 'UTC', '2028-03-01', 2),
        day('2027-01-10T12:00:00Z', 'UTC', '2026-12-31', -10),
      ],
    })
    expect((await reported()).reports[0]).toMatchObject({ cases: 9, failed: [] })
  })

  it('end with 1 when one case of one file fails, and say which', async () => {
    put('renewal-stage.json', {
      cases: DAYS.map((days) => ({ daysUntilRenewal: days, stage: stageAt(days === 8 ? 7 : days), overdue: days < 0 })),
    })
    put('renewal-stage-four.json', { cases: [{ daysUntilRenewal: 6, riskScore: 71, stage: 'emergency' }] })
    const { code, reports } = await reported()
    expect(code).toBe(1)
    expect(reports.map(({ file, failed }) => [file, failed.map((each) => each.case)])).toEqual([
      ['renewal-stage-four.json', []],
      ['renewal-stage.json', [39]],
    ])
  })

  it('with more in a case than the rule asks for are read all the same', async () => {
    put('renewal-stage.json', {
      cases: [{ id: 'x', note: 'on the edge', daysUntilRenewal: 7, stage: 'emergency', overdue: false }],
    })
    expect((await reported()).reports[0]?.failed).toEqual([])
  })

  it('saved with a mark at their beginning are read', async () => {
    put(
      'renewal-stage.json',
      `\uFEFF${JSON.stringify({ cases: [{ daysUntilRenewal: 7, stage: 'emergency', overdue: false }] })}`,
    )
    expect((await reported()).code).toBe(0)
  })
})

describe('a file that is none', () => {
  const CASE = { daysUntilRenewal: 7, stage: 'emergency', overdue: false }
  it.each<[string, string, unknown, RegExp]>([
    [
      'cut off in the middle',
      'renewal-stage.json',
      '{"cases":[{"daysUntil',
      /renewal-stage.json cannot be read: it is not JSON/,
    ],
    ['empty', 'renewal-stage.json', '', /it is not JSON/],
    ['without cases', 'renewal-stage.json', { tests: [CASE] }, /cases/],
    ['with cases that are no list', 'renewal-stage.json', { cases: { one: CASE } }, /cases/],
    [
      'with a word for a number',
      'renewal-stage.json',
      { cases: [CASE, { ...CASE, daysUntilRenewal: '7' }] },
      /case 2: daysUntilRenewal/,
    ],
    [
      'with half a day',
      'renewal-stage.json',
      { cases: [{ ...CASE, daysUntilRenewal: 7.5 }] },
      /case 1: daysUntilRenewal/,
    ],
    [
      'with a day that is not in the calendar',
      'days-until-renewal.json',
      { cases: [{ now: '2027-01-01T00:00:00Z', timeZone: 'UTC', renewalDate: '2027-02-30', daysUntilRenewal: 1 }] },
      /case 1: renewalDate/,
    ],
    [
      'of a plan that there is not',
      'determination.json',
      { cases: [{ riskScore: 1, opportunityScore: 1, daysUntilRenewal: 1, accountPlan: 'grow', workflows: [] }] },
      /case 1: accountPlan/,
    ],
    ['of an unknown rule', 'constructor.json', { cases: [CASE] }, /constructor.json names no rule/],
  ])('%s is refused with its name and place', async (_, name, content, reason) => {
    put(name, content)
    const { code, stdout } = await rules('--json')
    expect(code).toBe(1)
    expect((JSON.parse(stdout) as { error: string }).error).toMatch(reason)
  })

  it('but a folder is refused as well', async () => {
    mkdirSync(join(folder, 'hydration.json'))
    const { code, stdout } = await rules('--json')
    expect(code).toBe(1)
    expect((JSON.parse(stdout) as { error: string }).error).toMatch(/hydration.json cannot be read/)
  })

  it('in a zone that there is not fails its case, and spoils no other', async () => {
    const good = { now: '2027-01-01T00:00:00Z', timeZone: 'UTC', renewalDate: '2027-01-03', daysUntilRenewal: 2 }
    put('days-until-renewal.json', { cases: [good, { ...good, timeZone: 'Mars/Olympus' }] })
    const { code, reports } = await reported()
    expect([code, reports[0]?.failed.map((each) => each.case)]).toEqual([1, [2]])
  })
})
