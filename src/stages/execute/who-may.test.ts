import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { givenDesk, type Asking } from '../../../test/given-desk.ts'
import { OPENED_ON } from '../../../test/given-executions.ts'
import { createAbsence } from '../../access/absences.store.ts'
import { systemActor } from '../../base/actor.ts'

const db = await testDatabase()
const desk = await givenDesk(db)
const { given } = desk

const owner = await desk.person('Rolf Ahl', 'csm', { team: 'North' })
const cover = await desk.person('Cleo Vann', 'csm', { team: 'South' })
const late = await desk.person('Lars Pohl', 'csm')
const other = await desk.person('Ossi Lind', 'csm', { team: 'North' })
const head = await desk.person('Hedda Brix', 'manager', { team: 'North' })
const stranger = await desk.person('Stig Malm', 'manager', { team: 'South' })
const admin = await desk.person('Agda Frey', 'admin')
const viewer = await desk.person('Vera Holt', 'viewer')

await given.inTx(async (tx) => {
  const away = { userId: owner, from: OPENED_ON - 1, to: OPENED_ON, coverId: cover }
  await createAbsence(tx, away, systemActor('test'))
  await createAbsence(tx, { ...away, from: OPENED_ON + 1, to: OPENED_ON + 9, coverId: late }, systemActor('test'))
})

const people: Readonly<Record<string, Asking>> = {
  owner,
  'whoever covers today': cover,
  'whoever covers tomorrow': late,
  'another CSM of the team': other,
  'the manager of the team': head,
  'the manager of another team': stranger,
  'a manager of the whole company': given.manager,
  'an admin': admin,
  'a viewer': viewer,
  'a CSM’s key': await desk.key('csm'),
  'a manager’s key': await desk.key('manager'),
  'an admin’s key': await desk.key('admin'),
  'a viewer’s key': await desk.key('viewer'),
}

const WORKS = ['start', 'act', 'escalate']
const LEADS = ['reassign', 'approve']

type Row = readonly [who: string, ofOwner: readonly string[], pooled: readonly string[]]
const MATRIX: readonly Row[] = [
  ['owner', WORKS, WORKS],
  ['whoever covers today', WORKS, WORKS],
  ['whoever covers tomorrow', [], WORKS],
  ['another CSM of the team', [], WORKS],
  ['the manager of the team', [...WORKS, ...LEADS], [...WORKS, ...LEADS]],
  ['the manager of another team', [], [...WORKS, ...LEADS]],
  ['a manager of the whole company', [...WORKS, ...LEADS], [...WORKS, ...LEADS]],
  ['an admin', [...WORKS, ...LEADS], [...WORKS, ...LEADS]],
  ['a viewer', [], []],
  ['a CSM’s key', [], WORKS],
  ['a manager’s key', [...WORKS, ...LEADS], [...WORKS, ...LEADS]],
  ['an admin’s key', [...WORKS, ...LEADS], [...WORKS, ...LEADS]],
  ['a viewer’s key', [], []],
]

const opened = (assignedTo: string | null): Promise<string> => given.execution({ assignedTo })

describe.each(MATRIX)('%s', (name, ofOwner, pooled) => {
  const who = people[name] ?? ''

  it.each([
    ['the owner’s', owner, ofOwner],
    ['a pooled one', null, pooled],
  ] as const)('may do to %s what travels with it, and nothing else', async (_which, assignedTo, allowed) => {
    const id = await opened(assignedTo)
    const { body } = await desk.get(`/api/workflows/${id}`, who)
    expect([...(body['can'] as string[])].sort()).toEqual(['read', 'comment', ...allowed].sort())

    const status = async (path: string, told?: object) =>
      (await desk.post(`/api/workflows/${id}/${path}`, told, { who })).status
    const is = (permission: string) => (allowed.includes(permission) ? 200 : 403)
    const another = await opened(assignedTo)
    const reassigned = await desk.post(`/api/workflows/${another}/reassign`, { to: other }, { who })
    expect(reassigned.status).toBe(is('reassign'))
    expect(await status('start')).toBe(is('start'))
    expect(await status('actions/schedule-call', {})).toBe(is('act'))
    if (!allowed.includes('start')) return
    expect(await status('steps/find-cause/complete')).toBe(is('act'))
    expect(await status('escalate', { to: admin, reason: 'no answer' })).toBe(is('escalate'))
    expect(await status('cancel', { reason: 'other' })).toBe(is('act'))
  })

  it('comments and reads', async () => {
    const id = await opened(owner)
    const told = { text: 'They asked for a call.' }
    expect((await desk.post(`/api/workflows/${id}/steps/find-cause/comment`, told, { who })).status).toBe(201)
    for (const path of ['', '/status', '/context', '/actions', '/history'])
      expect([path, (await desk.get(`/api/workflows/${id}${path}`, who)).status]).toEqual([path, 200])
  })
})

describe('what is forbidden', () => {
  it('changes nothing, and says whose it is', async () => {
    const id = await opened(owner)
    const before = await desk.runs.read(id)
    const answer = await desk.post(`/api/workflows/${id}/cancel`, { reason: 'other' }, { who: other })
    expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining('Rolf Ahl') as string } })
    expect(await desk.runs.read(id)).toEqual(before)
  })

  it('is why an act is not offered', async () => {
    const id = await opened(owner)
    const { body } = await desk.get(`/api/workflows/${id}/actions`, viewer)
    const actions = body['actions'] as readonly { allowed: boolean; why: string }[]
    expect(actions.filter(({ allowed }) => allowed)).toEqual([])
    expect(new Set(actions.map(({ why }) => why))).toEqual(new Set(['Viewers read and comment.']))
  })

  it('to a key is what its scopes leave out', async () => {
    const id = await opened(owner)
    const reader = await desk.key('admin', ['executions:read'])
    expect((await desk.get(`/api/workflows/${id}`, reader)).status).toBe(200)
    expect((await desk.post(`/api/workflows/${id}/start`, undefined, { who: reader })).status).toBe(403)
  })

  it.each([
    ['a CSM for another’s customer', owner, () => other, 403],
    ['a CSM for whoever is covered', owner, () => cover, 201],
    ['the manager of another team', owner, () => stranger, 403],
    ['a viewer', owner, () => viewer, 403],
    ['anybody of the CSMs for a customer of nobody', null, () => other, 201],
  ])('to open by hand: %s', async (_who, ownerId, who, status) => {
    const customerId = await given.customer(ownerId ?? undefined)
    if (ownerId === null) await desk.rows('update customers set owner_id = null where id = $1', [customerId])
    const body = { customerId, workflowId: 'health-check' }
    expect((await desk.post('/api/workflows', body, { who: who() })).status).toBe(status)
  })
})

describe('many at once', () => {
  it('are given to somebody by a manager: all of them, once each', async () => {
    const ids = [await opened(owner), await opened(null), await opened(other)]
    const told = { ids: [...ids, ...ids], to: cover }
    const reply = await desk.post('/api/workflows/reassign', told, { who: given.manager })
    expect(reply).toMatchObject({ status: 200, body: { reassigned: 3 } })
    for (const id of ids) {
      const { run, actions } = await desk.runs.read(id)
      expect([run['assigned_to'], actions]).toEqual([cover, ['reassign']])
    }
  })

  it.each([
    ['one is not the manager’s', () => stranger, async () => opened(owner), () => cover, 403],
    [
      'one is unknown',
      () => given.manager,
      async () => Promise.resolve('01a2031c-56a4-7da7-87f5-14a9dd01d243'),
      () => cover,
      404,
    ],
    [
      'the person is unknown',
      () => given.manager,
      async () => opened(owner),
      () => '01a2031c-56a4-7da7-87f5-14a9dd01d243',
      422,
    ],
    ['the person only reads', () => given.manager, async () => opened(owner), () => viewer, 422],
    ['a CSM asks', () => owner, async () => opened(owner), () => cover, 403],
  ])('stay where they are when %s', async (_why, who, second, to, status) => {
    const first = await opened(null)
    const told = { ids: [first, await second()], to: to() }
    expect((await desk.post('/api/workflows/reassign', told, { who: who() })).status).toBe(status)
    expect((await desk.runs.read(first)).run['assigned_to']).toBeNull()
  })
})
