import { describe, expect, it } from 'vitest'
import { ask, read, testApp, type Somebody } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenRoster, type Member, type Page } from '../../test/given-roster.ts'
import { createApiKey } from './api-keys.store.ts'

const db = await testDatabase()
const app = await testApp(db)
const given = () => givenRoster(db, app)

describe('a member', () => {
  it('is added with all that is said of him, and is in the list', async () => {
    const { post, admin, auditOf } = await given()
    const body = {
      name: 'Ida Berg',
      email: 'ida@example.org',
      role: 'csm',
      team: 'North',
      capacity: 9,
      experience: 1.1,
      timeZone: 'Europe/Oslo',
      workingDays: [1, 2, 3],
    }
    const { status, body: made } = await post('/api/members', body)
    expect(status).toBe(201)
    expect(made).toMatchObject({
      ...body,
      team: { name: 'North' },
      active: true,
      can: ['read', 'edit', 'deactivate', 'invite', 'reset-second-factor', 'be-absent'],
    })
    expect((await read(app, admin, `/api/members/${made.id}`)).body).toEqual(made)
    const first = (await read<Page<Member>>(app, admin, '/api/members?limit=3')).body
    const rest = (await read<Page<Member>>(app, admin, `/api/members?limit=3&cursor=${first.nextCursor ?? ''}`)).body
    expect([...first.items, ...rest.items].map(({ name }) => name).sort()).toEqual([
      'Ada',
      'Cy',
      'Ida Berg',
      'Mo',
      'Vi',
    ])
    expect(rest.nextCursor).toBeNull()
    expect(await auditOf('user')).toContain('Ada create')
  })

  it.each<readonly [string, object, number, RegExp]>([
    [
      'an address that somebody has',
      { name: 'B', email: 'CY@example.org', role: 'csm' },
      409,
      /with the address CY@example.org already/,
    ],
    [
      'a lead who is nobody',
      { name: 'B', role: 'csm', leadId: '01890000-0000-7000-8000-000000000000' },
      422,
      /^leadId: /,
    ],
    ['a role that is none', { name: 'B', role: 'owner' }, 400, /role/],
    [
      'a time zone by its offset, which two programs read in two ways',
      { name: 'B', role: 'csm', timeZone: '+05:30' },
      400,
      /is no time zone/,
    ],
    ['a capacity beyond any', { name: 'B', role: 'csm', capacity: 3_000_000_000 }, 400, /capacity/],
    ['a day that is none', { name: 'B', role: 'csm', workingDays: [8] }, 400, /workingDays/],
  ])('is not added with %s', async (_, body, status, says) => {
    const { post, patch, csm } = await given()
    await patch(csm.userId, { email: 'cy@example.org' })
    const refused = await post('/api/members', body)
    expect(refused.status).toBe(status)
    expect(refused.body.detail).toMatch(says)
  })

  it('is changed in what is named, and the rest stays', async () => {
    const { patch, csm, admin, auditOf } = await given()
    await patch(csm.userId, { team: 'North', capacity: 7, workingDays: [1, 2], email: 'cy@example.org' })
    const { body } = await patch(csm.userId, { name: 'Cyra', role: 'manager' })
    expect(body).toMatchObject({
      name: 'Cyra',
      role: 'manager',
      capacity: 7,
      workingDays: [1, 2],
      email: 'cy@example.org',
      team: { name: 'North' },
    })
    expect((await patch(csm.userId, { team: null, email: null })).body).toMatchObject({
      team: null,
      email: null,
      name: 'Cyra',
    })
    expect((await patch(csm.userId, {})).body).toEqual((await read(app, admin, `/api/members/${csm.userId}`)).body)
    expect((await auditOf('user')).filter((line) => line === 'Ada change')).toHaveLength(3)
  })

  it.each([
    ['somebody else’s address, in any case', { email: 'MO@example.org' }, 409],
    ['himself as his lead', { leadId: 'himself' }, 422],
    ['nobody as his lead', { leadId: '01890000-0000-7000-8000-000000000000' }, 422],
  ])('cannot be given %s', async (_, change, status) => {
    const { patch, csm, manager } = await given()
    await patch(manager.userId, { email: 'mo@example.org' })
    const body = 'leadId' in change && change.leadId === 'himself' ? { leadId: csm.userId } : change
    expect((await patch(csm.userId, body)).status).toBe(status)
    expect((await patch(manager.userId, { email: 'Mo@example.org' })).status).toBe(200)
  })

  it('who loses a role has lost it with the next request', async () => {
    const { patch, manager, admin } = await given()
    const asks = () => read(app, manager, '/api/configuration')
    expect((await asks()).status).toBe(200)
    await patch(manager.userId, { role: 'csm' })
    expect((await asks()).status).toBe(403)
    await patch(manager.userId, { role: 'admin' })
    await patch(admin.userId, { role: 'viewer' }, manager)
    expect((await patch(manager.userId, { role: 'admin' })).status).toBe(403)
  })

  it('who is deactivated is out at once, what he owned is told, and he can come back', async () => {
    const { post, csm, company } = await given()
    await db.owner.query(
      `insert into customers (company_id, external_id, name, name_key, owner_id) values ($1, 'a', 'Aspen', 'aspen', $2), ($1, 'b', 'Birch', 'birch', $2)`,
      [company.id, csm.userId],
    )
    const { status, body } = await post<{ member: Member; owns: object }>(`/api/members/${csm.userId}/deactivate`)
    expect([status, body.member.active, body.owns]).toEqual([
      200,
      false,
      { customers: 2, openExecutions: 0, openTasks: 0 },
    ])
    expect((await read(app, csm, '/api/today')).status).toBe(401)
    expect((await post(`/api/members/${csm.userId}/deactivate`)).status).toBe(200)
    expect((await post(`/api/members/${csm.userId}/reactivate`)).body.active).toBe(true)
    expect((await read(app, csm, '/api/today')).status).toBe(200)
  })

  it('who is the last admin stays one', async () => {
    const { patch, post, admin, manager } = await given()
    expect((await patch(admin.userId, { role: 'csm' })).body.detail).toMatch(/last admin/)
    expect((await post(`/api/members/${admin.userId}/deactivate`)).status).toBe(409)
    await patch(manager.userId, { role: 'admin' })
    const both = await Promise.all([
      patch(admin.userId, { role: 'csm' }),
      patch(manager.userId, { role: 'csm' }, manager),
    ])
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('may be managed by admins alone, read by everybody', async () => {
    const { manager, csm, viewer, patch, post } = await given()
    for (const who of [manager, csm, viewer]) {
      expect((await read(app, who, `/api/members/${csm.userId}`)).status).toBe(200)
      expect((await patch(csm.userId, { capacity: 1 }, who)).status).toBe(403)
      expect((await post('/api/members', { name: 'B', role: 'csm' }, who)).status).toBe(403)
      expect((await post(`/api/members/${csm.userId}/deactivate`, undefined, who)).status).toBe(403)
    }
  })

  it('of another company is nobody', async () => {
    const [ours, theirs] = [await given(), await given()]
    const id = ours.csm.userId
    const unknown = await theirs.patch('01890000-0000-7000-8000-000000000000', { capacity: 1 })
    expect((await theirs.patch(id, { capacity: 1 })).body.detail).toBe(unknown.body.detail)
    expect((await theirs.post(`/api/members/${id}/deactivate`)).status).toBe(404)
    expect((await theirs.post('/api/members', { name: 'B', role: 'csm', leadId: id })).status).toBe(422)
    expect((await theirs.post(`/api/members/${id}/absences`, { from: '2027-04-01', to: '2027-04-02' })).status).toBe(
      404,
    )
    expect((await read(app, theirs.admin, `/api/members/${id}`)).status).toBe(404)
  })
})

describe('an absence', () => {
  type Absence = {
    readonly id: string
    readonly memberId: string
    readonly from: string
    readonly to: string
    readonly coverId: string | null
  }
  const away = (from: string, to: string, coverId: string | null = null) => ({ from, to, coverId })

  it('is said by everybody of himself and by who leads of everybody, and taken back likewise', async () => {
    const { admin, manager, csm, viewer, post, company } = await given()
    const say = (of: Somebody, who: Somebody, month: string) =>
      post<Absence>(`/api/members/${of.userId}/absences`, away(`2027-${month}-01`, `2027-${month}-05`), who)
    const takeBack = (id: string, who: Somebody) => ask(app, who, { method: 'DELETE', url: `/api/absences/${id}` })
    expect((await say(viewer, viewer, '04')).status).toBe(201)
    expect((await say(viewer, csm, '05')).status).toBe(403)
    const own = await say(csm, csm, '04')
    const others = await say(csm, manager, '05')
    expect([own.status, others.status]).toEqual([201, 201])
    expect((await takeBack(own.body.id, viewer)).status).toBe(403)
    expect((await takeBack(own.body.id, csm)).status).toBe(200)
    expect((await takeBack(own.body.id, csm)).status).toBe(404)
    expect((await takeBack(others.body.id, (await given()).admin)).status).toBe(404)
    expect((await takeBack(others.body.id, admin)).status).toBe(200)
    const { key } = await createApiKey(db, { companyId: company.id, role: 'csm' })
    const asKey = await app.inject({
      method: 'POST',
      url: `/api/members/${csm.userId}/absences`,
      headers: { authorization: `Bearer ${key}` },
      payload: away('2027-04-01', '2027-04-02'),
    })
    expect(asKey.statusCode).toBe(403)
  })

  it('is listed, the latest first, a page at a time', async () => {
    const { csm, post } = await given()
    const url = `/api/members/${csm.userId}/absences`
    for (const month of ['05', '04', '06']) await post(url, away(`2027-${month}-01`, `2027-${month}-05`), csm)
    const first = (await read<Page<Absence>>(app, csm, `${url}?limit=2`)).body
    expect(first.items.map(({ from }) => from)).toEqual(['2027-06-01', '2027-05-01'])
    const rest = (await read<Page<Absence>>(app, csm, `${url}?limit=2&cursor=${first.nextCursor ?? ''}`)).body
    expect(rest).toMatchObject({
      items: [{ from: '2027-04-01', to: '2027-04-05', memberId: csm.userId, coverId: null }],
      nextCursor: null,
    })
    expect((await read(app, csm, `${url}?cursor=WyJ4Il0`)).status).toBe(422)
  })

  it.each([
    ['ends before it begins', () => away('2027-04-05', '2027-04-01'), 422],
    ['is covered by himself', ({ csm }: { csm: Somebody }) => away('2027-04-01', '2027-04-05', csm.userId), 422],
    [
      'is covered by nobody of the company',
      () => away('2027-04-01', '2027-04-05', '01890000-0000-7000-8000-000000000000'),
      422,
    ],
    ['is no day', () => away('2027-02-29', '2027-04-05'), 400],
  ])('that %s is refused', async (_, body, status) => {
    const world = await given()
    expect((await world.post(`/api/members/${world.csm.userId}/absences`, body(world), world.csm)).status).toBe(status)
  })

  it('that touches another is refused, also when both come at the same moment, and so is one that is covered by who left', async () => {
    const { csm, manager, post } = await given()
    const url = `/api/members/${csm.userId}/absences`
    const both = await Promise.all([
      post(url, away('2027-04-01', '2027-04-05'), csm),
      post(url, away('2027-04-05', '2027-04-09'), csm),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    await post(`/api/members/${manager.userId}/deactivate`)
    expect((await post(url, away('2027-06-01', '2027-06-02', manager.userId), csm)).status).toBe(422)
  })
})

describe('a team', () => {
  type Team = { readonly id: string; readonly name: string; readonly members: number }

  it('is made, named otherwise, and taken away when nobody is in it', async () => {
    const { post, patch, csm, admin, auditOf } = await given()
    const { body: team, status } = await post<Team>('/api/teams', { name: 'North' })
    expect([status, team.members]).toEqual([201, 0])
    expect((await post('/api/teams', { name: 'NORTH' })).status).toBe(409)
    await post('/api/teams', { name: 'South' })
    const rename = (name: string) =>
      ask<Team>(app, admin, { method: 'PATCH', url: `/api/teams/${team.id}`, body: { name } })
    expect((await rename('south')).status).toBe(409)
    expect((await rename('north')).body.name).toBe('north')
    await patch(csm.userId, { team: 'North' })
    const teams = (await read<Page<Team>>(app, csm, '/api/teams')).body
    expect(teams.items.map(({ name, members }) => [name, members])).toEqual([
      ['north', 1],
      ['South', 0],
    ])
    const takeAway = () => ask(app, admin, { method: 'DELETE', url: `/api/teams/${team.id}` })
    expect((await takeAway()).status).toBe(409)
    await patch(csm.userId, { team: null })
    expect((await takeAway()).status).toBe(200)
    expect((await takeAway()).status).toBe(404)
    expect(await auditOf('team')).toEqual(['Ada create', 'Ada create', 'Ada change', 'Ada delete'])
  })

  it('is its own company’s, and admins’ to change', async () => {
    const [ours, theirs] = [await given(), await given()]
    const { body: team } = await ours.post<Team>('/api/teams', { name: 'North' })
    const url = `/api/teams/${team.id}`
    expect((await ask(app, theirs.admin, { method: 'DELETE', url })).status).toBe(404)
    expect((await ask(app, theirs.admin, { method: 'PATCH', url, body: { name: 'x' } })).status).toBe(404)
    expect((await ask(app, ours.manager, { method: 'DELETE', url })).status).toBe(403)
    expect((await read<Page<Team>>(app, theirs.admin, '/api/teams')).body.items).toEqual([])
  })
})
