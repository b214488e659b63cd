import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { anyFacts } from '../../../test/any-facts.ts'
import { testDatabase } from '../../../test/database.ts'
import { givenCompany, givenHealthyCustomer, ticketRow, type GivenCompany } from '../../../test/given-company.ts'
import { givenAnalysis, givenClock, TODAY } from '../../../test/given-customer.ts'
import { contract, givenContext, givenKnownFacts, previously, renewal } from '../../../test/given-facts.ts'
import { isoDay, type Day } from '../../base/day.ts'
import { Today } from '../../base/today.ts'
import { stretchOf } from '../../spine/among-customers.store.ts'
import type { Analysis } from './analysis.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import { analyzed, replay } from './analyze.ts'
import { MODEL_VERSION } from './analyze.defaults.ts'
import { analysisConfiguration } from './configuration.ts'
import {
  earlierInputs,
  intelligenceLine,
  latestAnalyses,
  markOfVersions,
  overtaken,
  saveAnalyses,
  saveStandings,
  standingLine,
  type NewAnalysis,
  type Standing,
} from './intelligence.store.ts'
import { analysisOf, keptAs, sayTheSame } from './stored-analysis.ts'
import { inputsFrom, type StoredInputs } from './stored-inputs.ts'

const db = await testDatabase()
const CASES = 120

let company: GivenCompany
let ids: readonly string[]

beforeEach(async () => {
  db.clock.set(new Date('2027-03-15T10:00:00Z'))
  company = await givenCompany(db)
})

async function givenCustomers(count: number): Promise<readonly string[]> {
  const { rows } = await db.owner.query<{ id: string }>(
    `insert into customers (company_id, external_id, name, name_key) select $1, n, n, n from generate_series(1, $2::int) n returning id`,
    [company.id, count],
  )
  ids = rows.map(({ id }) => id).sort()
  return ids
}

const within = <T>(work: Parameters<typeof db.database.withCompany<T>>[1], of = company) =>
  db.database.withCompany(of.id, work)
const newRun = async (): Promise<string> =>
  (await within((tx) => tx.row<{ id: string }>('select app.new_id() as id')))?.id ?? ''
const idAt = (index: number): string => ids[index] ?? ''

const { inputs: anyInputs } = analyzed(givenKnownFacts(), givenContext())
type Made = Omit<NewAnalysis, 'companyId' | 'runId'>
const kept = (index: number, analysis: Analysis, inputs: AnalysisInputs = anyInputs): Made => ({
  customerId: idAt(index),
  factsVersion: 1,
  analysis,
  kept: keptAs(analysis),
  inputs,
})
const save = async (day: Day, analyses: readonly Made[], runId?: string): Promise<number> => {
  const run = runId ?? (await newRun())
  const lines = analyses.map((made) =>
    intelligenceLine({ ...made, kept: { ...made.kept, asOf: day }, companyId: company.id, runId: run }),
  )
  return within((tx) => saveAnalyses(tx, lines))
}
const latest = async (index = 0, upTo = TODAY) => {
  const found = (await within((tx) => latestAnalyses(tx, [idAt(index)], upTo)))(idAt(index))
  return found && analysisOf(found)
}

describe('an analysis that is kept', () => {
  it('is read as it was made, and its inputs give its figures again', async () => {
    await givenCustomers(CASES)
    const configuration = analysisConfiguration({ rules: { weights: { support: 3.3, pulse: 0.7 } } })
    const made = fc.sample(fc.tuple(anyFacts, anyFacts), CASES).map(([facts, before], index) => {
      const earlier = analyzed(before, givenContext({ today: TODAY - 30 }))
      return analyzed(
        { ...facts, contracts: [contract()], renewals: [renewal({ arrAtStake: index % 3 === 0 ? null : index / 7 })] },
        givenContext({
          configuration,
          configurationVersion: 1 + index,
          book: { medianChangePercent: index % 2 === 0 ? null : index - 60, customers: 90 },
          earlier: { asOf: TODAY - 30, inputs: earlier.inputs },
          previous: previously(TODAY - 8, earlier.analysis),
        }),
      )
    })
    await save(
      TODAY,
      made.map(({ analysis, inputs }, index) => kept(index, analysis, inputs)),
    )
    const read = await within((tx) => latestAnalyses(tx, ids, TODAY))
    const inputs = await within((tx) => earlierInputs(tx, ids, { day: TODAY, days: 0 }))
    for (const [index, { analysis }] of made.entries()) {
      const again = read(idAt(index))
      expect(again && analysisOf(again)).toEqual(analysis)
      expect(again && sayTheSame(again, keptAs(analysis))).toBe(true)
      const source = inputs(idAt(index), new Today(TODAY))
      const { profile, health, risk, opportunity, coverage, components, usage } = analysis
      expect(source && replay(source.inputs, source.asOf, configuration)).toEqual({
        profile,
        health,
        risk,
        opportunity,
        coverage,
        components,
        usage,
      })
    }
  })

  it('keeps the versions of model, configuration and facts with its inputs', async () => {
    await givenCustomers(1)
    const { analysis, inputs } = analyzed(givenKnownFacts(), givenContext({ configurationVersion: 7 }))
    await save(TODAY, [{ ...kept(0, analysis, inputs), factsVersion: 12 }])
    const [row] = await company.query<{ readonly inputs: StoredInputs }>(
      `select model_version as model, configuration_version as configuration, facts_version as facts, inputs, usage_change as change
         from customer_intelligence`,
    )
    expect(row && { ...row, inputs: inputsFrom(row.inputs) }).toEqual({
      model: MODEL_VERSION,
      configuration: 7,
      facts: 12,
      inputs,
      change: 0,
    })
  })

  it('holds texts as hostile as a metric’s name', async () => {
    await givenCustomers(1)
    const hostile = 'a\tb\\n"c\'\n{{x}} \\. \u2028 €'
    const usage = [{ ...(givenKnownFacts().usage[0] ?? { lastDay: TODAY, days: [] }), metric: hostile }]
    const { analysis, inputs } = analyzed(givenKnownFacts({ usage }), givenContext())
    await save(TODAY, [kept(0, { ...analysis, profile: hostile }, inputs)])
    expect(await latest()).toEqual({ ...analysis, profile: hostile })
  })
})

describe('the history of a customer', () => {
  const figured = (risk: number): Analysis => givenAnalysis({ risk }, { asOf: TODAY })

  it('has the newest up to a day, and no other company’s', async () => {
    await givenCustomers(1)
    await save(TODAY - 40, [kept(0, figured(10))])
    await save(TODAY - 20, [kept(0, figured(20))])
    await save(TODAY, [kept(0, figured(30))])
    const riskUpTo = async (upTo: Day) => (await latest(0, upTo))?.risk.value
    expect([await riskUpTo(TODAY), await riskUpTo(TODAY - 1), await riskUpTo(TODAY - 21)]).toEqual([30, 20, 10])
    expect(await riskUpTo(TODAY - 41)).toBeUndefined()
    const today = new Today(TODAY)
    const earlier = await within((tx) => earlierInputs(tx, ids, { day: TODAY, days: 28 }))
    expect(earlier(idAt(0), today)?.asOf).toBe(TODAY - 40)
    expect(today.changesOn, 'beyond a week').toBe(Infinity)
    const other = await givenCompany(db)
    expect((await within((tx) => latestAnalyses(tx, ids, TODAY), other))(idAt(0))).toBeNull()
  })

  it('says when the next one will be old enough to be compared with', async () => {
    await givenCustomers(2)
    await save(TODAY - 40, [kept(0, figured(10))])
    await save(TODAY - 25, [kept(0, figured(20)), kept(1, figured(20))])
    await save(TODAY - 22, [kept(0, figured(30))])
    const earlier = await within((tx) => earlierInputs(tx, ids, { day: TODAY, days: 28 }))
    for (const [index, asOf] of [TODAY - 40, undefined].entries()) {
      const today = new Today(TODAY)
      expect(earlier(idAt(index), today)?.asOf).toBe(asOf)
      expect(today.changesOn).toBe(TODAY + 3)
    }
  })

  it('has one row of a run, however often it is written, and the later run of a day goes before', async () => {
    await givenCustomers(1)
    const [first, second] = [await newRun(), await newRun()]
    expect(await save(TODAY, [kept(0, figured(10))], first)).toBe(1)
    expect(await save(TODAY, [kept(0, figured(99))], first)).toBe(0)
    expect((await latest())?.risk.value).toBe(10)
    await save(TODAY, [kept(0, figured(20))], second)
    expect((await latest())?.risk.value).toBe(20)
  })

  it('is not written where there is nothing to write', async () => {
    await givenCustomers(1)
    expect(await save(TODAY, [])).toBe(0)
    expect(await within((tx) => saveStandings(tx, { runId: idAt(0), day: TODAY, lines: [] }))).toBe(0)
  })
})

describe('where a customer stands', () => {
  const standing = (known: Partial<Standing> = {}): Standing => ({
    analysis: givenAnalysis({ risk: 40, health: 66.66 }, { renewals: [givenClock(20)] }),
    factsVersion: 3,
    gate: null,
    holdsUntil: null,
    workVersion: 0,
    ...known,
  })
  const stand = async (day: Day, one: Standing) => {
    const runId = await newRun()
    return within((tx) => saveStandings(tx, { runId, day, lines: [standingLine(idAt(0), one)] }))
  }
  const row = async () => (await company.query<Record<string, unknown>>('select * from customer_standings'))[0]

  beforeEach(() => givenCustomers(1))

  it('is one row, rewritten only when it has changed', async () => {
    const renewalId = idAt(0)
    const one = standing({
      analysis: givenAnalysis({ risk: 40 }, { renewals: [givenClock(20, { renewalId })] }),
    })
    expect(await stand(TODAY, one)).toBe(1)
    const written = await row()
    expect(await stand(TODAY + 1, one)).toBe(0)
    expect(await row()).toEqual(written)
    expect(written).toMatchObject({ as_of: TODAY, risk: 40, stage: 'urgent', next_renewal_id: renewalId })
    expect(await stand(TODAY + 1, { ...one, gate: 'test' })).toBe(1)
    expect(await row()).toMatchObject({ as_of: TODAY + 1, gate: 'test' })
  })

  it('counts to the next renewal that is no small one beside others', async () => {
    const at = (days: number, minor: boolean) => givenClock(days, { renewalId: idAt(0), minor })
    await stand(TODAY, standing({ analysis: givenAnalysis({}, { renewals: [at(5, true), at(90, false)] }) }))
    expect(await row()).toMatchObject({ renewal_date: TODAY + 90, stage: 'negotiate' })
    await stand(TODAY, standing({ analysis: givenAnalysis({}, { renewals: [at(5, true)] }) }))
    expect(await row()).toMatchObject({ renewal_date: TODAY + 5 })
    await stand(TODAY, standing({ analysis: givenAnalysis({}, { renewals: [] }) }))
    expect(await row()).toMatchObject({ renewal_date: null, stage: null, next_renewal_id: null })
  })

  it('shows an override beside what was computed', async () => {
    const analysis = givenAnalysis({ risk: 12 }, { override: { health: null, risk: 80 } })
    await stand(TODAY, standing({ analysis }))
    expect(await row()).toMatchObject({ risk: 12, risk_override: 80, health_override: null })
  })
})

describe('who was overtaken', () => {
  it('is whose facts have risen since they were read', async () => {
    await company.import('customers', [{ externalId: 'elm', name: 'Elm' }])
    const [elm] = await company.query<{ id: string; version: number }>(
      'select customer_id as id, version from facts_versions',
    )
    if (!elm) throw new Error('Elm has no version')
    const behind = async (mark: string, id: string, version: number) => [
      ...(await within((tx) => overtaken(tx, { customers: [id], mark, read: new Map([[id, version]]) }))),
    ]
    const mark = await within((tx) => markOfVersions(tx, [elm.id]))
    expect(await behind(mark, elm.id, elm.version)).toEqual([])
    await company.import('tickets', [ticketRow('t', 'elm', { createdAt: '2027-03-14T10:00:00Z' })])
    expect(await behind(mark, elm.id, elm.version)).toEqual([elm.id])
    // What came in before the facts themselves were read is in them.
    expect(await behind(mark, elm.id, elm.version + 1)).toEqual([])
    expect(await behind(mark, await newRun(), 0)).toEqual([])
  })

  it('is told within a stretch of customers as well', async () => {
    await company.import('customers', [
      { externalId: 'fir', name: 'Fir' },
      { externalId: 'oak', name: 'Oak' },
    ])
    const read = await company.query<{ id: string; version: number }>(
      'select customer_id as id, version from facts_versions order by 1',
    )
    const customers = stretchOf(read.map(({ id }) => id))
    const mark = await within((tx) => markOfVersions(tx, customers))
    const behind = () =>
      within((tx) => overtaken(tx, { customers, mark, read: new Map(read.map(({ id, version }) => [id, version])) }))
    expect([...(await behind())]).toEqual([])
    await company.import('tickets', [ticketRow('t2', 'oak', { createdAt: '2027-03-14T10:00:00Z' })])
    const [oak] = await company.query<{ id: string }>(`select id from customers where external_id = 'oak'`)
    expect([...(await behind())]).toEqual([oak?.id])
  })
})

describe('the days of a customer', () => {
  const history = () =>
    company.query<{ day: Day; inputs: StoredInputs; health: number; risk: number; opportunity: number }>(
      'select as_of as day, inputs, health, risk, opportunity from customer_intelligence where as_of >= $1::date order by 1, run_id',
      [isoDay(TODAY)],
    )
  const dawn = (on: Day) => company.at(`${isoDay(on)}T10:00:00Z`)

  it('have a row when something is new, are confirmed else, and each replays to the same hundredth', async () => {
    await givenHealthyCustomer(company)
    expect(await company.run()).toMatchObject({ analyzed: 1, confirmed: 0 })
    for (const on of [TODAY + 1, TODAY + 2]) {
      dawn(on)
      expect(await company.run()).toMatchObject({ analyzed: 0, confirmed: 1 })
    }
    expect(await history()).toHaveLength(1)
    dawn(TODAY + 3)
    const said = { createdAt: `${isoDay(TODAY + 3)}T08:00:00Z`, priority: 'urgent' }
    await company.import('tickets', [ticketRow('t', 'birch', said)])
    expect(await company.run()).toMatchObject({ analyzed: 1, confirmed: 0 })
    const days = await history()
    expect(days.map(({ day }) => day)).toEqual([TODAY, TODAY + 3])
    for (const { day, inputs, ...figures } of days) {
      const { health, risk, opportunity } = replay(inputsFrom(inputs), day, analysisConfiguration())
      expect({ health: health.value, risk: risk.value, opportunity: opportunity.value }).toEqual(figures)
    }
  })
})
