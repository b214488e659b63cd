import { clockTime, figure, longDate } from '../../format.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T/

/** A value as it would be kept, as people read it; undefined for none. */
export function shownValue(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  if (typeof value === 'number') return figure(value)
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value !== 'string') return JSON.stringify(value)
  if (DAY.test(value)) return longDate(value)
  if (INSTANT.test(value) && !Number.isNaN(Date.parse(value)))
    return `${longDate(value.slice(0, 10))}, ${clockTime(value)}`
  return value
}
