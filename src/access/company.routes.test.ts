import { describe, expect, it } from 'vitest'
import { ask, read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenRoster, type Page, type Problem } from '../../test/given-roster.ts'

const db = await testDatabase()
const app = await testApp(db)
const given = () => givenRoster(db, app)

describe('the company', () => {
  type Company = { readonly name: string; readonly timeZone: string; readonly can: readonly string[] }

  it('is read by everybody and changed by admins', async () => {
    const { company, admin, manager, viewer, auditOf } = await given()
    const change = (body: object, who = admin) =>
      ask<Company & Problem>(app, who, { method: 'PATCH', url: '/api/company', body })
    expect((await read<Company>(app, viewer, '/api/company')).body).toMatchObject({
      name: company.name,
      can: ['read', 'export'],
    })
    expect((await change({ timeZone: 'UTC' }, manager)).status).toBe(403)
    const { body } = await change({ timeZone: 'Pacific/Auckland', currency: 'NZD', locale: 'en-NZ' })
    expect(body).toMatchObject({ name: company.name, timeZone: 'Pacific/Auckland', currency: 'NZD', locale: 'en-NZ' })
    expect((await read<Company>(app, admin, '/api/company')).body).toEqual(body)
    expect(await auditOf('company')).toEqual(['command line create', 'Ada change'])
    for (const wrong of [
      { timeZone: 'Mars/Olympus' },
      { timeZone: '+02:00' },
      { currency: 'euro' },
      { name: ' ' },
      { locale: '?' },
    ])
      expect((await change(wrong)).status, JSON.stringify(wrong)).toBe(400)
  })

  it('cannot take another’s name, and keeps its own in another case', async () => {
    const [ours, theirs] = [await given(), await given()]
    const rename = (name: string) =>
      ask<Company & Problem>(app, ours.admin, { method: 'PATCH', url: '/api/company', body: { name } })
    expect((await rename(theirs.company.name.toUpperCase())).status).toBe(409)
    expect((await read<Company>(app, ours.admin, '/api/company')).body.name).toBe(ours.company.name)
    expect((await rename(ours.company.name.toUpperCase())).body.name).toBe(ours.company.name.toUpperCase())
  })
})

describe('the audit trail', () => {
  type Row = {
    readonly id: string
    readonly action: string
    readonly object: string
    readonly at: string
    readonly seal: number | null
  }

  it('is read by admins, the latest first, and found by who, what and when', async () => {
    const { admin, manager, csm, patch, post } = await given()
    await patch(csm.userId, { capacity: 5 })
    await post('/api/teams', { name: 'North' })
    const trail = async (query: string) => (await read<Page<Row>>(app, admin, `/api/audit?${query}`)).body
    const acts = async (query: string) => (await trail(query)).items.map(({ action, object }) => `${action} ${object}`)
    expect(await acts('limit=2')).toEqual(['create team', 'change user'])
    expect(await acts(`actor=${admin.userId}`)).toEqual(['create team', 'change user'])
    expect(await acts('actor=ADA&object=team')).toEqual(['create team'])
    expect(await acts(`objectId=${csm.userId}`)).toEqual(['change user', 'create user'])
    expect(await acts('action=change')).toEqual(['change user'])
    const [latest] = (await trail('limit=1')).items
    expect(latest).toMatchObject({
      actor: { kind: 'person', id: admin.userId, name: 'Ada' },
      detail: { name: 'North' },
      seal: null,
    })
    expect(await acts(`from=${latest?.at ?? ''}`)).toEqual(['create team'])
    expect((await acts(`to=${latest?.at ?? ''}`))[0]).toBe('change user')
    expect((await read(app, manager, '/api/audit')).status).toBe(403)
    expect(await acts('limit=1')).toEqual(['deny endpoint'])
  })

  it('comes in pages that leave out nothing, though rows be of one moment', async () => {
    const { company, admin } = await given()
    await db.owner.query(
      `insert into audit_log (company_id, at, actor_kind, actor_name, action, object)
       select $1, '2030-01-01T00:00:00.000001Z', 'system', 'Mo', 'act ' || n, 'thing' from generate_series(1, 5) n`,
      [company.id],
    )
    const seen: string[] = []
    let cursor = ''
    do {
      const { items, nextCursor } = (await read<Page<Row>>(app, admin, `/api/audit?object=thing&limit=2${cursor}`)).body
      seen.push(...items.map(({ action }) => action))
      cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`
    } while (cursor !== '')
    expect(seen.sort()).toEqual(['act 1', 'act 2', 'act 3', 'act 4', 'act 5'])
    expect((await read(app, admin, '/api/audit?cursor=x')).status).toBe(422)
    expect((await read<Page<Row>>(app, (await given()).admin, '/api/audit?object=thing')).body.items).toEqual([])
  })
})
