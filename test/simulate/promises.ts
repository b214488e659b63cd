import type { Day } from '../../src/base/day.ts'
import { isoDay, parseDay, weekdayOf } from '../../src/base/day.ts'
import type { Database, Tx } from '../../src/platform/postgres.ts'
import type { Family, Touch } from '../../src/spine/words.ts'
import { DEFAULT_RULES } from '../../src/stages/analyze/analyze.defaults.ts'
import { DEFAULT_SETTINGS } from '../../src/stages/determine/determine.defaults.ts'
import { QUESTIONS } from '../../src/stages/determine/resting.ts'
import type { Lived } from './living.ts'

/** Something that the days must keep to, what they came to, and examples of what breaks it. */
export type Promised = {
  readonly says: string
  readonly figure: number
  readonly limit: number
  readonly holds: boolean
  readonly broken: readonly string[]
}

/** Everything that was ever opened, as the rules and people left it. */
type Opened = {
  readonly id: string
  readonly customer: string
  readonly workflowId: string
  readonly family: Family
  readonly stage: string | null
  readonly renewal: string | null
  readonly eventKey: string | null
  /** For a renewal, the date that its stage counts to comes first. */
  readonly input: string
  readonly openedOn: Day
  readonly closedOn: Day | null
  readonly closedBecause: string | null
  readonly touch: Touch | null
}

type Due = {
  readonly id: string
  readonly customer: string
  readonly decision: Day
  readonly closedOn: Day | null
  readonly knownOn: Day
  readonly gate: string | null
}

const dayOf = (column: string): string => `(${column} at time zone 'Europe/Berlin')::date`

const openedIn = (tx: Tx): Promise<Opened[]> =>
  tx.rows<Opened>(
    `select e.id, c.external_id as customer, e.workflow_id as "workflowId", e.family, e.stage, e.renewal_id::text as renewal,
            e.event_key as "eventKey", e.input, e.opened_on as "openedOn", ${dayOf('e.closed_at')} as "closedOn",
            e.closed_because as "closedBecause", c.touch
       from workflow_executions e join customers c on c.id = e.customer_id order by e.opened_on, c.external_id, e.workflow_id, e.id`,
  )

/** Renewals of 10,000 or more with the day that decides: the last one for notice where the contract goes on by itself. */
const renewalsIn = (tx: Tx): Promise<Due[]> =>
  tx.rows<Due>(
    `select r.id, c.external_id as customer, ${dayOf('r.closed_at')} as "closedOn", ${dayOf('r.created_at')} as "knownOn", s.gate,
            coalesce(r.decision_date, r.date - coalesce((select max(k.notice_days) from contracts k
               where k.customer_id = r.customer_id and k.auto_renew and k.notice_given_on is null
                 and (k.id = any(r.contract_ids) or k.external_id = any(r.contract_refs))), 0)) as decision
       from renewals r join customers c on c.id = r.customer_id join customer_standings s on s.customer_id = c.id
      where r.arr_at_stake >= 10000 and r.date is not null and (c.status = 'active' or r.closed_at is not null)
        and coalesce(c.touch, 'mid') <> 'digital'`,
  )

/** What sixty days have to keep, with the figures. */
export async function promises(database: Database, lived: Lived): Promise<readonly Promised[]> {
  const [opened, renewals] = await database.withCompany(lived.companyId, async (tx) => [
    await openedIn(tx),
    await renewalsIn(tx),
  ])
  return [
    none('cards for a churned, signed or gated customer', lived.ghosts),
    none('customers with two cards on one morning', twoCards(lived)),
    none('workflows opened within their rest', brokenRests(opened)),
    none('renewals of 10,000 or more with no card 30 days before their decision', unseen(renewals, opened, lived)),
    atMost(40, 'open per CSM in the median week', usual(lived, openOf)),
    atMost(15, 'due a week per CSM in the median week', usual(lived, dueOf)),
    atMost(40, 'open in the median week of the CSM who has most', heaviest(lived, openOf)),
    atMost(15, 'due a week in the median week of the CSM who has most', heaviest(lived, dueOf)),
    lookedAfter(lived),
    atMost(5, 'percent of completions repeat a workflow for the same customer', repeats(lived)),
  ]
}

const none = (says: string, broken: readonly string[]): Promised => ({
  says,
  figure: broken.length,
  limit: 0,
  holds: broken.length === 0,
  broken: broken.slice(0, 8),
})

const atMost = (limit: number, says: string, figure: number): Promised => ({
  says,
  figure: Math.round(figure * 10) / 10,
  limit,
  holds: figure <= limit,
  broken: [],
})

function twoCards({ mornings }: Lived): string[] {
  return mornings.flatMap(({ csm, day, cards }) => {
    const seen = cards.flatMap(({ customers }) => customers)
    const twice = seen.filter((customer, index) => seen.indexOf(customer) !== index)
    return twice.map((customer) => `${isoDay(day)} ${csm}: ${customer}`)
  })
}

const REST_DAYS: Partial<Readonly<Record<Family, number>>> = { risk: 30, opportunity: 60, strategic: 90 }
const BY_PEOPLE = ['success', 'done elsewhere']

const dateOf = ({ input }: Opened): Day => parseDay(input.split('|')[0] ?? '') ?? 0

/** The days that must lie between the end of one and the next of its kind; null: they are no two of a kind. */
function restBetween(one: Opened, next: Opened): number | null {
  if (one.family !== next.family || one.customer !== next.customer) return null
  const forever = Number.POSITIVE_INFINITY
  switch (next.family) {
    case 'renewal': {
      const same = one.renewal === next.renewal && one.stage === next.stage && one.workflowId === next.workflowId
      // Prolonged in place by more than the days a renewal is worked in: it is the renewal of another term.
      return same && Math.abs(dateOf(next) - dateOf(one)) <= DEFAULT_SETTINGS.rest.movedDate ? forever : null
    }
    case 'event':
      return one.eventKey === next.eventKey ? forever : null
    case 'cadence': {
      if (one.workflowId !== next.workflowId) return null
      const { contactDays, qbrDays } = DEFAULT_RULES.cadence
      const touch = next.touch ?? 'mid'
      if (next.workflowId === 'onboarding-stalled') return 30
      return next.workflowId === 'qbr' ? qbrDays[touch] : contactDays[touch]
    }
    default:
      return REST_DAYS[next.family] ?? null
  }
}

function brokenRests(opened: readonly Opened[]): string[] {
  return [...Map.groupBy(opened, ({ customer }) => customer).values()].flatMap((own) =>
    own.flatMap((next) =>
      own.flatMap((one) => {
        if (one === next || one.closedOn === null || !BY_PEOPLE.includes(one.closedBecause ?? '')) return []
        const rest = restBetween(one, next)
        if (rest === null || next.openedOn < one.closedOn || next.openedOn > one.closedOn + rest) return []
        return [`${next.customer}: ${next.workflowId} done ${isoDay(one.closedOn)}, opened ${isoDay(next.openedOn)}`]
      }),
    ),
  )
}

const LEAD_DAYS = 30

function unseen(renewals: readonly Due[], opened: readonly Opened[], { first, last }: Lived): string[] {
  return renewals.flatMap(({ id, customer, decision, closedOn, knownOn, gate }) => {
    // What is known too late, or had been so before the first day, is to be seen on the day that it is known.
    const deadline = Math.max(decision - LEAD_DAYS, first, knownOn)
    const gated = gate === 'onboarding' || gate === 'test' || gate === 'internal'
    if (gated || deadline > last || (closedOn !== null && closedOn <= deadline)) return []
    if (opened.some((run) => run.renewal === id && run.openedOn <= deadline)) return []
    return [`${customer}: to be decided ${isoDay(decision)}`]
  })
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
    : (sorted[Math.floor(middle)] ?? 0)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

type Figure = (morning: Lived['mornings'][number]) => number

const openOf: Figure = ({ open }) => open
const dueOf: Figure = ({ dueThisWeek }) => dueThisWeek

/** The means of the weeks of each CSM, over working mornings. */
function weeksOf({ mornings, first }: Lived, figureOf: Figure): number[][] {
  const working = mornings.filter(({ day }) => weekdayOf(day) <= 5)
  return [...Map.groupBy(working, ({ csm }) => csm).values()].map((own) => {
    const weeks = Map.groupBy(own, ({ day }) => Math.floor((day - first) / 7))
    return [...weeks.values()].map((week) => mean(week.map(figureOf)))
  })
}

/** The median week of all weeks of all CSMs. */
const usual = (lived: Lived, figureOf: Figure): number => median(weeksOf(lived, figureOf).flat())

/** The median week of the CSM who has most: one is away for a week, another covers. */
const heaviest = (lived: Lived, figureOf: Figure): number => Math.max(...weeksOf(lived, figureOf).map(median))

/** Of 150 customers at least 100: spoken with in these days, or within the time that they are owed. */
function lookedAfter({ world, last, first, accountsEach }: Lived): Promised {
  const { contactDays } = DEFAULT_RULES.cadence
  const counts = [...Map.groupBy(world.accounts, ({ owner }) => owner).values()].map(
    (own) =>
      own.filter(({ lastTouch, story }) => {
        if (lastTouch === null) return false
        return lastTouch >= first || last - lastTouch <= contactDays[story.customer.touch ?? 'mid']
      }).length,
  )
  const limit = Math.round((accountsEach * 100) / 150)
  const figure = Math.min(...counts)
  return {
    says: 'customers at least, touched or in cadence, of each CSM',
    figure,
    limit,
    holds: figure >= limit,
    broken: [],
  }
}

/** Percent. The questions about a renewal's date are asked of each renewal once, so they count as any other. */
function repeats({ done }: Lived): number {
  const finished = done.filter(
    ({ deed, card }) => (deed === 'completed' || deed === 'done-elsewhere') && !QUESTIONS.includes(card.workflowId),
  )
  const kinds = new Set(finished.map(({ card }) => `${card.customer} ${card.workflowId}`))
  return finished.length === 0 ? 0 : ((finished.length - kinds.size) / finished.length) * 100
}

/** One line of the table that is printed. */
export const promiseLine = ({ says, figure, limit, holds, broken }: Promised): string =>
  [
    `${holds ? 'holds ' : 'BROKEN'}  ${String(figure).padStart(6)} (limit ${String(limit)})  ${says}`,
    ...broken.map((text) => `          ${text}`),
  ].join('\n')
