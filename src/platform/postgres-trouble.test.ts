import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { fileFolder, postmasterPid, serverReplaced } from '../../test/embedded.ts'
import { createCompany } from '../access/companies.store.ts'
import { connectDatabase } from './connect.ts'
import { copyLine } from './copy-lines.ts'
import { signal, within } from './embedded/processes.ts'
import { parseEnvironment } from './environment.ts'
import { openDatabase, serverIsAway, type Database, type Tx } from './postgres.ts'
import { PATIENCE_MS } from '../../test/patience.ts'

// What happens when the database, or somebody else in it, does not do what was expected.

const db = await testDatabase()
const nord = await createCompany(db, { name: 'Nordlicht', timeZone: 'Europe/Berlin' })
const sued = await createCompany(db, { name: 'Südwind', timeZone: 'Europe/Berlin' })

const company = (tx: Tx) => tx.row<{ id: string | null }>('select app.company_id() as id')
const addTeam = (tx: Tx, name: string) =>
  tx.run('insert into teams (company_id, name) values (app.company_id(), $1)', [name])
const teams = (database: Database) =>
  database.withCompany(nord.id, async (tx) =>
    (await tx.rows<{ name: string }>('select name from teams order by name')).map(({ name }) => name),
  )
const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('one transaction inside another', () => {
  it('has a company of its own, and the outer one keeps its own', async () => {
    const seen = await db.database.withCompany(nord.id, async (outer) => {
      const before = await company(outer)
      const inner = await db.database.withCompany(sued.id, company)
      const none = await db.database.platform(company)
      return [before, inner, none, await company(outer)].map((row) => row?.id)
    })
    expect(seen).toEqual([nord.id, sued.id, null, nord.id])
  })

  it('stands on its own: what the inner one did stays when the outer one is taken back', async () => {
    const outer = db.database.withCompany(nord.id, async (tx) => {
      await addTeam(tx, 'taken back')
      await db.database.withCompany(nord.id, (inner) => addTeam(inner, 'stays'))
      throw new Error('changed my mind')
    })
    await expect(outer).rejects.toThrow('changed my mind')
    expect(await teams(db.database)).toEqual(['stays'])
  })
})

describe('two that are in each other’s way', () => {
  it('at a deadlock one is done, and the other is told to try again', async () => {
    await db.owner.query('create table two (id int primary key, n int); insert into two values (1, 0), (2, 0)')
    await db.owner.query('grant select, update on two to renubu_app')
    const both = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()] as const
    const cross = (first: 0 | 1) =>
      db.database.platform(async (tx) => {
        await tx.run('update two set n = n + 1 where id = $1', [first + 1])
        both[first].resolve(undefined)
        await both[1 - first]?.promise
        await tx.run('update two set n = n + 1 where id = $1', [2 - first])
      })
    const ends = await Promise.all([caught(cross(0)), caught(cross(1))])
    const lost = ends.filter((end) => end !== undefined)
    expect(lost).toHaveLength(1)
    expect(lost[0]).toMatchObject({ code: '40P01' })
    expect(serverIsAway(lost[0])).toBe(true)
    // Nothing of the one that lost, all of the other.
    expect((await db.owner.query('select n from two order by id')).rows).toEqual([{ n: 1 }, { n: 1 }])
  })

  it('a statement that waits too long for a lock is cut off, and its connection serves the next', async () => {
    await db.owner.query('create table held (n int); grant select on held to renubu_app')
    const hasty = await openDatabase({ url: db.urls.appUrl, statementTimeout: 1_500, max: 1 })
    const holder = await db.owner.connect()
    try {
      await holder.query('begin; lock table held in access exclusive mode')
      const error = await caught(hasty.platform((tx) => tx.rows('select n from held')))
      expect(error).toMatchObject({ code: '57014', message: 'canceling statement due to statement timeout' })
      expect(serverIsAway(error)).toBe(true)
      expect(await hasty.platform((tx) => tx.row('select 1 as one'))).toEqual({ one: 1 })
    } finally {
      await holder.query('rollback')
      holder.release()
      await hasty.close()
    }
  })
})

describe('which errors say: try again', () => {
  it.each([
    ['ECONNREFUSED', true],
    ['ECONNRESET', true],
    ['57P03', true],
    ['53300', true],
    ['53100', true],
    ['08006', true],
    ['40001', true],
    ['23505', false],
    ['42P01', false],
    ['22021', false],
    ['28P01', false],
    ['3D000', false],
  ])('%s: %s', (code, again) => {
    expect(serverIsAway(Object.assign(new Error('said by the server'), { code }))).toBe(again)
  })

  it.each([
    'Connection terminated unexpectedly',
    'Client has encountered a connection error and is not queryable',
    'timeout exceeded when trying to connect',
  ])('the driver has no code for: %s', (message) => {
    expect(serverIsAway(new Error(message))).toBe(true)
  })

  it('is no question for what is no error', () => {
    for (const odd of [undefined, null, 'ECONNREFUSED', { code: 'ECONNREFUSED' }]) expect(serverIsAway(odd)).toBe(false)
    expect(serverIsAway(Object.assign(new Error('odd'), { code: 7 }))).toBe(false)
  })
})

describe('a connection that is lost', () => {
  const killBackends = () =>
    db.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fragile'`)

  it('fails the transaction that it carried, keeps nothing of it, and is replaced', async () => {
    const fragile = await openDatabase({ url: db.urls.appUrl, applicationName: 'fragile', max: 1 })
    const lost = await caught(
      fragile.withCompany(nord.id, async (tx) => {
        await addTeam(tx, 'lost')
        await killBackends()
        await addTeam(tx, 'never')
      }),
    )
    expect(serverIsAway(lost)).toBe(true)
    expect(await teams(fragile)).not.toContain('lost')
    await fragile.close()
  })

  it('while it was idle is not noticed by the next one', async () => {
    const fragile = await openDatabase({ url: db.urls.appUrl, applicationName: 'fragile', max: 1 })
    await killBackends()
    const again = within(PATIENCE_MS, async () => (await caught(teams(fragile))) === undefined)
    expect(await again).toBe(true)
    await fragile.close()
  })

  it('that nobody gives back in time is an error that says: try again', async () => {
    const narrow = await openDatabase({ url: db.urls.appUrl, max: 1, connectTimeout: 500 })
    const done = Promise.withResolvers<undefined>()
    const holder = narrow.platform(() => done.promise)
    const error = await caught(narrow.platform((tx) => tx.run('select 1')))
    done.resolve(undefined)
    await holder
    expect(serverIsAway(error)).toBe(true)
    await narrow.close()
  })
})

describe('cutting it short', () => {
  it('ends what is in flight at once, keeps nothing of it, and refuses what comes after', async () => {
    const cut = await openDatabase({ url: db.urls.appUrl, applicationName: 'cut' })
    const waiting = caught(
      cut.withCompany(nord.id, async (tx) => {
        await addTeam(tx, 'cut off')
        await tx.run('select pg_sleep(60)')
      }),
    )
    const sleeps = `select from pg_stat_activity where application_name = 'cut' and query like '%pg_sleep%'`
    await within(PATIENCE_MS, async () => (await db.owner.query(sleeps)).rows.length === 1)
    cut.abort()
    expect(await waiting).toBeInstanceOf(Error)
    expect(await caught(cut.platform((tx) => tx.run('select 1')))).toBeInstanceOf(Error)
    await cut.close()
    await db.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut'`)
    expect(await teams(db.database)).not.toContain('cut off')
  })

  it('hurts nobody who has nothing in flight', async () => {
    const idle = await openDatabase({ url: db.urls.appUrl })
    idle.abort()
    await idle.close()
    await idle.close()
  })
})

describe('COPY', () => {
  const copied = (texts: readonly string[]): Promise<string[]> =>
    db.database.platform(async (tx) => {
      await tx.run('create temporary table copied (n integer, text text) on commit drop')
      await tx.copyInto(
        'copied',
        ['n', 'text'],
        texts.map((text, n) => copyLine([n, text])),
      )
      return (await tx.rows<{ text: string }>('select text from copied order by n')).map(({ text }) => text)
    })

  it('brings any text through PostgreSQL unchanged', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\\', '\\N', '\\.', '\t', '\n', '\r\n', '\\n', '\u2028', '\u0001', 'x'.repeat(70_000)),
    )
    const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('').replaceAll('\0', ''))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        expect(await copied(texts)).toEqual(texts)
      }),
      { numRuns: 40 },
    )
  })

  it('refuses the one character that PostgreSQL cannot hold, and keeps nothing', async () => {
    const error = await caught(copied(['before', 'a\0b', 'after']))
    expect(error).toMatchObject({ code: '22021' })
    expect(await copied(['whole'])).toEqual(['whole'])
  })

  it('keeps nothing when the lines end in an error of their own', async () => {
    const failing = function* (): Generator<string> {
      yield copyLine([1, 'one'])
      throw new Error('the file is torn')
    }
    const torn = db.database.platform(async (tx) => {
      await tx.run('create temporary table torn (n integer, text text) on commit drop')
      await tx.copyInto('torn', ['n', 'text'], failing())
    })
    await expect(torn).rejects.toThrow('the file is torn')
    expect(await copied(['whole'])).toEqual(['whole'])
  })
})

describe('a server that is killed under load', () => {
  const dataDir = fileFolder()
  const closing: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const close of closing) await close()
  })

  it.each(['SIGQUIT', 'SIGKILL'] as const)(
    'by %s is back by itself, and what was acknowledged is there once',
    async (how) => {
      const connection = await connectDatabase(parseEnvironment({ RENUBU_DATA_DIR: dataDir }))
      closing.push(connection.close)
      const { database } = connection
      const { id } = await createCompany({ database }, { name: `Under ${how}`, timeZone: 'UTC' })
      const acknowledged: string[] = []
      const trouble: unknown[] = []
      const load = { on: true }
      const write = async (worker: number): Promise<void> => {
        for (let turn = 0; load.on; turn += 1) {
          const name = `${String(worker)}-${String(turn)}`
          try {
            await database.withCompany(id, (tx) => addTeam(tx, name))
            acknowledged.push(name)
          } catch (error) {
            trouble.push(error)
            await sleep(20)
          }
        }
      }
      const writers = [0, 1, 2, 3].map(write)
      await within(PATIENCE_MS, () => acknowledged.length > 20)
      const pid = postmasterPid(dataDir)
      signal(pid, how)
      // Until then a process of the killed server may still acknowledge a write and be gone at the next.
      expect(await within(PATIENCE_MS, () => serverReplaced(dataDir, pid))).toBe(true)
      const before = acknowledged.length
      expect(await within(PATIENCE_MS, () => acknowledged.length > before + 4)).toBe(true)
      load.on = false
      await Promise.all(writers)
      expect(trouble.length).toBeGreaterThan(0)
      expect(trouble.filter((error) => !serverIsAway(error))).toEqual([])
      const kept = await database.withCompany(id, (tx) => tx.rows<{ name: string }>('select name from teams'))
      expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(acknowledged))
    },
  )
})
