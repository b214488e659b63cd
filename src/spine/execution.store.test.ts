import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runsOf } from '../../test/given-acts.ts'
import { givenExecutions, OPENED_ON } from '../../test/given-executions.ts'
import {
  loadSnapshot,
  newIds,
  openExecution,
  openExecutionsOf,
  openExecutionsOfOne,
  sameScore,
  saveAssignments,
  saveScores,
  type NewExecution,
} from './execution.store.ts'
import type { Score } from './factor.ts'

const db = await testDatabase()
const given = await givenExecutions(db)
const others = await givenExecutions(db)
const runs = runsOf(given, db.clock)
const { inTx } = given

const score = (value: number, days = 20): Score => ({
  value,
  factors: [{ code: 'urgency', value: days, contribution: value, source: 'contract', on: OPENED_ON }],
})

describe('an execution that is opened', () => {
  it('is read as it was written', async () => {
    const known: Partial<NewExecution> = {
      leadingSteps: ['review-contract'],
      input: `hostile '"; drop table customers; -- {{x}}`,
      priority: score(87.55),
      approval: 'waiting',
      assignedBecause: 'least load',
      dueOn: OPENED_ON + 30,
    }
    const customerId = await given.customer()
    const id = await given.execution({ customerId, ...known })
    const [found] = await inTx((tx) => openExecutionsOfOne(tx, customerId))
    expect(found).toEqual({
      id,
      version: 1,
      customerId,
      workflowId: 'in-band-risk',
      family: 'risk',
      stage: null,
      renewalId: null,
      eventKey: null,
      status: 'pending',
      started: false,
      held: false,
      foldedUnder: null,
      byHand: false,
      triggerOffSince: null,
      snoozedUntil: null,
      openedOn: OPENED_ON,
      dueOn: OPENED_ON + 30,
      assignedTo: given.csm,
      assignedBecause: 'least load',
      input: known.input,
      score: 87.55,
      factors: score(87.55).factors,
      nextDueStepAt: null,
    })
    expect((await runs.read(id)).run).toMatchObject({ total_steps: 5, workflow_version: 1, approval: 'waiting' })
  })

  it('waits for its day when it takes over a snooze', async () => {
    const snoozedUntil = new Date('2027-03-20T09:00:00Z')
    const id = await given.execution({ snoozedUntil })
    expect(await inTx((tx) => openExecution(tx, id))).toMatchObject({ status: 'snoozed', snoozedUntil, started: false })
  })

  it('is not ranked while nobody has it', async () => {
    const id = await given.execution({ assignedTo: null, assignedBecause: null, priority: null })
    expect(await inTx((tx) => openExecution(tx, id))).toMatchObject({ assignedTo: null, score: null, factors: [] })
  })

  it('is refused for another company’s customer or person', async () => {
    await expect(given.execution({ customerId: await others.customer() })).rejects.toThrow(/foreign key/)
    await expect(given.execution({ assignedTo: others.csm })).rejects.toThrow(/foreign key/)
  })

  it('is nothing to read once it is over, nor for another company', async () => {
    const customerId = await given.customer()
    const id = await given.execution({ customerId })
    expect(await others.inTx((tx) => openExecution(tx, id))).toBeUndefined()
    expect(await others.inTx((tx) => openExecutionsOfOne(tx, customerId))).toEqual([])
    await runs.act(id, runs.event('cancel'))
    expect(await inTx((tx) => openExecution(tx, id))).toBeUndefined()
    expect(await inTx((tx) => openExecutionsOfOne(tx, customerId))).toEqual([])
  })

  it('of several comes the oldest first', async () => {
    const customerId = await given.customer()
    const newer = await given.execution({ customerId, openedOn: OPENED_ON })
    const older = await given.execution({
      customerId,
      workflowId: 'in-band-opportunity',
      family: 'opportunity',
      openedOn: OPENED_ON - 9,
    })
    const other = await given.customer()
    const found = (await inTx((tx) => openExecutionsOf(tx, [customerId, other].sort())))(customerId)
    expect(found.map((run) => run.id)).toEqual([older, newer])
  })

  it('has an id of its own, as many as are asked for', async () => {
    const ids = await inTx((tx) => newIds(tx, 50))
    expect(new Set(ids).size).toBe(50)
    expect(await inTx((tx) => newIds(tx, 0))).toEqual([])
  })
})

describe('a score', () => {
  it('is written with its factors, and the same one is the same when read', async () => {
    const id = await given.execution()
    expect(await inTx((tx) => saveScores(tx, [{ executionId: id, priority: score(12.34) }]))).toBe(1)
    const run = await inTx((tx) => openExecution(tx, id))
    expect(run && sameScore(run, score(12.34))).toBe(true)
    expect(run && sameScore(run, score(12.35))).toBe(false)
  })

  it.each([
    ['days that are fewer because a day has passed are the same', { value: 19, on: OPENED_ON + 1 }, true],
    ['days to another date are others', { value: 19, on: OPENED_ON }, false],
    ['days that became unknown are others', { value: null, on: null }, false],
  ])('%s', (_what, change, same) => {
    const { factors, value } = score(70)
    expect(
      sameScore({ score: value, factors }, { value, factors: factors.map((factor) => ({ ...factor, ...change })) }),
    ).toBe(same)
  })

  it('that was kept with its factors by their names is read as ever', async () => {
    const id = await given.execution()
    await inTx((tx) => saveScores(tx, [{ executionId: id, priority: score(12.34) }]))
    const written = await inTx((tx) => openExecution(tx, id))
    await inTx((tx) =>
      tx.run('update workflow_executions set priority_factors = $2 where id = $1', [
        id,
        JSON.stringify(score(12.34).factors),
      ]),
    )
    expect(await inTx((tx) => openExecution(tx, id))).toEqual(written)
  })

  it('of other factors, or of more of them, is another one', () => {
    const { factors, value } = score(70)
    expect(sameScore({ score: value, factors: [] }, { value, factors })).toBe(false)
    expect(
      sameScore({ score: value, factors }, { value, factors: factors.map((factor) => ({ ...factor, code: 'arr' })) }),
    ).toBe(false)
    expect(sameScore({ score: null, factors }, { value, factors })).toBe(false)
  })

  it.each(['completed', 'cancelled', 'superseded'] as const)(
    'is not written to what is %s meanwhile, nor is it given to anybody',
    async (state) => {
      const id = await runs.inState(state, { started: state !== 'superseded' })
      const before = await runs.read(id)
      await inTx(async (tx) => {
        expect(await saveScores(tx, [{ executionId: id, priority: score(1) }])).toBe(0)
        expect(
          await saveAssignments(tx, [
            { executionId: id, assignedTo: given.manager, because: 'owner', approval: 'none' },
          ]),
        ).toBe(0)
      })
      expect(await runs.read(id)).toEqual(before)
    },
  )

  it('is not written by another company', async () => {
    const id = await given.execution()
    expect(await others.inTx((tx) => saveScores(tx, [{ executionId: id, priority: score(1) }]))).toBe(0)
    expect(await inTx((tx) => saveScores(tx, []))).toBe(0)
  })
})

describe('what a person carries', () => {
  it('is what is in progress, and what is due by the end of the week or late', async () => {
    const lone = await givenExecutions(db)
    const theirs = runsOf(lone, db.clock)
    const weekEnd = OPENED_ON + 4
    await theirs.inState('in_progress', { started: true })
    await theirs.inState('escalated', { started: true })
    await theirs.inState('snoozed', { started: true })
    await theirs.inState('completed', { started: true })
    for (const dueOn of [weekEnd - 30, weekEnd, weekEnd + 1]) await lone.execution({ dueOn })
    await lone.execution({ assignedTo: null, assignedBecause: null, dueOn: weekEnd })
    expect(await lone.inTx((tx) => loadSnapshot(tx, weekEnd))).toEqual(
      new Map([[lone.csm, { active: 1, dueThisWeek: 2 }]]),
    )
  })

  it('changes hands, and its date only where one is given', async () => {
    const [kept, moved] = [await given.execution(), await given.execution()]
    const assignment = { assignedTo: given.manager, because: 'cover', approval: 'approved' } as const
    const saved = await inTx((tx) =>
      saveAssignments(tx, [
        { ...assignment, executionId: kept },
        { ...assignment, executionId: moved, dueOn: OPENED_ON + 14 },
      ]),
    )
    expect(saved).toBe(2)
    expect(await inTx((tx) => openExecution(tx, kept))).toMatchObject({
      assignedTo: given.manager,
      assignedBecause: 'cover',
      dueOn: OPENED_ON + 5,
    })
    expect(await inTx((tx) => openExecution(tx, moved))).toMatchObject({ dueOn: OPENED_ON + 14 })
  })
})
