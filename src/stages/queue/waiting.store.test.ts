import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { day } from '../../base/day.ts'
import type { Actor } from '../../base/actor.ts'
import type { Tx } from '../../platform/postgres.ts'
import { actOnExecution, actOnStep, stepsOfExecution } from '../../spine/execution-acts.store.ts'
import type { StepEvent } from '../../spine/step.ts'
import { queueRows } from '../../views/queue.store.ts'
import { testDatabase } from '../../../test/database.ts'
import { givenCompany, givenHealthyCustomer, type GivenCompany } from '../../../test/given-company.ts'
import { DEFAULT_PRIORITY } from '../prioritize/prioritize.defaults.ts'
import { cardsOf } from './card.ts'
import { openEntriesOf } from './queue.store.ts'

const db = await testDatabase()
const MONDAY = day('2027-03-15')
const NOON = new Date('2027-03-15T12:00:00Z')
let company: GivenCompany
let csm: Actor & { readonly id: string }
let execution = ''

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.database.withCompany(company.id, work)

// In Auckland it is tomorrow already when the clock of the server says noon.
beforeAll(async () => {
  db.clock.set(NOON)
  company = await givenCompany(db, 'Pacific/Auckland')
  await givenHealthyCustomer(company)
  await company.run()
  const [row] = await company.query<{ id: string; user: string }>(
    `select id, assigned_to as user from workflow_executions where closed_at is null`,
  )
  execution = row?.id ?? ''
  csm = { kind: 'person', id: row?.user ?? '', name: 'Ada Quill' }
  await inTx((tx) => actOnExecution(tx, execution, { event: { action: 'start', at: NOON }, actor: csm }))
})

/** All steps as they were after the start, but for what is given: by their place. */
async function having(events: Readonly<Record<number, StepEvent>>): Promise<void> {
  await company.query(`update workflow_step_states set status = 'not_started', snoozed_until = null`)
  await inTx(async (tx) => {
    for (const [index, step] of (await stepsOfExecution(tx, execution)).entries()) {
      const event = events[index] ?? { action: 'complete' }
      const answer = await actOnStep(tx, execution, { stepId: step.id, event, actor: csm, at: NOON })
      if (!answer.ok) throw new Error(answer.refusal.reason)
    }
  })
}

const until = (iso: string): StepEvent => ({ action: 'snooze', until: new Date(iso), reason: 'Waits for them' })
const seenOn = (today: number) =>
  inTx(async (tx) => cardsOf(await openEntriesOf(tx, csm.id, today), DEFAULT_PRIORITY).length)

beforeEach(() => db.clock.set(NOON))

describe('a workflow of which only snoozed steps are left', () => {
  it('leaves the day, and is back on the day that the first of them returns', async () => {
    await having({ 0: until('2027-03-18T08:00:00Z'), 2: until('2027-03-17T08:00:00Z') })
    expect(await seenOn(MONDAY + 1)).toBe(0)
    // Eight in the morning of the 17th by the server is evening of the 17th in Auckland.
    expect(await seenOn(MONDAY + 2)).toBe(1)
  })

  it('counts the days of the company’s zone', async () => {
    // 23:30 on the 16th by the server, the 17th in Auckland.
    await having({ 1: until('2027-03-16T23:30:00Z') })
    expect(await seenOn(MONDAY + 1)).toBe(0)
    expect(await seenOn(MONDAY + 2)).toBe(1)
  })

  it('stays while anything else of it can be done', async () => {
    await having({ 0: until('2027-03-18T08:00:00Z'), 1: { action: 'begin' } })
    expect(await seenOn(MONDAY + 1)).toBe(1)
    await having({
      0: until('2027-03-18T08:00:00Z'),
      1: { action: 'escalate', to: null, reason: 'The price is not mine to give' },
    })
    expect(await seenOn(MONDAY + 1)).toBe(1)
  })

  it('stays when everything is done and nothing is said of the outcome', async () => {
    await having({})
    expect(await seenOn(MONDAY + 1)).toBe(1)
  })

  it('is told alike to the list and to the order of the day', async () => {
    await having({ 0: until('2027-03-18T08:00:00Z') })
    for (const today of [MONDAY + 1, MONDAY + 3]) {
      const [entries, rows] = await inTx(async (tx) => [
        await openEntriesOf(tx, csm.id, today),
        await queueRows(tx, null, today),
      ])
      expect(rows.map(({ waiting }) => waiting)).toEqual(entries.map(({ waiting }) => waiting))
    }
  })
})
