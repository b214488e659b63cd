import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runsOf } from '../../test/given-acts.ts'
import { anExecution, givenExecutions, OPENED_ON } from '../../test/given-executions.ts'
import type { Tx } from '../platform/postgres.ts'
import {
  closeExecutions,
  foldExecutions,
  holdExecutions,
  markExecutions,
  supersedeExecutions,
  withdrawExecutions,
} from './execution-changes.store.ts'
import { insertExecutions } from './execution.store.ts'

const db = await testDatabase()
const given = await givenExecutions(db)
const others = await givenExecutions(db)
const runs = runsOf(given, db.clock)
const { inTx } = given

const BY = '01a2031c-56a4-7da7-87f5-14a9dd01d243'
const because = [{ code: 'trigger-off', value: 7 }]

/** Each change of the rules, on whatever executions. */
const CHANGES = {
  supersede: (tx: Tx, ids: readonly string[]) =>
    supersedeExecutions(
      tx,
      ids.map((executionId) => ({ executionId, by: BY })),
    ),
  withdraw: (tx: Tx, ids: readonly string[]) =>
    withdrawExecutions(
      tx,
      ids.map((executionId) => ({ executionId, because })),
    ),
  close: (tx: Tx, ids: readonly string[]) =>
    closeExecutions(
      tx,
      ids.map((executionId) => ({ executionId, outcome: 'signed', because })),
    ),
} as const
type Change = keyof typeof CHANGES

describe('what the rules do by themselves', () => {
  it.each([
    ['supersede', 'pending', false, 'superseded'],
    ['supersede', 'snoozed', false, 'superseded'],
    ['withdraw', 'pending', false, 'cancelled'],
    ['withdraw', 'snoozed', false, 'cancelled'],
    ['close', 'pending', false, 'completed'],
    ['close', 'in_progress', true, 'completed'],
    ['close', 'snoozed', true, 'completed'],
    ['close', 'escalated', false, 'completed'],
    ['close', 'escalated', true, 'completed'],
  ] as const)(
    '%s what is %s (begun: %s): it is %s, with one row of history',
    async (change: Change, state, started, next) => {
      const id = await runs.inState(state, { started })
      const before = await runs.read(id)
      expect(await inTx((tx) => CHANGES[change](tx, [id]))).toBe(1)
      const after = await runs.read(id)
      expect(after.run).toMatchObject({
        status: next,
        version: before.run.version + 1,
        snoozed_until: null,
        escalated_to: null,
      })
      expect(after.actions).toEqual([...before.actions, change].sort())
      expect(after.audited).toEqual(before.audited)
    },
  )

  it.each([
    ['supersede', 'in_progress', true],
    ['supersede', 'snoozed', true],
    ['supersede', 'escalated', false],
    ['supersede', 'completed', true],
    ['withdraw', 'in_progress', true],
    ['withdraw', 'snoozed', true],
    ['withdraw', 'escalated', false],
    ['withdraw', 'cancelled', true],
    ['close', 'completed', true],
    ['close', 'cancelled', false],
    ['close', 'superseded', false],
  ] as const)(
    '%s leaves alone what is %s (begun: %s), and says nothing about it in its history',
    async (change: Change, state, started) => {
      const id = await runs.inState(state, { started })
      const before = await runs.read(id)
      expect(await inTx((tx) => CHANGES[change](tx, [id]))).toBe(0)
      expect(await runs.read(id)).toEqual(before)
    },
  )

  it.each(['supersede', 'withdraw', 'close'] as const)(
    '%s passes over unknown ids and another company’s, and counts a double once',
    async (change) => {
      const [mine, theirs] = [await given.execution(), await others.execution()]
      expect(await inTx((tx) => CHANGES[change](tx, [BY, theirs, mine, mine]))).toBe(1)
      expect((await runs.read(mine)).actions).toEqual([change])
      expect((await runsOf(others, db.clock).read(theirs)).run).toMatchObject({ status: 'pending', version: 1 })
      expect(await inTx((tx) => CHANGES[change](tx, []))).toBe(0)
    },
  )

  it('keep why in the history', async () => {
    const id = await given.execution()
    await inTx((tx) => CHANGES.close(tx, [id]))
    const [row] = await inTx((tx) =>
      tx.rows(
        'select detail, performed_by as by, performed_by_name as name from workflow_step_actions where execution_id = $1',
        [id],
      ),
    )
    expect(row).toEqual({ detail: { outcome: 'signed', because }, by: null, name: 'Renubu' })
    expect((await runs.read(id)).run).toMatchObject({
      outcome: { status: 'signed', because },
      closed_because: 'signed',
    })
  })
})

describe('one card per conversation', () => {
  it('allows one open execution per family and customer', async () => {
    const customerId = await given.customer()
    const first = await given.execution({ customerId })
    await expect(given.execution({ customerId })).rejects.toThrow(/workflow_executions_one_open/)
    await inTx((tx) => CHANGES.withdraw(tx, [first]))
    await given.execution({ customerId })
  })

  it('allows one per renewal, and a question about an unknown date beside it', async () => {
    const customerId = await given.customer()
    const renewal = { customerId, workflowId: 'negotiation-prep', family: 'renewal', stage: 'negotiate' } as const
    const question = { customerId, workflowId: 'confirm-renewal-date', family: 'renewal' } as const
    const [one, other] = [await given.renewal(customerId), await given.renewal(customerId)]
    await given.execution({ ...renewal, renewalId: one })
    await given.execution({ ...renewal, renewalId: other })
    await given.execution(question)
    await expect(given.execution({ ...renewal, renewalId: one })).rejects.toThrow(/one_open/)
    await expect(given.execution(question)).rejects.toThrow(/one_open/)
  })

  it('opens one event once while it is open, and another event beside it', async () => {
    const customerId = await given.customer()
    const event = { customerId, workflowId: 'usage-spike', family: 'event' } as const
    const first = await given.execution({ ...event, eventKey: 'usage-spike:2027-03' })
    await given.execution({ ...event, eventKey: 'usage-spike:2027-04' })
    await expect(given.execution({ ...event, eventKey: 'usage-spike:2027-03' })).rejects.toThrow(/one_event/)
    await inTx((tx) => CHANGES.close(tx, [first]))
    await given.execution({ ...event, eventKey: 'usage-spike:2027-03' })
  })

  it('folds an older one that somebody began under the newer, which is written after it', async () => {
    const customerId = await given.customer()
    const older = await given.execution({ customerId })
    await runs.act(older, runs.event('start'))
    const folded = await inTx(async (tx) => {
      const count = await foldExecutions(tx, [{ executionId: older, under: BY }])
      await insertExecutions(tx, [anExecution({ id: BY, customerId, assignedTo: given.csm })])
      return count
    })
    expect(folded).toBe(1)
    expect((await runs.read(older)).run).toMatchObject({ status: 'in_progress', folded_under: BY })
  })

  it('refuses to fold under what is never written', async () => {
    const older = await given.execution()
    const nobody = '01a2031c-56a4-7da7-87f5-000000000000'
    await expect(inTx((tx) => foldExecutions(tx, [{ executionId: older, under: nobody }]))).rejects.toThrow(
      /folded_under/,
    )
    expect((await runs.read(older)).run['folded_under']).toBeNull()
  })
})

describe('an execution that goes on', () => {
  it('keeps what a mark leaves out, and takes what it names, nothing included', async () => {
    const id = await given.execution({ input: 'risk.health', stage: null })
    const before = (await runs.read(id)).run
    expect(await inTx((tx) => markExecutions(tx, [{ executionId: id, triggerOffSince: OPENED_ON }]))).toBe(1)
    expect((await runs.read(id)).run).toEqual({ ...before, trigger_off_since: '2027-03-15' })
    await inTx((tx) =>
      markExecutions(tx, [
        { executionId: id, triggerOffSince: null, stage: 'urgent', input: 'risk.usage', dueOn: OPENED_ON + 1, because },
      ]),
    )
    expect((await runs.read(id)).run).toEqual({
      ...before,
      stage: 'urgent',
      input: 'risk.usage',
      due_at: '2027-03-16',
      because,
    })
    await inTx((tx) => markExecutions(tx, [{ executionId: id, stage: null }]))
    expect((await runs.read(id)).run).toMatchObject({ stage: null, input: 'risk.usage' })
  })

  it.each(['completed', 'cancelled', 'superseded'] as const)(
    'is neither marked, folded nor held once it is %s',
    async (state) => {
      const id = await runs.inState(state, { started: state !== 'superseded' })
      const before = await runs.read(id)
      await inTx(async (tx) => {
        expect(await markExecutions(tx, [{ executionId: id, input: 'other' }])).toBe(0)
        expect(await foldExecutions(tx, [{ executionId: id, under: BY }])).toBe(0)
        expect(await holdExecutions(tx, [id], true)).toBe(0)
      })
      expect(await runs.read(id)).toEqual(before)
    },
  )

  it('is held and released, and counted only when that changed', async () => {
    const id = await given.execution({ workflowId: 'in-band-opportunity', family: 'opportunity' })
    const hold = (held: boolean) => inTx((tx) => holdExecutions(tx, [id, id], held))
    expect([await hold(true), await hold(true), await hold(false), await hold(false)]).toEqual([1, 0, 1, 0])
  })

  it('is never held unless it is an opportunity', async () => {
    const id = await given.execution()
    await expect(inTx((tx) => holdExecutions(tx, [id], true))).rejects.toThrow(/check constraint/)
  })
})
