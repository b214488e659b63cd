import { afterAll, describe, expect, it } from 'vitest'
import { startApp } from '../../e2e/app.ts'
import { cookieOf } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { readEvents, type EventStream } from '../../test/event-stream.ts'
import { givenDesk } from '../../test/given-desk.ts'
import { eventually } from '../../test/patience.ts'
import { createCompany } from '../access/companies.store.ts'
import { createUser } from '../access/users.store.ts'
import { recordAudit, recordAuditOfEach } from '../access/audit.store.ts'
import { systemActor } from '../base/actor.ts'

const db = await testDatabase()
const desk = await givenDesk(db)
const { given } = desk
// Two processes' worth of servers on one database.
const servers = await Promise.all([1, 2].map(() => startApp(db, { webRoot: '/nowhere' })))
const streams: EventStream[] = []
afterAll(async () => {
  await Promise.all(streams.map((stream) => stream.close()))
  await Promise.all(servers.map((server) => server.close()))
})

const cookie = (userId: string, companyId = given.companyId) => ({ cookie: cookieOf({ companyId, userId }) })

async function watch(headers: Readonly<Record<string, string>>, server = 0): Promise<EventStream> {
  const stream = await readEvents(`${servers[server]?.address ?? ''}/api/changes`, headers)
  streams.push(stream)
  if (stream.status === 200) await eventually(() => expect(names(stream)).toContain('ready'))
  return stream
}

const names = ({ told }: EventStream): readonly string[] => told.map(({ event }) => event)
const changes = ({ told }: EventStream) => told.filter(({ event }) => event === 'change').map(({ data }) => data)
const objects = (stream: EventStream) => changes(stream).map(({ object }) => object)
const actor = systemActor('test')

describe('the stream of changes', () => {
  it('tells everybody of the company, through whichever server, what was done to what, and whose it is', async () => {
    const viewer = await desk.person('Vi', 'viewer')
    const [one, other] = [await watch(cookie(given.csm)), await watch(cookie(viewer), 1)]
    const id = await given.execution()
    expect((await desk.post(`/api/workflows/${id}/start`)).status).toBe(200)
    const { customerId } = (
      await desk.rows<{ customerId: string }>(
        'select customer_id as "customerId" from workflow_executions where id = $1',
        [id],
      )
    )[0] ?? { customerId: '' }
    for (const stream of [one, other])
      await eventually(() =>
        expect(changes(stream)).toContainEqual({
          id: expect.any(String) as string,
          object: 'execution',
          objectId: id,
          customerId,
          ownerId: given.csm,
        }),
      )
  })

  it('tells another company nothing', async () => {
    const theirs = await createCompany(db, { name: 'Neighbour', timeZone: 'UTC' })
    const neighbour = await createUser(db, { companyId: theirs.id, name: 'Ned', role: 'admin' })
    const [stream, ours] = [await watch(cookie(neighbour.id, theirs.id)), await watch(cookie(given.csm))]
    const id = await given.execution()
    await desk.post(`/api/workflows/${id}/start`)
    await eventually(() => expect(changes(ours)).not.toEqual([]))
    await db.database.withCompany(theirs.id, (tx) => recordAudit(tx, { actor, action: 'change', object: 'last' }))
    await eventually(() => expect(objects(stream)).toContain('last'))
    expect(objects(stream)).not.toContain('execution')
  })

  it('tells of a write when it is kept, and of none that was taken back', async () => {
    const stream = await watch(cookie(given.csm))
    const failing = given.inTx(async (tx) => {
      await recordAudit(tx, { actor, action: 'change', object: 'taken-back' })
      throw new Error('and back')
    })
    await expect(failing).rejects.toThrow('and back')
    await given.inTx((tx) => recordAudit(tx, { actor, action: 'change', object: 'kept' }))
    await eventually(() => expect(objects(stream)).toContain('kept'))
    expect(objects(stream)).not.toContain('taken-back')
  })

  it('tells many things of one act by their kind, and what was denied to nobody', async () => {
    const stream = await watch(cookie(given.csm))
    const ids = Array.from({ length: 21 }, (_, index) => `01890000-0000-7000-8000-0000000000${String(10 + index)}`)
    await given.inTx(async (tx) => {
      await recordAudit(tx, { actor, action: 'deny', object: 'endpoint' })
      await recordAuditOfEach(tx, { actor, action: 'reassign', object: 'execution' }, ids)
    })
    const several = { object: 'execution', objectId: null, customerId: null, ownerId: null }
    await eventually(() => expect(changes(stream)).toContainEqual({ id: expect.any(String) as string, ...several }))
    expect(changes(stream).map(({ objectId }) => objectId)).not.toContain(ids[0])
    expect(objects(stream)).not.toContain('endpoint')
  })

  it('says to who comes back that something may have been missed', async () => {
    const stream = await watch({ ...cookie(given.csm), 'last-event-id': 'ready' })
    await eventually(() => expect(names(stream)).toEqual(['ready', 'resync']))
  })

  it('ends for a member who was removed, and is closed to him', async () => {
    const leaver = await desk.person('Leo', 'csm')
    const stream = await watch(cookie(leaver))
    const admin = await desk.person('Al', 'admin')
    expect((await desk.post(`/api/members/${leaver}/deactivate`, undefined, { who: admin })).status).toBe(200)
    await eventually(() => expect(stream.ended()).toBe(true))
    expect((await watch(cookie(leaver))).status).toBe(401)
  })

  it('is given a person so many times at once, and again when one was closed', async () => {
    const busy = await desk.person('Bea', 'csm')
    const open = await Promise.all(Array.from({ length: 20 }, () => watch(cookie(busy))))
    expect((await watch(cookie(busy))).status).toBe(429)
    await open[0]?.close()
    await eventually(async () => expect((await watch(cookie(busy))).status).toBe(200))
  })

  it('listens on one connection for all who read through a server', async () => {
    const { rows } = await db.owner.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and application_name = 'renubu changed'`,
    )
    expect(rows).toEqual([{ count: servers.length }])
  })

  it('says to everybody that something may have been missed when that connection was lost', async () => {
    const stream = await watch(cookie(given.csm))
    await db.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'renubu changed'`,
    )
    await eventually(() => expect(names(stream)).toEqual(['ready', 'resync']))
  })

  it('says so too when the database tells what this server does not understand, and goes on', async () => {
    const stream = await watch(cookie(given.csm))
    await db.owner.query(`select pg_notify('changed', 'words of another version')`)
    await eventually(() => expect(names(stream)).toEqual(['ready', 'resync']))
    await given.inTx((tx) => recordAudit(tx, { actor, action: 'change', object: 'understood' }))
    await eventually(() => expect(objects(stream)).toContain('understood'))
  })

  it('has no head without its body', async () => {
    const headers = cookie(given.csm)
    const answer = await fetch(`${servers[0]?.address ?? ''}/api/changes`, { method: 'HEAD', headers })
    expect(answer.status).toBe(404)
  })

  it('ends when the server is stopped', async () => {
    const server = await startApp(db, { webRoot: '/nowhere' })
    servers.push(server)
    const stream = await watch(cookie(given.csm), 2)
    await server.close()
    await eventually(() => expect(stream.ended()).toBe(true))
  })
})
