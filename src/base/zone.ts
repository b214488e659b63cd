const formatters = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

// Most offsets asked for are of a few thousand hours; what is older than that is worked out again.
const REMEMBERED = 50_000
const MS_PER_DAY = 86_400_000

function offsetAt(timeZone: string, utc: number): number {
  const hour = Math.floor(utc / 3_600_000)
  const key = `${timeZone} ${hour}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formatters.set(timeZone, formatter)
  }
  const parts = Object.fromEntries(
    formatter.formatToParts(hour * 3_600_000).map(({ type, value }) => [type, Number(value)]),
  )
  const local = Date.UTC(
    parts['year'] ?? 0,
    (parts['month'] ?? 1) - 1,
    parts['day'],
    parts['hour'],
    parts['minute'],
    parts['second'],
  )
  if (offsets.size > REMEMBERED) offsets.clear()
  const offset = local - hour * 3_600_000
  offsets.set(key, offset)
  return offset
}

/**
 * The instant, in ms since 1970, of a wall clock's time in a zone (`wall`: the same clock read as UTC).
 * In the hour that clocks skip, the later of both readings; in the hour they repeat, the earlier.
 */
export function instantOfWall(timeZone: string, wall: number): number {
  if (timeZone === 'UTC' || timeZone === 'Etc/UTC') return wall
  // Clocks change by less than a day, so the offsets of the day before and the day after are all that can hold.
  const before = wall - offsetAt(timeZone, wall - MS_PER_DAY)
  const after = wall - offsetAt(timeZone, wall + MS_PER_DAY)
  const [earlier, later] = before < after ? [before, after] : [after, before]
  return earlier + offsetAt(timeZone, earlier) === wall ? earlier : later
}

/** The day, ISO, that an instant falls on in a zone. */
export const dayOfInstant = (timeZone: string, instant: number): string =>
  new Date(instant + (timeZone === 'UTC' ? 0 : offsetAt(timeZone, instant))).toISOString().slice(0, 10)

const midnights = new Map<string, Map<string, string>>()

/** The instant, ISO, at which a day, ISO as well, begins in a zone. */
export function instantOfDay(timeZone: string, day: string): string {
  const ofZone = midnights.get(timeZone) ?? new Map<string, string>()
  const known = ofZone.get(day)
  if (known !== undefined) return known
  if (ofZone.size > REMEMBERED) ofZone.clear()
  const instant = new Date(instantOfWall(timeZone, Date.parse(day))).toISOString()
  midnights.set(timeZone, ofZone.set(day, instant))
  return instant
}
