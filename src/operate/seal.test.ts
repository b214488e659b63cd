import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { recordAudit } from '../access/audit.store.ts'
import { createCompany } from '../access/companies.store.ts'
import { systemActor } from '../base/actor.ts'
import { silentLog } from '../platform/log.ts'
import { sealedAfter, sealNext } from './audit-seals.store.ts'
import { sealCompany, startSealing } from './seal.job.ts'
import { verifyAudit } from './verify-audit.ts'
import { eventually } from '../../test/patience.ts'

const db = await testDatabase()
const { database } = db

let count = 0

/** A company with so many rows in its trail: its own creation, then "act 1" and so on. */
async function companyWith(acts: number): Promise<{ readonly id: string; readonly name: string }> {
  count += 1
  const name = `Sealed ${String(count)}`
  const { id } = await createCompany(db, { name, timeZone: 'UTC' })
  for (let act = 1; act <= acts; act += 1) await write(id, `act ${String(act)}`)
  return { id, name }
}

const write = (companyId: string, action: string, detail: Readonly<Record<string, unknown>> = {}) =>
  database.withCompany(companyId, (tx) =>
    recordAudit(tx, { actor: systemActor('Mo Tarn'), action, object: 'thing', detail }),
  )

/** What the server's administrator does, past every constraint. */
async function tamper(sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = await db.owner.connect()
  try {
    await client.query(`set session_replication_role = 'replica'`)
    await client.query(sql, [...values])
  } finally {
    client.release(true)
  }
}

const seals = async (companyId: string) =>
  (
    await db.owner.query<{ seq: string; id: string; action: string }>(
      `select s.seq, s.audit_id as id, a.action from audit_seals s left join audit_log a on a.id = s.audit_id where s.company_id = $1 order by s.seq`,
      [companyId],
    )
  ).rows.map(({ seq, ...row }) => ({ seq: Number(seq), ...row }))

const idAt = async (companyId: string, seq: number): Promise<string> =>
  (await seals(companyId)).find((seal) => seal.seq === seq)?.id ?? ''

const HOSTILE = { text: `'; drop table audit_log; --`, umlaut: 'ä漢🙂', deep: { b: [1, null, 1e-7], a: { '': false } } }

describe('the seal', () => {
  it('is put on every row in the order in which they were written, once', async () => {
    const { id } = await companyWith(4)
    await sealCompany(database, id)
    await sealCompany(database, id)
    const inOrder = ['create', 'act 1', 'act 2', 'act 3', 'act 4']
    expect((await seals(id)).map(({ seq, action }) => [seq, action])).toEqual(
      inOrder.map((action, at) => [at + 1, action]),
    )
    expect(await verifyAudit(database, id)).toMatchObject({
      rows: 5,
      sealed: 5,
      unsealed: 0,
      firstBroken: null,
      head: { seq: 5 },
    })
  })

  it('goes on behind what is sealed, however large the parts are', async () => {
    const { id } = await companyWith(6)
    await sealCompany(database, id, 2)
    await write(id, 'act 7', HOSTILE)
    expect(await verifyAudit(database, id)).toMatchObject({ rows: 8, sealed: 7, unsealed: 1, firstBroken: null })
    await sealCompany(database, id, 3)
    expect(await verifyAudit(database, id)).toMatchObject({ rows: 8, sealed: 8, unsealed: 0, firstBroken: null })
  })

  it('is one chain when several seal at once while others write', async () => {
    const { id } = await companyWith(10)
    const sealer = () => sealCompany(database, id, 3)
    await Promise.all([sealer(), write(id, 'meanwhile'), sealer(), write(id, 'meanwhile'), sealer()])
    await sealCompany(database, id)
    expect(await verifyAudit(database, id)).toMatchObject({ rows: 13, sealed: 13, unsealed: 0, firstBroken: null })
  })

  it('finds a row that was written before others and committed after them', async () => {
    const { id } = await companyWith(1)
    let written = (): void => undefined
    const isWritten = new Promise<void>((resolve) => (written = resolve))
    let commit = (): void => undefined
    const mayCommit = new Promise<void>((resolve) => (commit = resolve))
    const slow = database.withCompany(id, async (tx) => {
      await recordAudit(tx, { actor: systemActor('Mo Tarn'), action: 'slow', object: 'thing' })
      written()
      await mayCommit
    })
    await isWritten
    await write(id, 'quick')
    await sealCompany(database, id)
    commit()
    await slow
    await sealCompany(database, id)
    expect((await seals(id)).map(({ action }) => action)).toEqual(['create', 'act 1', 'quick', 'slow'])
    expect(await verifyAudit(database, id)).toMatchObject({ unsealed: 0, firstBroken: null })
  })

  it('killed between two parts or in the middle of one, goes on as if nothing had been', async () => {
    const { id } = await companyWith(8)
    const after = await database.withCompany(id, (tx) => sealNext(tx, null, 3))
    const killed = database.withCompany(id, async (tx) => {
      await sealNext(tx, after, 3)
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    expect(await verifyAudit(database, id)).toMatchObject({ sealed: 3, unsealed: 6, firstBroken: null })
    await sealCompany(database, id, 3)
    expect(await verifyAudit(database, id)).toMatchObject({ sealed: 9, unsealed: 0, firstBroken: null })
  })

  it('of one company knows nothing of another', async () => {
    const [ours, theirs] = [await companyWith(2), await companyWith(3)]
    await sealCompany(database, ours.id)
    expect(await verifyAudit(database, theirs.id)).toMatchObject({ rows: 4, sealed: 0, unsealed: 4, head: null })
    expect(await verifyAudit(database, ours.id)).toMatchObject({ rows: 3, sealed: 3, unsealed: 0 })
  })

  it('does not depend on the session that reads it', async () => {
    const { id } = await companyWith(1)
    await write(id, 'hostile', HOSTILE)
    await sealCompany(database, id)
    const [plain, elsewhere] = await database.withCompany(id, async (tx) => {
      const read = () => sealedAfter(tx, 0, 10)
      const before = await read()
      await tx.run(
        `set local timezone = 'Asia/Kathmandu'; set local datestyle = 'German'; set local extra_float_digits = 0`,
      )
      return [before, await read()]
    })
    expect(elsewhere.map(({ text }) => text)).toEqual(plain.map(({ text }) => text))
  })
})

describe('the server’s administrator cannot, unseen,', () => {
  /** Seven sealed rows and one that is not. */
  const sealed = async () => {
    const { id, name } = await companyWith(6)
    await sealCompany(database, id)
    await write(id, 'act 7')
    return { id, name, at: (seq: number) => idAt(id, seq) }
  }
  type Sealed = Awaited<ReturnType<typeof sealed>>
  const broken = async ({ id }: Sealed) => (await verifyAudit(database, id)).firstBroken

  it.each([
    ['who', `actor_name = 'nobody'`],
    ['who, by id', `actor_id = app.new_id()`],
    ['what', `action = 'other'`],
    ['to what', `object_id = app.new_id()`],
    ['when', `at = at + interval '1 microsecond'`],
    ['the detail', `detail = detail || '{"note": 1}'`],
  ])('change %s', async (_, change) => {
    const trail = await sealed()
    const auditId = await trail.at(4)
    await tamper(`update audit_log set ${change} where id = $1`, [auditId])
    expect(await broken(trail)).toEqual({ seq: 4, auditId, why: 'changed' })
  })

  it('put another hash on a row that was changed', async () => {
    const trail = await sealed()
    const auditId = await trail.at(4)
    await tamper(`update audit_seals set hash = sha256('4') where audit_id = $1`, [auditId])
    expect(await broken(trail)).toEqual({ seq: 4, auditId, why: 'changed' })
  })

  it('take a row away', async () => {
    const trail = await sealed()
    const auditId = await trail.at(3)
    await tamper('delete from audit_log where id = $1', [auditId])
    expect(await broken(trail)).toEqual({ seq: 3, auditId, why: 'missing' })
  })

  it('take a row away with its seal', async () => {
    const trail = await sealed()
    const auditId = await trail.at(3)
    await tamper('delete from audit_log where id = $1', [auditId])
    await tamper('delete from audit_seals where audit_id = $1', [auditId])
    expect(await broken(trail)).toEqual({ seq: 3, auditId: null, why: 'missing' })
  })

  it('take a row away, close the gap and hope', async () => {
    const trail = await sealed()
    const [auditId, next] = [await trail.at(3), await trail.at(4)]
    await tamper('delete from audit_log where id = $1', [auditId])
    await tamper('delete from audit_seals where audit_id = $1', [auditId])
    await tamper('update audit_seals set seq = seq + 100 where company_id = $1 and seq > 3', [trail.id])
    await tamper('update audit_seals set seq = seq - 101 where company_id = $1 and seq > 100', [trail.id])
    expect(await broken(trail)).toEqual({ seq: 3, auditId: next, why: 'changed' })
  })

  it('put a row in between, with a seal that looks like one', async () => {
    const trail = await sealed()
    await tamper('update audit_seals set seq = seq + 100 where company_id = $1 and seq > 3', [trail.id])
    await tamper('update audit_seals set seq = seq - 99 where company_id = $1 and seq > 100', [trail.id])
    const forged = await idAt(trail.id, 7)
    const { rows } = await db.owner.query<{ id: string }>('select app.new_id() as id')
    const auditId = rows[0]?.id ?? ''
    await tamper(
      `insert into audit_log select company_id, $2, at, actor_kind, actor_id, actor_name, 'forged', object, object_id, detail from audit_log where id = $1`,
      [forged, auditId],
    )
    await tamper(`insert into audit_seals values ($1, 4, $2, sha256('forged'))`, [trail.id, auditId])
    expect(await broken(trail)).toEqual({ seq: 4, auditId, why: 'inserted' })
  })

  it.each([
    ['and leave it unsealed', false],
    ['and have it sealed', true],
  ])('put a row among those of hours ago, %s', async (_, andSeal) => {
    const { id } = await companyWith(0)
    await db.owner.query('delete from audit_log where company_id = $1', [id])
    const dated = (action: string, ago: string) =>
      tamper(
        `insert into audit_log (company_id, at, actor_kind, actor_name, action, object) values ($1, now() - $3::interval, 'system', 'Mo', $2, 'thing')`,
        [id, action, ago],
      )
    for (const [action, ago] of [
      ['first', '9 hours'],
      ['second', '6 hours'],
      ['third', '3 hours'],
    ] as const)
      await dated(action, ago)
    await sealCompany(database, id)
    await dated('forged', '7 hours')
    if (andSeal) await sealCompany(database, id)
    const { rows } = await db.owner.query<{ id: string }>(
      `select id from audit_log where action = 'forged' and company_id = $1`,
      [id],
    )
    expect(await verifyAudit(database, id)).toMatchObject({
      unsealed: 1,
      firstBroken: { seq: 2, auditId: rows[0]?.id, why: 'inserted' },
    })
  })

  it.each([
    ['neighbours', 3, 4],
    ['far from each other', 2, 6],
  ])('let two rows change places: %s', async (_, one, other) => {
    const trail = await sealed()
    const [first, second] = [await trail.at(one), await trail.at(other)]
    await tamper(
      `update audit_seals set seq = case audit_id when $1 then $3::bigint + 100 else $4::bigint + 100 end where audit_id in ($1, $2)`,
      [first, second, other, one],
    )
    await tamper('update audit_seals set seq = seq - 100 where audit_id in ($1, $2)', [first, second])
    expect(await broken(trail)).toEqual({ seq: one, auditId: second, why: 'reordered' })
  })

  it('let two rows change places under their seals', async () => {
    const trail = await sealed()
    const [first, second] = [await trail.at(3), await trail.at(5)]
    await tamper('alter table audit_seals disable trigger all')
    await tamper('alter table audit_seals drop constraint audit_seals_company_id_audit_id_key')
    await tamper(
      'update audit_seals set audit_id = case audit_id when $1 then $2::uuid else $1::uuid end where audit_id in ($1, $2)',
      [first, second],
    )
    expect(await broken(trail)).toEqual({ seq: 3, auditId: second, why: 'reordered' })
    await tamper('alter table audit_seals add unique (company_id, audit_id)')
    await tamper('alter table audit_seals enable trigger all')
  })

  it('begin the trail later', async () => {
    const trail = await sealed()
    await tamper('delete from audit_seals where company_id = $1 and seq = 1', [trail.id])
    expect(await broken(trail)).toMatchObject({ seq: 1, why: 'missing' })
  })

  it('write the end anew without the last seal telling who keeps it', async () => {
    const trail = await sealed()
    const before = await verifyAudit(database, trail.id)
    await tamper('delete from audit_seals where company_id = $1 and seq > 5', [trail.id])
    await tamper(`update audit_log set actor_name = 'nobody' where company_id = $1 and action = 'act 6'`, [trail.id])
    await sealCompany(database, trail.id)
    const after = await verifyAudit(database, trail.id)
    expect(after.firstBroken).toBeNull()
    expect(after.head).not.toEqual(before.head)
  })
})

describe('the sealer of the worker', () => {
  it('hears of what is written, and seals what it did not hear of', async () => {
    const before = await companyWith(2)
    const sealing = startSealing({ database, appUrl: db.urls.appUrl, log: silentLog, settleMs: 1 })
    const allSealed = (id: string, sealed: number) =>
      eventually(async () => expect(await verifyAudit(database, id)).toMatchObject({ sealed, unsealed: 0 }))
    try {
      await allSealed(before.id, 3)
      const later = await companyWith(1)
      await allSealed(later.id, 2)
      await db.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'renubu audit_written' and datname = current_database()`,
      )
      await write(later.id, 'while nobody listened')
      await allSealed(later.id, 3)
    } finally {
      await sealing.stop()
    }
  })
})
