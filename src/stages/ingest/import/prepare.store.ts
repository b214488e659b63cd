import { nameKey } from '../../../base/names.ts'
import { instantOfDay } from '../../../base/zone.ts'
import { copyFields } from '../../../platform/postgres.ts'
import { textOf, type Draft, type KindSpec, type Value } from './fields/spec.ts'
import { givenBits, type MergePlan } from './merge-sql.ts'

export type DraftRow = { readonly rowNumber: number; readonly externalId: string; readonly draft: Draft }

export type Telling = {
  readonly spec: KindSpec
  readonly plan: MergePlan
  readonly source: string
  /** Where the company's days begin. */
  readonly company: { readonly timeZone: string }
}

type Told = DraftRow & { readonly source?: string; readonly teamId?: string | null }

/**
 * The line of COPY of a record, for the plan's columns, its newline included. Where only another field says what is referred to, that is what
 * the source wrote of it.
 */
export function tell({ spec, plan, source, company }: Telling, { rowNumber, externalId, draft, ...own }: Told): string {
  const beside: Value[] = []
  for (const { name, fallback } of plan.links) {
    if (fallback === undefined) continue
    const other = textOf(draft, fallback.name)
    const isNamed = textOf(draft, name) !== undefined
    if (!isNamed && other !== undefined) draft[name] = other
    beside.push(isNamed ? (other ?? null) : null)
  }
  const values: Value[] = [
    rowNumber,
    givenBits(plan, draft),
    own.source ?? source,
    externalId,
    draft['updatedAt'] ?? null,
    ownTimeOf(spec, draft, company.timeZone),
  ]
  for (const { field } of plan.slots) values.push(draft[field.name] ?? null)
  if (plan.keyed) {
    const name = textOf(draft, 'name')
    values.push(name === undefined ? null : nameKey(name))
  }
  if (spec.kind === 'users') values.push(own.teamId ?? null)
  values.push(...beside)
  return `${copyFields(values)}\n`
}

const ISO_DAY_LENGTH = 10

/** The instant that the record gives itself; a plain day begins at midnight in the company's zone, not at that of the server. */
function ownTimeOf(spec: KindSpec, draft: Draft, timeZone: string): string | null {
  for (const name of spec.ownTime ?? []) {
    const time = textOf(draft, name)
    if (time === undefined) continue
    return time.length === ISO_DAY_LENGTH ? instantOfDay(timeZone, time) : time
  }
  return null
}
