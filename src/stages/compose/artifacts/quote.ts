import { isoDay } from '../../../base/day.ts'
import type { ArtifactOf } from '../artifacts.contract.ts'
import { dayOrNull, whomToWrite } from '../facts.ts'
import { recommendIncrease } from '../pricing.ts'
import type { Scene } from '../scene.ts'
import { PRICE_STEP } from './pricing.ts'

const MONTHS = 12
const SIGNS = ['economic-buyer', 'exec-sponsor', 'champion', 'primary']
const NUMBER_LENGTH = 6

/** A quote for the time after the running contract, at the price that the run decides on; null: nobody knows what is paid today. */
export function quote(scene: Scene): ArtifactOf<'quote'> | null {
  const { context, today, reader } = scene
  const paid = context.renewal?.arrAtStake ?? context.customer.arr
  if (paid === null || paid <= 0) return null
  const end = dayOrNull(context.renewal?.date ?? context.customer.renewalDate)
  const { licensedUsers } = context.data.usage
  return {
    type: 'quote',
    id: 'quote',
    title: `Quote ${numberOf(context.workflow.executionId, today)}`,
    currency: context.customer.currency,
    today: paid,
    priceFrom: { ...PRICE_STEP, recommended: recommendIncrease(context, today).percent, current: paid },
    line: {
      label: 'Subscription',
      note: licensedUsers === null ? 'as agreed today' : `${String(licensedUsers)} seats, as agreed today`,
    },
    startsOn: end === null ? null : isoDay(end + 1),
    months: MONTHS,
    from: reader.name,
    to: { customer: context.customer.name, person: whomToWrite(context, SIGNS)?.name ?? null },
  }
}

/** The same for every look at the same run: the year, and the end of the run's id. */
const numberOf = (executionId: string, today: number): string =>
  `Q-${isoDay(today).slice(0, 4)}-${executionId.replaceAll('-', '').slice(-NUMBER_LENGTH).toUpperCase()}`
