import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { runsOf } from '../../test/given-acts.ts'
import { givenExecutions, OPENED_ON } from '../../test/given-executions.ts'
import { changeRenewals, closeRenewals, openRenewals, withdrawRenewals } from './renewal.store.ts'
import { writeRuleTasks, type RuleTask } from './task.store.ts'

const db = await testDatabase()
const given = await givenExecutions(db)
const others = await givenExecutions(db)
const runs = runsOf(given, db.clock)
const { inTx } = given

const read = (id: string) =>
  inTx((tx) =>
    tx.row<Record<string, unknown>>(
      `select date, decision_date as "decisionDate", arr_at_stake as "arrAtStake", contract_ids as "contractIds", currency, derived, source,
              progress, category, auto_signed as "autoSigned", closed_at as "closedAt" from renewals where id = $1`,
      [id],
    ),
  )

const change = { date: OPENED_ON + 60, decisionDate: null, arrAtStake: 0, contractIds: [] as string[] }
const terms = {
  date: OPENED_ON + 90,
  decisionDate: OPENED_ON + 60,
  arrAtStake: 12_345.67,
  contractIds: ['01a2031c-56a4-7da7-87f5-14a9dd01d243'],
}

let count = 0
const newRenewal = (customerId: string, known: object = {}) => {
  count += 1
  return {
    ...terms,
    id: `01a2031c-56a4-7da7-87f5-${String(count).padStart(12, '0')}`,
    customerId,
    key: 'contracts:a:1',
    ...known,
  }
}

describe('a renewal that contracts speak of', () => {
  it('is opened once for its key, in the company’s currency', async () => {
    const renewal = newRenewal(await given.customer())
    expect(await inTx((tx) => openRenewals(tx, [renewal]))).toBe(1)
    expect(await inTx((tx) => openRenewals(tx, [renewal, { ...renewal, id: newRenewal('').id }]))).toBe(0)
    expect(await read(renewal.id)).toEqual({
      ...terms,
      currency: 'USD',
      derived: true,
      source: 'derived',
      progress: 'none',
      category: null,
      autoSigned: false,
      closedAt: null,
    })
  })

  it('of the same key but another customer is another one', async () => {
    const [one, other] = [newRenewal(await given.customer()), newRenewal(await given.customer())]
    expect(await inTx((tx) => openRenewals(tx, [one, other]))).toBe(2)
    expect(await inTx((tx) => openRenewals(tx, []))).toBe(0)
  })

  it('follows the contracts, nothing included, while it is open', async () => {
    const id = await given.renewal(await given.customer())
    expect(await inTx((tx) => changeRenewals(tx, [{ id, ...change }]))).toBe(1)
    expect(await read(id)).toMatchObject(change)
  })

  it.each([
    ['a source gives', { derived: false }],
    ['is signed', { progress: 'signed' }],
    ['is lost', { progress: 'lost' }],
  ])('that %s is neither moved nor taken back', async (_what, known) => {
    const id = await given.renewal(await given.customer(), known)
    const before = await read(id)
    expect(await inTx((tx) => changeRenewals(tx, [{ id, ...change }]))).toBe(0)
    expect(await inTx((tx) => withdrawRenewals(tx, [id]))).toBe(0)
    expect(await read(id)).toEqual(before)
  })

  it.each([
    ['signed', false, 'closed'],
    ['signed', true, 'closed'],
    ['lost', false, 'lost'],
  ] as const)('is closed once as %s (by silence: %s)', async (progress, auto, category) => {
    const renewalId = await given.renewal(await given.customer(), { derived: false })
    const close = () => inTx((tx) => closeRenewals(tx, [{ renewalId, progress, auto }]))
    expect([await close(), await close()]).toEqual([1, 0])
    expect(await read(renewalId)).toMatchObject({ progress, category, autoSigned: auto, closedAt: db.clock.now() })
  })

  it('is not lost by silence', async () => {
    const renewalId = await given.renewal(await given.customer())
    await expect(inTx((tx) => closeRenewals(tx, [{ renewalId, progress: 'lost', auto: true }]))).rejects.toThrow(
      /check constraint/,
    )
  })

  it('of another company is left alone', async () => {
    const id = await others.renewal(await others.customer())
    await inTx(async (tx) => {
      expect(await changeRenewals(tx, [{ id, ...change }])).toBe(0)
      expect(await closeRenewals(tx, [{ renewalId: id, progress: 'signed', auto: false }])).toBe(0)
      expect(await withdrawRenewals(tx, [id])).toBe(0)
    })
  })

  it('keeps what it was, as a version', async () => {
    const id = await given.renewal(await given.customer(), { date: '2027-05-01' })
    await inTx((tx) => changeRenewals(tx, [{ id, ...change }]))
    const versions = await inTx((tx) =>
      tx.rows(`select record ->> 'date' as date from record_versions where record_id = $1`, [id]),
    )
    expect(versions).toEqual([{ date: '2027-05-01' }])
  })

  it('stays while somebody works on it: two begun ones without a renewal would be two of one family', async () => {
    const customerId = await given.customer()
    const renewals = [await given.renewal(customerId), await given.renewal(customerId)]
    const begun = await Promise.all(
      renewals.map(async (renewalId) => {
        const id = await given.execution({
          customerId,
          renewalId,
          workflowId: 'negotiation-prep',
          family: 'renewal',
          stage: 'negotiate',
        })
        await runs.act(id, runs.event('start'))
        return id
      }),
    )
    expect(await inTx((tx) => withdrawRenewals(tx, renewals))).toBe(0)
    const kept = await Promise.all(begun.map(async (id) => (await runs.read(id)).run['renewal_id']))
    expect(kept).toEqual(renewals)
  })

  it('takes the link of its tasks along, not the tasks', async () => {
    const customerId = await given.customer()
    const renewalId = await given.renewal(customerId)
    await inTx((tx) => writeRuleTasks(tx, [aTask(customerId, { renewalId })]))
    await inTx((tx) => withdrawRenewals(tx, [renewalId]))
    const tasks = await inTx((tx) =>
      tx.rows('select renewal_id as renewal, title from tasks where customer_id = $1', [customerId]),
    )
    expect(tasks).toEqual([{ renewal: null, title: 'Settle it' }])
  })
})

const aTask = (customerId: string, known: Partial<RuleTask> = {}): RuleTask => ({
  ruleKey: `minor-renewal:${customerId}`,
  customerId,
  renewalId: null,
  executionId: null,
  title: 'Settle it',
  dueOn: OPENED_ON,
  assignedTo: null,
  ...known,
})

describe('a task that a rule writes', () => {
  it('is written once for its key, also when many write it at once', async () => {
    const customerId = await given.customer()
    const write = (known: Partial<RuleTask> = {}) => inTx((tx) => writeRuleTasks(tx, [aTask(customerId, known)]))
    const written = await Promise.all(Array.from({ length: 6 }, () => write()))
    expect(written.reduce((sum, each) => sum + each, 0)).toBe(1)
    expect(await write({ title: 'In other words' })).toBe(0)
    expect(await write({ ruleKey: `anniversary:${customerId}`, dueOn: null, assignedTo: given.csm })).toBe(1)
  })

  it('does not come back once it is done', async () => {
    const customerId = await given.customer()
    await inTx((tx) => writeRuleTasks(tx, [aTask(customerId)]))
    await inTx((tx) =>
      tx.run(`update tasks set status = 'done', done_at = app.now() where customer_id = $1`, [customerId]),
    )
    expect(await inTx((tx) => writeRuleTasks(tx, [aTask(customerId)]))).toBe(0)
  })

  it('has a key of its own in each company', async () => {
    const key = { ruleKey: 'anniversary:the same' }
    expect(await inTx(async (tx) => writeRuleTasks(tx, [aTask(await given.customer(), key)]))).toBe(1)
    const theirs = await others.customer()
    expect(await others.inTx((tx) => writeRuleTasks(tx, [aTask(theirs, key)]))).toBe(1)
    expect(await inTx((tx) => writeRuleTasks(tx, []))).toBe(0)
  })

  it.each(['customerId', 'renewalId', 'executionId', 'assignedTo'] as const)(
    'never names another company’s record as its %s',
    async (field) => {
      const theirs = {
        customerId: await others.customer(),
        renewalId: await others.renewal(await others.customer()),
        executionId: await others.execution(),
        assignedTo: others.csm,
      }
      const customerId = await given.customer()
      await expect(inTx((tx) => writeRuleTasks(tx, [aTask(customerId, { [field]: theirs[field] })]))).rejects.toThrow(
        /foreign key/,
      )
    },
  )
})
