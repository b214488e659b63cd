import pg from 'pg'
import { day, type Day } from '../base/day.ts'

const { builtins } = pg.types
const DATE_ARRAY = 1182
const INT8_ARRAY = 1016

const number = (text: string): number => Number(text)

const listOf =
  <T>(parse: (text: string) => T) =>
  (text: string): (T | null)[] =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((item) => (item === 'NULL' ? null : parse(item)))

// Beyond 9999 PostgreSQL writes five-digit years, and "infinity"; neither is a day of this program.
const calendarDay = (text: string): Day => day(text)

const PARSERS = new Map<number, (text: string) => unknown>([
  [builtins.DATE, calendarDay],
  [builtins.INT8, number],
  [builtins.NUMERIC, number],
  [builtins.FLOAT4, number],
  [builtins.FLOAT8, number],
  [DATE_ARRAY, listOf(calendarDay)],
  [INT8_ARRAY, listOf(number)],
])

// Its type lists the ids that it knows; it takes any.
const standardParser = pg.types.getTypeParser as (id: number, format: string) => (text: string) => unknown

/** A `timestamptz` as PostgreSQL writes it. */
export const instant = standardParser(builtins.TIMESTAMPTZ, 'text') as (text: string) => Date

/**
 * How values are read: date → Day (days since 1970-01-01), int8, numeric and float → number, timestamptz → Date, json and jsonb → parsed.
 * A Day goes in as `isoDay(day)` with `::date`. Belongs to the pool: other users of `pg` in the process keep their own.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format = 'text') =>
    (format === 'binary' ? undefined : PARSERS.get(id)) ?? standardParser(id, format),
}
