import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenExecutions, OPENED_ON } from '../../test/given-executions.ts'
import { noteRests, restsOf, saveRests, wakeRest } from './rest.store.ts'
import { eventScope, renewalScope, type NewRest, type Rest } from './rest.ts'

const db = await testDatabase()
const given = await givenExecutions(db)
const others = await givenExecutions(db)
const { inTx, actor } = given

const aRest = (customerId: string, known: Partial<NewRest> = {}): NewRest => ({
  customerId,
  family: 'risk',
  scope: 'risk',
  reason: 'completed',
  from: OPENED_ON,
  until: OPENED_ON + 30,
  whileUnchanged: { input: 'usage health', risk: 80, factors: ['risk.usage'], fellBelow: false, anchor: null },
  executionId: null,
  ...known,
})

const read = (customerId: string): Promise<readonly Rest[]> =>
  inTx(async (tx) => (await restsOf(tx, [customerId])).get(customerId) ?? [])
const save = (...rests: readonly NewRest[]) => inTx((tx) => saveRests(tx, rests))
const wake = (id: string, as = given) => as.inTx((tx) => wakeRest(tx, id, as.actor))

async function onlyRest(customerId: string): Promise<Rest> {
  const [rest] = await read(customerId)
  if (!rest) throw new Error('Nothing rests')
  return rest
}

describe('a rest', () => {
  it('that is woken makes its customer one of whom more is known', async () => {
    const customerId = await given.customer()
    const version = () =>
      inTx(async (tx) => {
        const row = await tx.row<{ version: number }>('select version from facts_versions where customer_id = $1', [
          customerId,
        ])
        return row?.version ?? 0
      })
    await save(aRest(customerId))
    const [before, { id }] = [await version(), await onlyRest(customerId)]
    expect([await wake(id), await wake(id)]).toEqual([true, false])
    expect(await version()).toBe(before + 1)
  })

  it('is read as it was written, hostile input included', async () => {
    const customerId = await given.customer()
    const rest = aRest(customerId, {
      scope: eventScope(`usage-spike:'; --\n{{x}}`),
      family: 'event',
      reason: 'bad-data',
      until: null,
      whileUnchanged: { input: `"\\ 漢字 🙂`, risk: null, factors: [], fellBelow: true, anchor: OPENED_ON + 90 },
    })
    expect(await save(rest)).toBe(1)
    const { executionId: _, ...written } = rest
    expect(await onlyRest(customerId)).toEqual({ ...written, id: expect.any(String) as string })
  })

  it('is one per scope, the newest, and those of several scopes stand beside each other', async () => {
    const customerId = await given.customer()
    await save(
      aRest(customerId, { from: OPENED_ON - 60, until: OPENED_ON - 30 }),
      aRest(customerId, { until: OPENED_ON + 7, reason: 'cancelled' }),
      aRest(customerId, { family: 'renewal', scope: renewalScope(null, 'urgent') }),
      aRest(customerId, { family: 'renewal', scope: renewalScope(null, 'critical') }),
    )
    expect((await read(customerId)).map(({ scope, reason }) => `${scope} ${reason}`)).toEqual([
      'renewal:unknown:critical completed',
      'renewal:unknown:urgent completed',
      'risk cancelled',
    ])
  })

  it('that was woken is over, and so is the older one that it replaced', async () => {
    const customerId = await given.customer()
    await save(aRest(customerId, { from: OPENED_ON - 1 }), aRest(customerId))
    const { id } = await onlyRest(customerId)
    expect(await wake(id)).toBe(true)
    expect(await read(customerId)).toEqual([])
    await save(aRest(customerId, { from: OPENED_ON + 1, until: OPENED_ON + 1 }))
    expect(await onlyRest(customerId)).toMatchObject({ from: OPENED_ON + 1 })
  })

  it('is woken once, by whom the audit trail says, and by nobody of another company', async () => {
    const customerId = await given.customer()
    await save(aRest(customerId))
    const { id } = await onlyRest(customerId)
    expect(await wake(id, others)).toBe(false)
    expect(await Promise.all(Array.from({ length: 5 }, () => wake(id)))).toEqual(expect.arrayContaining([true, false]))
    expect(await wake(id)).toBe(false)
    expect(await wake('01a2031c-56a4-7da7-87f5-14a9dd01d243')).toBe(false)
    const audited = await inTx((tx) =>
      tx.rows('select actor_name as name, action, object from audit_log where object_id = $1', [id]),
    )
    expect(audited).toEqual([{ name: actor.name, action: 'wake', object: 'rest' }])
  })

  it('remembers what happened since', async () => {
    const customerId = await given.customer()
    await save(aRest(customerId))
    const rest = await onlyRest(customerId)
    const whileUnchanged = { ...rest.whileUnchanged, fellBelow: true }
    const note = [{ restId: rest.id, whileUnchanged }]
    expect(await others.inTx((tx) => noteRests(tx, note))).toBe(0)
    expect(await inTx((tx) => noteRests(tx, note))).toBe(1)
    expect(await onlyRest(customerId)).toEqual({ ...rest, whileUnchanged })
    expect(await inTx((tx) => noteRests(tx, []))).toBe(0)
  })

  it('is not begun for another company’s customer', async () => {
    const customerId = await others.customer()
    await expect(save(aRest(customerId))).rejects.toThrow(/foreign key/)
    expect(await save()).toBe(0)
  })

  it('is nobody’s who has none', async () => {
    expect((await inTx(async (tx) => restsOf(tx, [await given.customer()]))).size).toBe(0)
    expect((await inTx((tx) => restsOf(tx, []))).size).toBe(0)
  })
})
