import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { givenDesk } from '../../../test/given-desk.ts'

const db = await testDatabase()
const desk = await givenDesk(db)
const { given } = desk
const other = await desk.person('Rolf Ahl', 'csm')
const colleague = await desk.person('Mara Wend', 'manager')
const asManager = { who: given.manager }

let ids: readonly string[]
beforeEach(async () => {
  ids = [
    await given.execution(),
    await given.execution({ assignedTo: other, assignedBecause: 'cover' }),
    await given.execution({ assignedTo: null, assignedBecause: 'nobody' }),
  ]
})

const standing = async () =>
  desk.rows<{ to: string | null; because: string | null }>(
    'select assigned_to as to, assigned_because as because from workflow_executions where id = any($1::uuid[]) order by id',
    [ids],
  )
const giveAll = (to: string) => desk.post('/api/workflows/reassign', { ids, to }, asManager)
const takeBack = (who = given.manager) => desk.post('/api/workflows/reassign/undo', { ids }, { who })

describe('what was given to somebody', () => {
  it('goes back to whom each was with, for the reason that it was there', async () => {
    const before = await standing()
    await giveAll(other)
    expect(await standing()).toEqual(ids.map(() => ({ to: other, because: 'by Mia Lead' })))
    expect(await takeBack()).toMatchObject({ status: 200, body: { givenBack: 3 } })
    expect(await standing()).toEqual(before)
  })

  it('has a row of history and of the audit trail for each act on each', async () => {
    await giveAll(other)
    await takeBack()
    const acts = await desk.rows(
      `select action, count(*)::int from audit_log where object_id = any($1::uuid[]) group by action order by action`,
      [ids],
    )
    expect(acts).toEqual([
      { action: 'give-back', count: 3 },
      { action: 'reassign', count: 3 },
    ])
    const history = await desk.rows<{ action: string }>(
      'select action from workflow_step_actions where execution_id = $1 order by id',
      [ids[0]],
    )
    expect(history.map(({ action }) => action)).toEqual(['reassign', 'give-back'])
  })

  it('goes back once', async () => {
    await giveAll(other)
    await takeBack()
    expect((await takeBack()).status).toBe(409)
  })

  it('stays when somebody gave one of them on meanwhile, all of them', async () => {
    await giveAll(other)
    await desk.post('/api/workflows/reassign', { ids: [ids[1]], to: given.csm }, { who: colleague })
    expect((await takeBack()).status).toBe(409)
    expect((await standing()).map(({ to }) => to)).toEqual([other, given.csm, other])
  })

  it('stays when it was ended meanwhile', async () => {
    await giveAll(other)
    await desk.post(`/api/workflows/${ids[0] ?? ''}/cancel`, { reason: 'other' }, asManager)
    const answer = await takeBack()
    expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringContaining('cancelled') as string } })
  })

  it.each([
    ['another manager', () => colleague, 409],
    ['a CSM', () => given.csm, 403],
  ])('is not for %s to take back', async (_who, who, status) => {
    await giveAll(other)
    expect((await takeBack(who())).status).toBe(status)
    expect(new Set((await standing()).map(({ to }) => to))).toEqual(new Set([other]))
  })

  it('is unknown where one of them is', async () => {
    const unknown = { ids: [ids[0], '01a2031c-56a4-7da7-87f5-14a9dd01d243'] }
    expect((await desk.post('/api/workflows/reassign/undo', unknown, asManager)).status).toBe(404)
  })

  it('goes back once for one Idempotency-Key', async () => {
    await giveAll(other)
    const headers = { 'idempotency-key': `back ${ids[0] ?? ''}` }
    const sent = () => desk.post('/api/workflows/reassign/undo', { ids }, { ...asManager, headers })
    expect([(await sent()).status, (await sent()).status]).toEqual([200, 200])
  })
})
