import { copyLine } from '../../../platform/postgres.ts'
import type { UsageValue } from './usage.ts'

/** What some values of a batch refer to: a customer, a contract or both, as the source writes them. */
export type UsageRef = {
  readonly customerRef: string | null
  readonly contractRef: string | null
  /** How many values of the batch refer to it. */
  values: number
}

/**
 * The values of a batch on their way to the database: written out as they come, because a hundred thousand of them as objects would be kept
 * by the collector of garbage again and again. What they refer to goes apart, each once, and is called by its place in `refs`.
 */
export type UsageBatch = {
  add(value: UsageValue): void
  /** How many values there are. */
  size(): number
  /** Whether any value is that of a feature. */
  hasFeatures(): boolean
  readonly refs: readonly UsageRef[]
  /** Lines of COPY for `USAGE_COLUMNS`. */
  pieces(): Iterable<Uint8Array>
}

export const USAGE_COLUMNS = ['row_number', 'ref', 'metric', 'day', 'feature', 'external_id', 'value'] as const

const LINES_PER_PIECE = 2_000

export function createUsageBatch(): UsageBatch {
  const refs: UsageRef[] = []
  const places = new Map<string, number>()
  const pieces: Uint8Array[] = []
  let lines: string[] = []
  let size = 0
  let hasFeatures = false
  const placeOf = ({ customerRef, contractRef }: UsageValue): number => {
    // No reference holds the character NUL: what does is rejected.
    const key = contractRef === null ? (customerRef ?? '') : `${customerRef ?? ''}\0${contractRef}`
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, refs.length)
    return refs.push({ customerRef, contractRef, values: 0 }) - 1
  }
  return {
    refs,
    add: (given) => {
      const place = placeOf(given)
      const ref = refs[place]
      if (ref) ref.values += 1
      const { rowNumber, metric, day, feature, externalId, value } = given
      size += 1
      hasFeatures ||= feature !== ''
      lines.push(copyLine([rowNumber, place, metric, day, feature, externalId, value]))
      if (lines.length < LINES_PER_PIECE) return
      pieces.push(Buffer.from(lines.join('')))
      lines = []
    },
    size: () => size,
    hasFeatures: () => hasFeatures,
    pieces: () => [...pieces, Buffer.from(lines.join(''))],
  }
}
