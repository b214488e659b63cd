import type { Day } from '../../src/base/day.ts'
import type { Kind } from '../../src/stages/ingest/import/fields/field.ts'
import type { Limit } from '../report.ts'
import { countsOf, opportunityLines, usageByCustomer, usageByDate, usageOfOneDay } from './files.ts'

/** One file that is imported, and what its rows are copied into for comparison. */
export type ImportCase = {
  readonly name: string
  readonly kind: Kind
  readonly lines: (rows: number, today: Day) => Iterable<string>
  readonly plain: 'plain_opportunities' | 'plain_usage'
  /** What part of the rate of COPY the import reaches. */
  readonly limit: Limit
  /** What the import must say, or something else was measured. */
  readonly expected: (rows: number) => { readonly created: number; readonly updated: number; readonly rejected: number }
}

/** The tables of the bench's own: a primary key and nothing else. A bad cell is text in a file, so its column takes text. */
export const PLAIN_TABLES = [
  `create table plain_opportunities (external_id text primary key, customer_external_id text, name text, stage text, amount numeric,
     currency text, opened_on date, close_date text, type text, probability double precision, owner_email text, product text)`,
  `create table plain_usage (customer_external_id text, day date, metric text, value double precision,
     primary key (customer_external_id, day, metric))`,
]

const allNew = (rows: number) => ({ created: rows, updated: 0, rejected: 0 })

export const CASES: readonly ImportCase[] = [
  {
    name: 'opportunities',
    kind: 'opportunities',
    lines: (rows, today) => opportunityLines({ rows, customers: rows, today }),
    plain: 'plain_opportunities',
    limit: { atLeast: 0.15 },
    expected: (rows) => {
      const { bad, known } = countsOf(rows)
      return { created: rows - bad - known, updated: known, rejected: bad }
    },
  },
  {
    name: 'usage by customer',
    kind: 'usage',
    lines: (rows, today) => usageByCustomer({ rows, today }),
    plain: 'plain_usage',
    limit: { atLeast: 0.4 },
    expected: allNew,
  },
  {
    name: 'usage by date',
    kind: 'usage',
    lines: (rows, today) => usageByDate({ rows, today }),
    plain: 'plain_usage',
    limit: { atLeast: 0.4 },
    expected: allNew,
  },
  {
    name: 'one day of usage',
    kind: 'usage',
    lines: (rows, today) => usageOfOneDay({ rows, today }),
    plain: 'plain_usage',
    limit: { atLeast: 0.08 },
    expected: allNew,
  },
]
