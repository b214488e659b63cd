import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { createCompany } from '../access/companies.store.ts'
import { day, isoDay } from '../base/day.ts'
import { copyLine } from './copy-lines.ts'
import { openDatabase, serverIsAway, type Tx } from './postgres.ts'
import { withDatabase } from './roles.ts'

const db = await testDatabase()
const nord = await createCompany(db, { name: 'Nordlicht', timeZone: 'Europe/Berlin' })
const sued = await createCompany(db, { name: 'Südwind', timeZone: 'Europe/Berlin' })

const addTeam = (companyId: string, name: string) => (tx: Tx) =>
  tx.run('insert into teams (company_id, name) values ($1, $2)', [companyId, name])
const teamsOf = (companyId: string) =>
  db.database.withCompany(companyId, async (tx) =>
    (await tx.rows<{ name: string }>('select name from teams order by name')).map(({ name }) => name),
  )

describe('a transaction of a company', () => {
  it('sees its own rows and nobody else’s', async () => {
    await db.database.withCompany(nord.id, addTeam(nord.id, 'North'))
    expect(await teamsOf(nord.id)).toEqual(['North'])
    expect(await teamsOf(sued.id)).toEqual([])
    expect(await db.database.platform((tx) => tx.rows('select name from teams'))).toEqual([])
  })

  it('cannot write a row for another company', async () => {
    await expect(db.database.withCompany(sued.id, addTeam(nord.id, 'Spies'))).rejects.toThrow(/row-level security/)
  })

  it('keeps nothing when its work throws', async () => {
    const work = async (tx: Tx) => {
      await addTeam(nord.id, 'Ghosts')(tx)
      throw new Error('changed my mind')
    }
    await expect(db.database.withCompany(nord.id, work)).rejects.toThrow('changed my mind')
    expect(await teamsOf(nord.id)).not.toContain('Ghosts')
  })

  it('says so when a swallowed error made it keep nothing', async () => {
    const work = async (tx: Tx) => {
      await addTeam(nord.id, 'Ghosts')(tx)
      await tx.run('select 1 / 0').catch(() => undefined)
    }
    await expect(db.database.withCompany(nord.id, work)).rejects.toThrow(/Nothing was saved/)
    expect(await teamsOf(nord.id)).not.toContain('Ghosts')
  })

  it('refuses a query that was not awaited inside it', async () => {
    const escaped = await db.database.withCompany(nord.id, async (tx) => tx)
    await expect(escaped.rows('select 1')).rejects.toThrow(/has ended/)
    await expect(escaped.copyInto('teams', ['name'], [])).rejects.toThrow(/has ended/)
  })

  it('takes only an id for a company', () => {
    expect(() => db.database.withCompany(`'; drop table companies; --`, async () => 1)).toThrow(
      /not the id of a company/,
    )
  })

  it('leaves no company behind on the pooled connection', async () => {
    await Promise.all(Array.from({ length: 20 }, () => teamsOf(nord.id)))
    const seen = await Promise.all(
      Array.from({ length: 20 }, () =>
        db.database.platform((tx) => tx.row<{ id: string | null }>('select app.company_id() as id')),
      ),
    )
    expect(seen.every((row) => row?.id === null)).toBe(true)
  })
})

describe('values', () => {
  it('are read as this program reads them', async () => {
    const row = await db.database.platform((tx) =>
      tx.row<
        Record<string, unknown>
      >(`select date '2028-02-29' as day, 9007199254740991::bigint as big, 12.50::numeric as money,
        0.1::float8 as ratio, '{"a":1}'::jsonb as data, timestamptz '2027-01-01T10:00:00+02' as at, null::date as nothing,
        array[date '1970-01-02', null] as days, array[1.5, null]::float8[] as ratios, array[1, 2]::bigint[] as bigs`),
    )
    expect(row).toEqual({
      day: day('2028-02-29'),
      big: 9007199254740991,
      money: 12.5,
      ratio: 0.1,
      data: { a: 1 },
      at: new Date('2027-01-01T08:00:00Z'),
      nothing: null,
      days: [1, null],
      ratios: [1.5, null],
      bigs: [1, 2],
    })
  })

  it('go in as days by their ISO form', async () => {
    const row = await db.database.platform((tx) => tx.row('select $1::date as day', [isoDay(day('2026-12-31'))]))
    expect(row).toEqual({ day: day('2026-12-31') })
  })

  it('count what a statement touched', async () => {
    const touched = await db.database.withCompany(sued.id, async (tx) => {
      await addTeam(sued.id, 'East')(tx)
      await addTeam(sued.id, 'West')(tx)
      return tx.run('delete from teams')
    })
    expect(touched).toBe(2)
  })
})

describe('COPY', () => {
  it('brings hostile text through unchanged, many lines at a time', async () => {
    const texts = ['', 'a\tb', 'line\nbreak', '\\N', 'back\\slash', '\r\n', '€ 漢字 🙂', "'; drop table x; --"]
    const lines = Array.from({ length: 30_000 }, (_, index) =>
      copyLine([index, texts[index % texts.length] ?? null, index % 2 === 0, null]),
    )
    const found = await db.database.platform(async (tx) => {
      await tx.run('create temporary table copied (n integer, text text, even boolean, nothing date) on commit drop')
      await tx.copyInto('copied', ['n', 'text', 'even', 'nothing'], lines)
      return tx.rows<{ text: string; count: number }>(
        'select text, count(*) from copied where nothing is null group by 1 order by min(n)',
      )
    })
    expect(found).toEqual(texts.map((text) => ({ text, count: 3750 })))
  })

  it('takes no table name that is more than a name', async () => {
    const attempt = db.database.platform((tx) => tx.copyInto('x; drop table companies', ['a'], []))
    await expect(attempt).rejects.toThrow(/not the name of a table/)
  })
})

describe('business time', () => {
  it('follows the test’s clock in SQL as well', async () => {
    db.clock.set(new Date('2028-02-29T12:00:00Z'))
    expect(await db.database.platform((tx) => tx.row('select app.now() as now'))).toEqual({
      now: new Date('2028-02-29T12:00:00Z'),
    })
  })
})

describe('the application’s role', () => {
  const superuser = withDatabase(db.urls.appUrl, new URL(db.urls.appUrl).pathname.slice(1))
  it('is refused when it owns the tables', async () => {
    await expect(openDatabase({ url: db.urls.ownerUrl })).rejects.toThrow(/owns the tables/)
  })

  it('is accepted when it is the application’s', async () => {
    const opened = await openDatabase({ url: superuser })
    await opened.close()
  })

  it('cannot change what is append-only', async () => {
    const erase = db.database.withCompany(nord.id, (tx) => tx.run('delete from audit_log'))
    await expect(erase).rejects.toThrow(/permission denied/)
  })
})

describe('a server that is away', () => {
  it('is told from a fault of the request', async () => {
    const refused = await openDatabase({ url: 'postgres://x:y@127.0.0.1:1/z' }).catch((error: unknown) => error)
    const wrong = await db.database.platform((tx) => tx.run('select nonsense')).catch((error: unknown) => error)
    expect([serverIsAway(refused), serverIsAway(wrong), serverIsAway('text')]).toEqual([true, false, false])
  })

  it('ends a statement that takes too long, where the API asks for it', async () => {
    const hasty = await openDatabase({ url: db.urls.appUrl, statementTimeout: 50 })
    await expect(hasty.platform((tx) => tx.run('select pg_sleep(5)'))).rejects.toThrow(/statement timeout/)
    await hasty.close()
  })
})

describe('an id that the database gives', () => {
  const given = async (count: number): Promise<string[]> => {
    // Work of some microseconds between two of them: as much as an insert takes.
    const sql = `select app.new_id() as id, md5(repeat('x', 5000)) from generate_series(1, $1::int)`
    return (await db.database.platform((tx) => tx.rows<{ id: string }>(sql, [count]))).map(({ id }) => id)
  }

  it('is of version 7, and begins with the millisecond it was given in', async () => {
    const before = Date.now()
    const ids = await given(50)
    expect(
      ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toEqual([])
    const times = ids.map((id) => Number.parseInt(id.replace('-', '').slice(0, 12), 16))
    expect(times.filter((ms) => ms < before || ms > Date.now())).toEqual([])
  })

  it('is greater than every one given before it, within one millisecond too', async () => {
    const ids = await given(2_000)
    expect(ids.flatMap((id, at) => (id < (ids[at - 1] ?? '') ? [[ids[at - 1], id]] : []))).toEqual([])
    expect(new Set(ids.map((id) => id.slice(0, 13))).size).toBeLessThan(ids.length)
  })
})
