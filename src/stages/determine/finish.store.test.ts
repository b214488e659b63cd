import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { givenCompany, type GivenCompany } from '../../../test/given-company.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { systemActor } from '../../base/actor.ts'
import { isoDay } from '../../base/day.ts'
import type { CancelReason } from '../../spine/execution.ts'
import { insertExecutions, newIds, type NewExecution } from '../../spine/execution.store.ts'
import { restsOf } from '../../spine/rest.store.ts'
import { cadenceOf } from '../analyze/cadence.ts'
import { DEFAULT_RULES } from '../analyze/analyze.defaults.ts'
import { DEFAULT_SETTINGS } from './determine.defaults.ts'
import { finishExecution, type Finish } from './finish.store.ts'

const db = await testDatabase()
const actor = systemActor('test')
const AT = new Date('2027-03-15T10:00:00Z')

let company: GivenCompany
let customerId = ''

beforeEach(async () => {
  db.clock.set(AT)
  company = await givenCompany(db)
  await company.import('customers', [{ externalId: 'elm', name: 'Elm', touch: 'high' }])
  const [elm] = await company.query<{ id: string }>('select id from customers')
  customerId = elm?.id ?? ''
})

const within = <T>(work: Parameters<typeof db.database.withCompany<T>>[1], of = company) =>
  db.database.withCompany(of.id, work)

type Known = Pick<NewExecution, 'workflowId' | 'family'> & Partial<NewExecution>

function opened(known: Known): Promise<string> {
  return within(async (tx) => {
    const [id = ''] = await newIds(tx, 1)
    await insertExecutions(tx, [
      {
        id,
        customerId,
        renewalId: null,
        stage: null,
        trigger: known.family,
        rule: 'test',
        because: [],
        eventKey: null,
        input: '',
        leadingSteps: [],
        held: false,
        assignedTo: null,
        assignedBecause: null,
        approval: 'none',
        priority: null,
        dueOn: TODAY + 5,
        openedOn: TODAY,
        snoozedUntil: null,
        ...known,
      },
    ])
    return id
  })
}

const finish = (id: string, event: Finish['event'], of = company) =>
  within(
    (tx) =>
      finishExecution(tx, id, {
        actor,
        event,
        today: TODAY,
        settings: DEFAULT_SETTINGS,
        cadence: (touch) => cadenceOf(touch, DEFAULT_RULES.cadence),
      }),
    of,
  )
const done: Finish['event'] = { action: 'close', at: AT, outcome: { status: 'success' } }
const cancelled = (reason: CancelReason): Finish['event'] => ({ action: 'cancel', at: AT, reason })

const rests = async () => (await within((tx) => restsOf(tx, [customerId]))).get(customerId) ?? []
const restAfter = async (known: Known, event: Finish['event'] = done) => {
  const answer = await finish(await opened(known), event)
  expect(answer.ok).toBe(true)
  return (await rests())[0]
}

describe('what was finished lets its trigger rest', () => {
  it.each<[string, Known, number | null]>([
    ['risk: 30 days', { workflowId: 'in-band-risk', family: 'risk' }, 30],
    ['opportunity: 60 days', { workflowId: 'in-band-opportunity', family: 'opportunity' }, 60],
    ['strategic: 90 days', { workflowId: 'strategic-planning', family: 'strategic' }, 90],
    ['a talk: until it is due again, by the customer’s touch', { workflowId: 'health-check', family: 'cadence' }, 30],
    ['a review: until it is due again', { workflowId: 'qbr', family: 'cadence' }, 90],
    ['an event: for good', { workflowId: 'urgent-ticket', family: 'event', eventKey: 'urgent-ticket:t1' }, null],
    ['a renewal’s stage: for good', { workflowId: 'urgent-action', family: 'renewal', stage: 'urgent' }, null],
  ])('%s', async (_, known, days) => {
    expect(await restAfter(known)).toMatchObject({
      family: known.family,
      reason: 'completed',
      from: TODAY,
      until: days === null ? null : TODAY + days,
    })
  })

  it('of risk remembers the risk in force and its factors, to tell what is new', async () => {
    await within((tx) =>
      tx.run(
        `insert into customer_standings (company_id, customer_id, as_of, run_id, facts_version, health, risk, risk_override, opportunity, coverage)
         values (app.company_id(), $1, '2027-03-15', app.new_id(), 1, 40, 55, 82, 0, 1)`,
        [customerId],
      ),
    )
    const rest = await restAfter({ workflowId: 'in-band-risk', family: 'risk', input: 'risk.health risk.usage' })
    expect(rest?.whileUnchanged).toMatchObject({ risk: 82, factors: ['risk.health', 'risk.usage'], fellBelow: false })
  })

  it('of a renewal remembers the date it counted to', async () => {
    const input = `${isoDay(TODAY + 20)}|none`
    const rest = await restAfter({ workflowId: 'urgent-action', family: 'renewal', stage: 'urgent', input })
    expect(rest?.whileUnchanged.anchor).toBe(TODAY + 20)
  })

  it.each<[CancelReason, string]>([
    ['not-relevant', 'not-relevant'],
    ['bad-data', 'bad-data'],
    ['duplicate', 'cancelled'],
    ['asked-not-to', 'cancelled'],
    ['other', 'cancelled'],
  ])('also when it was cancelled as %s', async (reason, rest) => {
    expect(await restAfter({ workflowId: 'in-band-risk', family: 'risk' }, cancelled(reason))).toMatchObject({
      reason: rest,
    })
  })
})

describe('nothing rests', () => {
  const risk: Known = { workflowId: 'in-band-risk', family: 'risk' }

  it('while required steps are left', async () => {
    const id = await opened(risk)
    await finish(id, { action: 'complete', at: AT, outcome: { status: 'success' } })
    const [row] = await company.query<{ status: string }>('select status from workflow_executions where id = $1', [id])
    expect([row?.status, await rests()]).toEqual(['pending', []])
  })

  it('for another company’s execution, which is as unknown as none', async () => {
    const id = await opened(risk)
    const other = await givenCompany(db)
    const nobody = '00000000-0000-7000-8000-000000000000'
    const [theirs, none] = [await finish(id, done, other), await finish(nobody, done)]
    expect(theirs).toMatchObject({ ok: false, refusal: { code: 'unknown' } })
    expect(theirs).toEqual(none)
    expect(await rests()).toEqual([])
  })

  it('a second time: of two who finish at once one does, and there is one rest', async () => {
    const id = await opened(risk)
    const answers = await Promise.all([finish(id, done), finish(id, cancelled('not-relevant'))])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await rests()).toHaveLength(1)
    expect(await finish(id, done)).toMatchObject({ ok: false })
  })
})
