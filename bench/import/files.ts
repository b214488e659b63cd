import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { isoDay, type Day } from '../../src/base/day.ts'

// Files as a source would export them. What looks like chance comes from the row's number, so the same number of rows gives the same file.

const DAYS_OF_USAGE = 84

/** A number from 0 to 1 that belongs to row `n` and to what it is used for. */
const chance = (n: number, use: number): number => {
  const mixed = Math.imul(n ^ (use * 0x9e3779b1), 0x85ebca6b)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
}

const pick = <T>(words: readonly T[], n: number, use: number): T => {
  const word = words[Math.floor(chance(n, use) * words.length)]
  if (word === undefined) throw new Error('There is nothing to pick from')
  return word
}

export type OpportunityRows = { readonly rows: number; readonly customers: number; readonly today: Day }

export const OPPORTUNITY_COLUMNS =
  'externalId,customerExternalId,name,stage,amount,currency,openedOn,closeDate,type,probability,ownerEmail,product'

const BAD_ONE_IN = 100
const KNOWN_ONE_IN = 20

const isBad = (n: number): boolean => n % BAD_ONE_IN === 7
/** Those that were imported before, with another amount. */
export const isKnown = (n: number): boolean => n % KNOWN_ONE_IN === 3

/** How many of the rows are bad, and how many known. */
export const countsOf = (rows: number) => ({ bad: count(rows, isBad), known: count(rows, isKnown) })

function count(rows: number, is: (n: number) => boolean): number {
  let found = 0
  for (let n = 1; n <= rows; n += 1) if (is(n)) found += 1
  return found
}

/** Twelve columns; one row in a hundred has a day that does not exist. */
export function* opportunityLines({ rows, customers, today }: OpportunityRows): Generator<string> {
  yield OPPORTUNITY_COLUMNS
  for (let n = 1; n <= rows; n += 1) yield opportunityLine(n, { customers, today })
}

/** The same records before: only the known ones, worth a little less. */
export function* knownOpportunityLines({ rows, customers, today }: OpportunityRows): Generator<string> {
  yield OPPORTUNITY_COLUMNS
  for (let n = 1; n <= rows; n += 1) if (isKnown(n)) yield opportunityLine(n, { customers, today, less: 500 })
}

type About = { readonly customers: number; readonly today: Day; readonly less?: number }

function opportunityLine(n: number, { customers, today, less = 0 }: About): string {
  const opened = today - 30 - Math.floor(300 * chance(n, 1))
  return [
    `o-${String(n)}`,
    `c-${String(1 + (n % customers))}`,
    `"Renewal and expansion, part ${String(n)}"`,
    pick(['Qualification', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'], n, 2),
    (1000 + Math.floor(90_000 * chance(n, 3)) - less).toFixed(2),
    'USD',
    isoDay(opened),
    isBad(n) ? '2026-02-31' : isoDay(opened + 25),
    pick(['New Business', 'Expansion', 'Renewal'], n, 4),
    String(Math.floor(100 * chance(n, 5))),
    `owner${String(1 + (n % 20))}@bench.example`,
    `Product ${String(1 + (n % 5))}`,
  ].join(',')
}

export const USAGE_COLUMNS = 'customerExternalId,date,metric,value'

export type UsageRows = { readonly rows: number; readonly today: Day }

const usageLine = (customer: number, day: Day, metric: string): string =>
  `c-${String(customer)},${isoDay(day)},${metric},${String(5 + Math.floor(120 * chance(customer * 997 + day, 6)))}`

/** 84 days of each customer, one customer after the other; as many customers as it takes. */
export function* usageByCustomer({ rows, today }: UsageRows): Generator<string> {
  yield USAGE_COLUMNS
  for (let n = 0; n < rows; n += 1)
    yield usageLine(1 + Math.floor(n / DAYS_OF_USAGE), today - DAYS_OF_USAGE + (n % DAYS_OF_USAGE), 'logins')
}

/** The same rows, one day after the other. */
export function* usageByDate({ rows, today }: UsageRows): Generator<string> {
  yield USAGE_COLUMNS
  const customers = Math.ceil(rows / DAYS_OF_USAGE)
  for (let day = 0; day < DAYS_OF_USAGE; day += 1) {
    for (let customer = 0; customer < customers; customer += 1) {
      if (customer * DAYS_OF_USAGE + day < rows) yield usageLine(1 + customer, today - DAYS_OF_USAGE + day, 'logins')
    }
  }
}

/** The newest day of as many customers, who have the 84 days before it. */
export function* usageOfOneDay({ rows, today }: UsageRows): Generator<string> {
  yield USAGE_COLUMNS
  for (let customer = 1; customer <= rows; customer += 1) yield usageLine(customer, today, 'active_users')
}

const CHARACTERS_AT_ONCE = 65_536

/** Writes lines to a file. */
export async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  await pipeline(inPieces(lines), createWriteStream(file))
}

function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = ''
  for (const line of lines) {
    piece += `${line}\n`
    if (piece.length < CHARACTERS_AT_ONCE) continue
    yield piece
    piece = ''
  }
  yield piece
}
