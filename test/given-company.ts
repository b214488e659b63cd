import { createCompany } from '../src/access/companies.store.ts'
import { systemActor } from '../src/base/actor.ts'
import { dayIn, isoDay, type Day } from '../src/base/day.ts'
import type { RunCause } from '../src/operate/runs.store.ts'
import { runDaily } from '../src/pipeline.ts'
import type { RunReport } from '../src/pipeline/run-report.ts'
import type { Tx } from '../src/platform/postgres.ts'
import { runImport, type ImportRequest } from '../src/stages/ingest/import/import.job.ts'
import type { TestDatabase } from './database.ts'

type Records = readonly object[]

/** A company of a test, filled by imports as a real one is, and run through its days. */
export type GivenCompany = {
  readonly id: string
  readonly today: () => Day
  /** Sets the business clock to an instant. */
  readonly at: (iso: string) => void
  /** Answers the import's id. */
  readonly import: (kind: ImportRequest['kind'], records: Records) => Promise<string>
  readonly run: (cause?: RunCause, day?: Day) => Promise<RunReport>
  readonly query: <T>(sql: string, params?: readonly unknown[]) => Promise<T[]>
}

let count = 0

export async function givenCompany(db: TestDatabase, timeZone = 'UTC', currency = 'USD'): Promise<GivenCompany> {
  count += 1
  const { id } = await createCompany(db, { name: `Company ${String(count)}`, timeZone, currency })
  const today = (): Day => dayIn(timeZone, db.clock.now())
  return {
    id,
    today,
    at: (iso) => db.clock.set(new Date(iso)),
    import: async (kind, records) => {
      const request = {
        companyId: id,
        actor: systemActor('test'),
        kind,
        input: { name: `${kind}.json`, records: [...records] },
      }
      const { importId, rejected, unlinked } = await runImport(db, request)
      if (rejected + unlinked > 0) throw new Error(`Of the ${kind}, ${String(rejected + unlinked)} were not taken`)
      return importId
    },
    run: (cause = 'by-hand', day = today()) =>
      runDaily(db, { companyId: id, localDate: day, cause, startedBy: 'test' }),
    query: (sql, params) => db.database.withCompany(id, (tx: Tx) => tx.rows(sql, params)),
  }
}

/** A customer of 100 seats that is used by 60 a day, met last week, under contract for `renewsIn` days more. */
export async function givenHealthyCustomer(company: GivenCompany, externalId = 'birch', renewsIn = 100): Promise<void> {
  const today = company.today()
  await company.import('users', [{ externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' }])
  await company.import('customers', [
    {
      externalId,
      name: externalId,
      arr: 80_000,
      accountPlan: 'manage',
      touch: 'mid',
      ownerEmail: 'ada@example.org',
      licensedUsers: 100,
      status: 'active',
      lifecycleStage: 'mature',
      customerSince: isoDay(today - 800),
    },
  ])
  await company.import('contracts', [
    {
      externalId: `${externalId}-contract`,
      customerExternalId: externalId,
      startDate: isoDay(today + renewsIn - 364),
      endDate: isoDay(today + renewsIn),
      termMonths: 12,
      value: 80_000,
    },
  ])
  await company.import('contacts', [
    { externalId: `${externalId}-champion`, customerExternalId: externalId, name: 'Noor', role: 'champion' },
    { externalId: `${externalId}-buyer`, customerExternalId: externalId, name: 'Bo', role: 'economic-buyer' },
  ])
  await company.import('engagements', [
    {
      externalId: `${externalId}-review`,
      customerExternalId: externalId,
      kind: 'qbr',
      at: `${isoDay(today - 7)}T10:00:00Z`,
      attendees: 'Noor;Bo;Cy',
    },
  ])
  await company.import('usage', usageRows(externalId, { from: today - 83, to: today - 1, value: 60 }))
}

type Span = { readonly from: Day; readonly to: Day; readonly value: number }

export const usageRows = (externalId: string, { from, to, value }: Span): object[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    customerExternalId: externalId,
    date: isoDay(from + index),
    metric: 'active_users',
    value,
  }))

export const ticketRow = (externalId: string, customer: string, known: object): object => ({
  externalId,
  customerExternalId: customer,
  subject: 'Question',
  priority: 'normal',
  status: 'open',
  ...known,
})
