import { beforeAll, describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { createCompany } from '../../access/companies.store.ts'
import { TODAY, givenAnalysis, givenClock, givenFacts } from '../../../test/given-customer.ts'
import { testDatabase } from '../../../test/database.ts'
import { systemActor } from '../../base/actor.ts'
import type { Tx } from '../../platform/postgres.ts'
import {
  loadSnapshot,
  openExecutionsOfOne,
  sameScore,
  saveAssignments,
  saveScores,
} from '../../spine/execution.store.ts'
import { actOnExecution, actOnStep, stepsOfExecution } from '../../spine/execution-acts.store.ts'
import { restsOf, wakeRest } from '../../spine/rest.store.ts'
import { changeRenewals, closeRenewals, openRenewals, withdrawRenewals } from '../../spine/renewal.store.ts'
import { writeRuleTasks } from '../../spine/task.store.ts'
import type { OpenExecution } from '../../spine/open-execution.ts'
import type { Analysis } from '../analyze/analysis.ts'
import { DEFAULT_PRIORITY } from '../prioritize/prioritize.defaults.ts'
import { score } from '../prioritize/score.ts'
import { applyDecisions } from './apply.store.ts'
import { DEFAULT_SETTINGS } from './determine.defaults.ts'
import { determine } from './determine.ts'
import { finishExecution } from './finish.store.ts'

const db = await testDatabase()
let companyId = ''
let userId = ''
const CADENCE = { contactDays: 60, qbrDays: 180 }
const actor = systemActor('test')

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.database.withCompany(companyId, work)

beforeAll(async () => {
  const company = await createCompany({ database: db.database }, { name: 'Larkspur', timeZone: 'UTC' })
  companyId = company.id
  userId = await inTx(async (tx) => {
    const made = await tx.row<{ id: string }>(
      `insert into users (company_id, external_id, name, name_key, role) values (app.company_id(), 'u', 'Ada', 'ada', 'csm') returning id`,
    )
    return made?.id ?? ''
  })
})

let count = 0

/** A customer of its own with one renewal, in the database and as the rules see it. */
async function customerRenewing(days: number) {
  count += 1
  const made = await inTx(async (tx) => {
    const customer = await tx.row<{ id: string }>(
      `insert into customers (company_id, external_id, name, name_key, owner_id, touch) values (app.company_id(), $1, $1, $1, $2, 'mid') returning id`,
      [`c${String(count)}`, userId],
    )
    const id = customer?.id ?? ''
    const renewal = await tx.row<{ id: string }>(
      `insert into renewals (company_id, external_id, customer_id, date) values (app.company_id(), $1, $2, $3::date + $4::integer) returning id`,
      [`r${String(count)}`, id, '2027-03-15', days],
    )
    return { customerId: id, renewalId: renewal?.id ?? '' }
  })
  return {
    ...made,
    facts: givenFacts({ customerId: made.customerId, ownerId: userId }),
    clock: givenClock(days, { renewalId: made.renewalId }),
  }
}

type Customer = Awaited<ReturnType<typeof customerRenewing>>

const readOpen = ({ customerId }: Customer): Promise<readonly OpenExecution[]> =>
  inTx((tx) => openExecutionsOfOne(tx, customerId))

/** One customer's day: decided on what is stored, and performed. */
async function runDay(customer: Customer, analysis: Analysis, today = TODAY) {
  return inTx(async (tx) => {
    const ids = [customer.customerId]
    const open = await openExecutionsOfOne(tx, customer.customerId)
    const rests = (await restsOf(tx, ids)).get(customer.customerId) ?? []
    const found = determine(
      { facts: customer.facts, analysis, open, rests, cadence: CADENCE },
      { settings: DEFAULT_SETTINGS, today: new Today(today) },
    )
    const applied = await applyDecisions(tx, {
      today,
      runId: null,
      openings: found.decisions.flatMap((decision) =>
        decision.kind === 'open'
          ? [
              {
                customerId: customer.customerId,
                decision,
                assignedTo: userId,
                assignedBecause: 'owner',
                approval: 'none' as const,
                priority: null,
              },
            ]
          : [],
      ),
      changes: found.decisions.filter((decision) => decision.kind !== 'open'),
    })
    return { found, applied }
  })
}

const seen = (customer: Customer, days: number, figures: { risk?: number; opportunity?: number } = {}) =>
  givenAnalysis(figures, {
    renewals: [
      givenClock(days, {
        ...customer.clock,
        ...givenClock(days, {
          renewalId: customer.renewalId,
          date: customer.clock.date,
          stageDate: customer.clock.date,
        }),
      }),
    ],
  })

const workflows = (runs: readonly OpenExecution[]): readonly string[] =>
  runs.map((run) => `${run.workflowId} ${run.status}${run.held ? ' held' : ''}`).sort()

describe('a customer’s executions in the database', () => {
  it('open once, with their definition, and are the same when read again', async () => {
    const customer = await customerRenewing(20)
    const analysis = seen(customer, 20, { risk: 80, opportunity: 70 })
    expect((await runDay(customer, analysis)).applied.opened).toBe(3)
    expect(workflows(await readOpen(customer))).toEqual([
      'in-band-opportunity pending held',
      'in-band-risk pending',
      'urgent-action pending',
    ])
    const again = await runDay(customer, analysis)
    expect(again.found.decisions).toEqual([])
    expect(again.applied).toMatchObject({ opened: 0, closed: 0 })
    const definitions = await inTx((tx) =>
      tx.rows<{ id: string }>(`select workflow_id as id from workflow_definitions where origin = 'builtin' order by 1`),
    )
    expect(definitions.map(({ id }) => id)).toEqual(['in-band-opportunity', 'in-band-risk', 'urgent-action'])
  })

  it('make way for the next stage while nobody began them, and fold when somebody did', async () => {
    const customer = await customerRenewing(31)
    await runDay(customer, seen(customer, 31))
    await runDay(customer, seen(customer, 30))
    const [urgent] = await readOpen(customer)
    expect(workflows(await readOpen(customer))).toEqual(['urgent-action pending'])
    await inTx((tx) => actOnExecution(tx, urgent?.id ?? '', { event: { action: 'start', at: db.clock.now() }, actor }))
    await runDay(customer, seen(customer, 14))
    const runs = await readOpen(customer)
    expect(workflows(runs)).toEqual(['critical-intervention pending', 'urgent-action in_progress'])
    expect(runs.find((run) => run.id === urgent?.id)?.foldedUnder).toBe(
      runs.find((run) => run.status === 'pending')?.id,
    )
    const history = await inTx((tx) =>
      tx.rows<{ status: string; closed: boolean }>(
        `select status, closed_at is not null as closed from workflow_executions where customer_id = $1 and workflow_id = 'contract-finalization'`,
        [customer.customerId],
      ),
    )
    expect(history).toEqual([{ status: 'superseded', closed: true }])
  })

  it('are marked, held, released and withdrawn as decided', async () => {
    const customer = await customerRenewing(250)
    await runDay(customer, seen(customer, 250, { opportunity: 70 }))
    await runDay(customer, seen(customer, 250, { opportunity: 70, risk: 80 }))
    expect(workflows(await readOpen(customer))).toEqual([
      'out-of-band-opportunity pending held',
      'out-of-band-risk pending',
    ])
    await runDay(customer, seen(customer, 250, { opportunity: 70 }))
    expect((await readOpen(customer)).find((run) => run.family === 'risk')?.triggerOffSince).toBe(TODAY)
    await runDay(customer, seen(customer, 250, { opportunity: 70 }), TODAY + 7)
    expect(workflows(await readOpen(customer))).toEqual(['out-of-band-opportunity pending'])
  })

  it('close with the renewal', async () => {
    const customer = await customerRenewing(20)
    await runDay(customer, seen(customer, 20))
    await inTx((tx) => closeRenewals(tx, [{ renewalId: customer.renewalId, progress: 'signed', auto: false }]))
    const renewals = [
      {
        id: customer.renewalId,
        derived: false,
        contractIds: [],
        date: TODAY + 20,
        decisionDate: null,
        arrAtStake: null,
        progress: 'signed' as const,
        closedOn: TODAY,
      },
    ]
    await runDay({ ...customer, facts: { ...customer.facts, renewals } }, givenAnalysis({}))
    expect(await readOpen(customer)).toEqual([])
    const row = await inTx((tx) =>
      tx.row(`select status, outcome from workflow_executions where customer_id = $1`, [customer.customerId]),
    )
    expect(row).toMatchObject({ status: 'completed', outcome: { status: 'signed' } })
  })
})

describe('what people do', () => {
  const begin = async (customer: Customer): Promise<string> => {
    await runDay(customer, seen(customer, 20))
    const [run] = await readOpen(customer)
    await inTx((tx) => actOnExecution(tx, run?.id ?? '', { event: { action: 'start', at: db.clock.now() }, actor }))
    return run?.id ?? ''
  }
  const finish = (id: string, action: 'complete' | 'close') =>
    inTx((tx) =>
      finishExecution(tx, id, {
        actor,
        event: { action, at: db.clock.now(), outcome: { status: 'success' } },
        today: TODAY,
        settings: DEFAULT_SETTINGS,
        cadence: () => CADENCE,
      }),
    )

  it('steps keep the execution’s flags true', async () => {
    const id = await begin(await customerRenewing(20))
    const steps = await inTx((tx) => stepsOfExecution(tx, id))
    expect(steps.map((step) => step.status)).toEqual(['not_started', 'not_started', 'not_started', 'not_started'])
    const at = db.clock.now()
    const until = new Date(at.getTime() + 86_400_000)
    await inTx(async (tx) => {
      await actOnStep(tx, id, { stepId: steps[0]?.id ?? '', event: { action: 'complete' }, actor, at })
      await actOnStep(tx, id, {
        stepId: steps[1]?.id ?? '',
        event: { action: 'snooze', until, reason: 'finance' },
        actor,
        at,
      })
    })
    const flags = await inTx((tx) =>
      tx.row(
        `select has_snoozed_steps, next_due_step_date, completion_percentage from workflow_executions where id = $1`,
        [id],
      ),
    )
    expect(flags).toEqual({ has_snoozed_steps: true, next_due_step_date: until, completion_percentage: 25 })
    const refused = await inTx((tx) =>
      actOnStep(tx, id, { stepId: steps[0]?.id ?? '', event: { action: 'begin' }, actor, at }),
    )
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'not-allowed-now' } })
    const actions = await inTx((tx) =>
      tx.rows<{ action: string }>(
        `select action from workflow_step_actions where execution_id = $1 order by performed_at, id`,
        [id],
      ),
    )
    expect(actions.map(({ action }) => action)).toEqual(['start', 'complete', 'snooze'])
  })

  it('completing with steps left changes nothing and says what is left', async () => {
    const id = await begin(await customerRenewing(20))
    const answer = await finish(id, 'complete')
    expect(answer.ok && answer.value.effects[0]).toMatchObject({ kind: 'left' })
    expect(await inTx((tx) => tx.row(`select status from workflow_executions where id = $1`, [id]))).toEqual({
      status: 'in_progress',
    })
  })

  it('what was finished rests and does not come back, until it is woken', async () => {
    const customer = await customerRenewing(20)
    const id = await begin(customer)
    expect((await finish(id, 'close')).ok).toBe(true)
    expect(await finish(id, 'close')).toMatchObject({ ok: false })
    const resting = await runDay(customer, seen(customer, 20))
    expect(resting.found.decisions).toEqual([])
    expect(resting.found.resting).toMatchObject([{ workflowId: 'urgent-action', until: null }])
    const restId = resting.found.resting[0]?.restId ?? ''
    expect(await inTx((tx) => wakeRest(tx, restId, actor))).toBe(true)
    expect(await inTx((tx) => wakeRest(tx, restId, actor))).toBe(false)
    expect((await runDay(customer, seen(customer, 20))).applied.opened).toBe(1)
  })

  it('an unknown execution or step is refused', async () => {
    const unknown = '00000000-0000-7000-8000-000000000000'
    const at = db.clock.now()
    expect(await inTx((tx) => actOnExecution(tx, unknown, { event: { action: 'start', at }, actor }))).toMatchObject({
      ok: false,
      refusal: { code: 'unknown' },
    })
    expect(
      await inTx((tx) => actOnStep(tx, unknown, { stepId: 'x', event: { action: 'begin' }, actor, at })),
    ).toMatchObject({ ok: false })
  })
})

describe('scores and loads', () => {
  it('are written when they differ, and read back the same', async () => {
    const customer = await customerRenewing(20)
    await runDay(customer, seen(customer, 20))
    const [run] = await readOpen(customer)
    const priority = score(
      {
        workflowId: 'urgent-action',
        family: 'renewal',
        stage: 'urgent',
        arr: 80_000,
        daysUntilRenewal: 20,
        healthDecline: 3.33,
        usageChangePercent: -9.7,
        accountPlan: 'expand',
        riskScore: 61.5,
        csmExperience: 1.1,
        activeWorkflows: 2,
        dueSnoozedStep: true,
      },
      DEFAULT_PRIORITY,
    )
    expect(run && sameScore(run, priority)).toBe(false)
    await inTx((tx) => saveScores(tx, [{ executionId: run?.id ?? '', priority }]))
    const [scored] = await readOpen(customer)
    expect(scored?.score).toBe(priority.value)
    expect(scored && sameScore(scored, priority)).toBe(true)
  })

  it('count what is in progress and what is due this week', async () => {
    const before = await inTx((tx) => loadSnapshot(tx, TODAY + 6))
    const customer = await customerRenewing(15)
    await runDay(customer, seen(customer, 15))
    const [run] = await readOpen(customer)
    const after = await inTx((tx) => loadSnapshot(tx, TODAY + 6))
    expect(after.get(userId)?.dueThisWeek).toBe((before.get(userId)?.dueThisWeek ?? 0) + 1)
    await inTx((tx) =>
      saveAssignments(tx, [
        { executionId: run?.id ?? '', assignedTo: userId, because: 'cover', approval: 'waiting', dueOn: TODAY + 30 },
      ]),
    )
    expect((await readOpen(customer))[0]?.dueOn).toBe(TODAY + 30)
    expect((await inTx((tx) => loadSnapshot(tx, TODAY + 6))).get(userId)).toEqual(before.get(userId))
  })
})

describe('renewals and tasks that rules write', () => {
  it('come once for their key, follow the contracts, and go', async () => {
    const customer = await customerRenewing(300)
    const id = 'aaaaaaaa-0000-7000-8000-000000000001'
    const renewal = {
      id,
      customerId: customer.customerId,
      key: 'contracts:1',
      date: TODAY + 90,
      decisionDate: null,
      arrAtStake: 500,
      contractIds: [],
    }
    expect(await inTx((tx) => openRenewals(tx, [renewal]))).toBe(1)
    expect(await inTx((tx) => openRenewals(tx, [{ ...renewal, id: 'aaaaaaaa-0000-7000-8000-000000000002' }]))).toBe(0)
    expect(await inTx((tx) => changeRenewals(tx, [{ ...renewal, date: TODAY + 91, decisionDate: TODAY + 31 }]))).toBe(1)
    // A source's own renewal is not for the rules to change.
    expect(await inTx((tx) => changeRenewals(tx, [{ ...renewal, id: customer.renewalId }]))).toBe(0)
    const stored = await inTx((tx) =>
      tx.row(`select date, decision_date as "decisionDate", derived from renewals where id = $1`, [id]),
    )
    expect(stored).toEqual({ date: TODAY + 91, decisionDate: TODAY + 31, derived: true })
    expect(await inTx((tx) => withdrawRenewals(tx, [id, customer.renewalId]))).toBe(1)
  })

  it('a task is written once', async () => {
    const customer = await customerRenewing(300)
    const task = {
      ruleKey: `confirm:${customer.renewalId}`,
      customerId: customer.customerId,
      renewalId: customer.renewalId,
      executionId: null,
      title: 'Confirm',
      dueOn: TODAY,
      assignedTo: userId,
    }
    expect(await inTx((tx) => writeRuleTasks(tx, [task]))).toBe(1)
    expect(await inTx((tx) => writeRuleTasks(tx, [task]))).toBe(0)
  })

  it('nothing to write is no statement', async () => {
    const nothing = await inTx(async (tx) => [
      await openRenewals(tx, []),
      await changeRenewals(tx, []),
      await closeRenewals(tx, []),
      await withdrawRenewals(tx, []),
      await writeRuleTasks(tx, []),
      await saveScores(tx, []),
    ])
    expect(nothing).toEqual([0, 0, 0, 0, 0, 0])
  })
})
