import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateBook } from '../../scripts/generate-book.ts'
import { testDatabase } from '../../test/database.ts'
import { givenCompany, givenHealthyCustomer, type GivenCompany } from '../../test/given-company.ts'
import { differences, runResult } from '../../test/run-result.ts'
import { systemActor } from '../base/actor.ts'
import { isoDay } from '../base/day.ts'
import { runDaily } from '../pipeline.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { tasksOf } from '../tasks.ts'
import { silentLog } from '../platform/log.ts'
import { analyzeCustomer } from './analyze-customer.ts'
import type { CycleDeps } from './cycle.ts'

const db = await testDatabase()
const CUSTOMERS = 40

/** A made-up book of forty customers, the same for every company, with a run behind it that spares the look back at twelve weeks. */
async function givenBook(customers = CUSTOMERS): Promise<GivenCompany> {
  const company = await givenCompany(db)
  await generateBook(db.database, { companyId: company.id, customers, today: company.today() })
  await company.query(
    `insert into job_runs (company_id, kind, cause, local_date, status, phase, started_by, finished_at)
     values (app.company_id(), 'daily', 'scheduled', $1::date, 'finished', 'done', 'test', app.now())`,
    [isoDay(company.today() - 1)],
  )
  return company
}

const scheduled = (company: GivenCompany, known: Partial<CycleDeps> = {}) =>
  runDaily(
    { ...db, ...known },
    { companyId: company.id, localDate: company.today(), cause: 'scheduled', startedBy: 'test' },
  )

/** Somebody asks what is to be done for each of these customers now. */
const askFor = (company: GivenCompany, customerIds: readonly string[]) =>
  db.database.withCompany(company.id, async (tx) => {
    for (const customerId of customerIds)
      await analyzeCustomer(tx, {
        companyId: company.id,
        customerId,
        now: db.clock.now(),
        actor: systemActor('test'),
        cause: 'asked',
      })
  })

const resultOf = (company: GivenCompany) => runResult(db.owner, company.id)

/** The database, with something that happens before each statement of a kind. */
const disturbed = (when: (sql: string) => Promise<void>): Database => ({
  ...db.database,
  withCompany: (companyId, work) =>
    db.database.withCompany(companyId, (tx) => {
      const told: Tx = {
        ...tx,
        copied: async (sql, params) => {
          await when(sql)
          return tx.copied(sql, params)
        },
      }
      return work(told)
    }),
})

describe('a run in pages', () => {
  it('gives the same whatever the size of a page', async () => {
    const whole = await givenBook()
    const report = await scheduled(whole)
    expect(report).toMatchObject({ customers: CUSTOMERS, analyzed: CUSTOMERS, overtaken: 0 })
    const expected = await resultOf(whole)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 2 * CUSTOMERS }), async (pageCustomers) => {
        const company = await givenBook()
        const { runId: _, seconds: _seconds, ...counts } = await scheduled(company, { pageCustomers })
        expect(report).toMatchObject(counts)
        expect(differences(expected, await resultOf(company))).toEqual([])
      }),
      { numRuns: 4, examples: [[CUSTOMERS]] },
    )
  })

  it('that fails in the middle keeps the pages before, says why, and goes on behind them when asked again', async () => {
    const company = await givenBook()
    let reads = 0
    const database = disturbed((sql) => {
      if (sql.includes('from usage_windows') && ++reads === 5) throw new Error('the disk is full')
      return Promise.resolve()
    })
    await expect(scheduled(company, { pageCustomers: 10, database })).rejects.toThrow('the disk is full')
    const [stopped] = await company.query(
      `select status, phase, analyzed, error from job_runs where cause = 'scheduled' order by local_date desc limit 1`,
    )
    // The first of the five reads is the sample of the book; the last is that of the fourth page, ahead of the second.
    expect(stopped).toEqual({
      status: 'running',
      phase: 'customers',
      analyzed: 10,
      error: `${isoDay(company.today())}: the disk is full`,
    })
    expect(await scheduled(company, { pageCustomers: 10 })).toMatchObject({ status: 'finished', analyzed: CUSTOMERS })
    const undisturbed = await givenBook()
    await scheduled(undisturbed)
    expect(differences(await resultOf(undisturbed), await resultOf(company))).toEqual([])
    expect(
      await company.query(`select error from job_runs where cause = 'scheduled' and local_date = $1::date`, [
        isoDay(company.today()),
      ]),
    ).toEqual([{ error: null }])
  })

  it('decides by what somebody else has decided between two pages, though it has read ahead', async () => {
    const [company, undisturbed] = [await givenBook(), await givenBook()]
    const ids = (await company.query<{ id: string }>('select id from customers order by id')).map(({ id }) => id)
    let isBetween = false
    const failed: unknown[] = []
    const database: Database = {
      ...db.database,
      withCompany: async (companyId, work) => {
        if (isBetween) {
          isBetween = false
          await askFor(company, ids)
        }
        return db.database.withCompany(companyId, work).catch((error: unknown) => {
          failed.push(error)
          throw error
        })
      },
    }
    const onProgress = ({ done }: { readonly done: number }) => {
      isBetween = done === 10
    }
    const report = await scheduled(company, { pageCustomers: 10, database, onProgress })
    // All of what comes after the first page was found done.
    expect(report).toMatchObject({ status: 'finished', analyzed: 10, confirmed: 30 })
    expect(failed).toEqual([])
    await scheduled(undisturbed)
    const opened = (of: GivenCompany) =>
      of.query(
        `select c.external_id, e.workflow_id, e.status, e.stage, e.assigned_to is null as waits, e.priority_score
           from workflow_executions e join customers c on c.id = e.customer_id order by 1, 2, 3`,
      )
    expect(await opened(company)).toEqual(await opened(undisturbed))
  })

  it('of two companies at once neither waits for the other nor sees it', async () => {
    const [one, other, alone] = [await givenBook(), await givenBook(25), await givenBook(25)]
    await scheduled(alone)
    let entered = 0
    const both = Promise.withResolvers<undefined>()
    // Each stops within its first page until the other has come as far.
    const database = disturbed(async (sql) => {
      if (!sql.includes('earlier.inputs') || entered >= 2) return
      entered += 1
      if (entered === 2) both.resolve(undefined)
      await both.promise
    })
    const [first, second] = await Promise.all([scheduled(one, { database }), scheduled(other, { database })])
    expect([first.analyzed, second.analyzed]).toEqual([CUSTOMERS, 25])
    expect(differences(await resultOf(alone), await resultOf(other))).toEqual([])
  })
})

describe('facts that come in under a page', () => {
  const birch = async (company: GivenCompany) => {
    const [row] = await company.query<{ health: number; arr: number; current: boolean }>(
      `select s.health, c.arr, s.facts_version = v.version as current from customers c
         join customer_standings s on s.customer_id = c.id join facts_versions v on v.customer_id = c.id`,
    )
    return row
  }

  /** Raises the customer's version each time a page has read its facts, `times` times at most. */
  const overtaking = (company: GivenCompany, times: number): Database => {
    let left = times
    return disturbed(async (sql) => {
      if (!sql.includes('earlier.inputs') || left === 0) return
      left -= 1
      await company.query('update facts_versions set version = version + 1')
    })
  }

  const givenBirch = async () => {
    const company = await givenCompany(db)
    await givenHealthyCustomer(company)
    await company.run()
    await company.query('update facts_versions set version = version + 1')
    return company
  }
  const byHand = (company: GivenCompany, database: Database) =>
    runDaily(
      { ...db, database },
      { companyId: company.id, localDate: company.today(), cause: 'by-hand', startedBy: 'test' },
    )
  const jobs = async (company: GivenCompany) =>
    (
      await db.owner.query<{ key: string }>(
        `select key from graphile_worker.jobs where task_identifier = 'catch-up' and key like '%' || $1 || '%'`,
        [company.id],
      )
    ).rows

  it('are read again at once', async () => {
    const company = await givenBirch()
    const report = await byHand(company, overtaking(company, 2))
    expect(report).toMatchObject({ analyzed: 0, confirmed: 1, overtaken: 0 })
    expect(await birch(company)).toMatchObject({ current: true })
    expect(await jobs(company)).toEqual([])
  })

  it('and keep coming leave the customer as it stands, with a job that looks again when it is quiet', async () => {
    const company = await givenBirch()
    const report = await byHand(company, overtaking(company, 9))
    expect(report).toMatchObject({ status: 'finished', analyzed: 0, confirmed: 0, overtaken: 1 })
    expect(await birch(company)).toMatchObject({ current: false })
    expect(await jobs(company)).toHaveLength(1)
    const task = tasksOf({ ...db, log: silentLog })['catch-up']
    const context = { log: silentLog, attempt: 1, signal: AbortSignal.abort() }
    await task?.({ companyId: company.id, localDate: isoDay(company.today()) }, context)
    expect(await birch(company)).toMatchObject({ current: true })
  })
})

describe('what a run leaves alone', () => {
  const everything = async (company: GivenCompany) => {
    const { rows: tables } = await db.owner.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
          and exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'company_id') order by 1`,
    )
    const contents = new Map<string, string>()
    for (const { name } of tables) {
      const [row] = await company.query<{ all: string }>(
        `select coalesce(string_agg(md5(t.xmin::text || t::text), '' order by md5(t.xmin::text || t::text)), '') as all from ${name} t`,
      )
      contents.set(name, row?.all ?? '')
    }
    return contents
  }
  const changedTables = async (company: GivenCompany, work: () => Promise<unknown>) => {
    const before = await everything(company)
    await work()
    const after = await everything(company)
    return [...after.keys()].filter((name) => before.get(name) !== after.get(name))
  }

  it('as of a past day: everything but the history of analyses, the record of the run and whose turn it is', async () => {
    const company = await givenBook()
    await company.query(`update customers set known_at = app.now() - interval '300 days'`)
    await scheduled(company)
    const tables = await changedTables(company, () => company.run('as-of', company.today() - 20))
    expect(tables).toEqual(['audit_log', 'customer_intelligence', 'decision_turns', 'job_runs'])
  })

  it('by hand with nothing new: everything but the record of the run and whose turn it is', async () => {
    const company = await givenBook()
    await scheduled(company)
    expect(await changedTables(company, () => company.run())).toEqual(['decision_turns', 'job_runs'])
  })

  it('and of a customer who is archived, whose open executions nobody is given any more', async () => {
    const company = await givenBook(5)
    await company.query(`update users set role = 'viewer'`)
    await company.query('update customers set owner_id = null')
    await company.query(`update workflow_executions set assigned_to = null, assigned_because = null`)
    await scheduled(company)
    await company.query(`update customers set archived_at = app.now()`)
    await company.query(`update users set role = 'csm'`)
    expect(await company.run()).toMatchObject({ status: 'finished', customers: 0 })
    expect(await company.query('select from workflow_executions where assigned_to is not null')).toEqual([])
  })
})
