import { isoDay, type Day } from '../base/day.ts'
import { roundHundredth } from '../base/round.ts'
import type { Factor } from '../spine/factor.ts'
import type { RenewalProgress } from '../spine/words.ts'
import { isoOrNull } from './factor-words.ts'
import type { Figure, Why, WhyFact } from './why.contract.ts'
import type { ContractRow, StandingRow } from './why.store.ts'
import { rowsOf } from './why.ts'

export type FigureFacts = {
  readonly standing: StandingRow
  readonly contracts: readonly ContractRow[]
  readonly progress: RenewalProgress | null
  readonly today: Day
}

const UNCERTAIN_BELOW = 0.4

/** What one figure of a customer is made of; undefined: it is not known, so there is nothing to explain. */
export function whyFigure(figure: Figure, facts: FigureFacts): Why {
  switch (figure) {
    case 'health':
    case 'risk':
    case 'opportunity':
      return scoreWhy(figure, facts)
    case 'usage':
      return usageWhy(facts)
    case 'arr':
      return arrWhy(facts)
    case 'renewal':
      return renewalWhy(facts)
  }
}

function emptyWhy(figure: Figure, { standing }: FigureFacts): Why {
  return {
    customer: standing.customer,
    figure,
    total: 0,
    unit: 'of-100',
    totalLabel: '',
    currency: null,
    readAt: standing.read_at?.toISOString() ?? null,
    configurationVersion: standing.configuration_version,
    rows: [],
    facts: [],
    remark: null,
    against: null,
  }
}

const SCORE_WORDS = { health: 'Health', risk: 'Risk', opportunity: 'Opportunity' } as const

function scoreWhy(figure: 'health' | 'risk' | 'opportunity', facts: FigureFacts): Why {
  const { standing, today } = facts
  const computed = standing[figure]
  const factors: readonly Factor[] = standing.factors?.[figure] ?? []
  return {
    ...emptyWhy(figure, facts),
    total: computed ?? 0,
    totalLabel: SCORE_WORDS[figure],
    rows: rowsOf(factors, { today, currency: standing.currency, days: { health: null, risk: null } }),
    remark: remarkOf(figure, standing),
  }
}

function remarkOf(figure: 'health' | 'risk' | 'opportunity', standing: StandingRow): string | null {
  const set = figure === 'opportunity' ? null : figure === 'health' ? standing.health_override : standing.risk_override
  if (set !== null)
    return `A person has set it to ${String(set)}; the rules say ${String(standing[figure] ?? 0)}. The score uses what the person said until that ends.`
  if (figure === 'health' && (standing.coverage ?? 0) < UNCERTAIN_BELOW) {
    return `Uncertain: only ${String(Math.round((standing.coverage ?? 0) * 100))}% of what health asks for is known.`
  }
  return null
}

function usageWhy(facts: FigureFacts): Why {
  const { standing } = facts
  const reading = [...(standing.inputs?.usage ?? [])].sort((a, b) => distance(a, standing) - distance(b, standing))[0]
  const empty: Why = { ...emptyWhy('usage', facts), unit: 'count', totalLabel: 'A typical week now' }
  if (!reading) return { ...empty, remark: 'No usage is known for this customer yet. Import usage to see a trend.' }
  const [metric, lastDay, before, current] = reading
  const source = {
    source: `usage, ${METRICS[metric] ?? metric.replaceAll('_', ' ')}`,
    on: isoDay(lastDay),
    stale: false,
    slider: null,
  }
  const was = roundHundredth(before)
  const now = roundHundredth(current)
  return {
    ...empty,
    total: now,
    rows: [
      {
        code: 'usage.before',
        label: 'A typical week before',
        value: null,
        note: 'four weeks, each weekday by its median',
        contribution: was,
        ...source,
        on: isoDay(lastDay - 28),
      },
      {
        code: 'usage.change',
        label: now < was ? 'Less in the last four weeks' : 'More in the last four weeks',
        value: changeOf(was, now),
        note: '',
        contribution: roundHundredth(now - was),
        ...source,
      },
    ],
    remark: bookRemark(standing),
  }
}

const METRICS: Readonly<Record<string, string>> = {
  active_users: 'active users',
  logins: 'logins',
  key_actions: 'key actions',
}

const changeOf = (was: number, now: number): Why['rows'][number]['value'] =>
  was === 0 ? null : { kind: 'percent', percent: roundHundredth((100 * (now - was)) / was) }

// Several metrics may be known; the one whose change the figure shows is the one it was read from.
function distance(
  [, , before, current]: readonly [string, Day, number, number, number, number | null],
  { usage_change }: StandingRow,
): number {
  if (usage_change === null || before === 0) return Number.MAX_SAFE_INTEGER
  return Math.abs((100 * (current - before)) / before - usage_change)
}

function bookRemark({ inputs }: StandingRow): string | null {
  const book = inputs?.book ?? null
  if (book === null) return null
  return `The median customer moved ${String(Math.round(book))}% the same way, so scores use the change beyond that.`
}

function arrWhy(facts: FigureFacts): Why {
  const { standing, contracts } = facts
  const currency = standing.customer_currency
  const priced = contracts.flatMap(({ value, end_date, known_on, currency: own }): WhyFact[] =>
    value === null
      ? []
      : [
          {
            label: end_date === null ? 'Contract' : `Contract to ${isoDay(end_date)}`,
            value: { kind: 'money', amount: value, currency: own ?? currency },
            source: 'contract',
            on: isoDay(known_on),
          },
        ],
  )
  const since: WhyFact[] =
    standing.customer_since === null
      ? []
      : [
          {
            label: 'Customer since',
            value: { kind: 'date', date: isoDay(standing.customer_since) },
            source: 'record',
            on: null,
          },
        ]
  const recorded: WhyFact[] =
    standing.arr === null
      ? []
      : [
          {
            label: 'ARR on record',
            value: { kind: 'money', amount: standing.arr, currency },
            source: 'record',
            on: isoOrNull(standing.customer_on),
          },
        ]
  return {
    ...emptyWhy('arr', facts),
    total: standing.arr ?? 0,
    unit: 'money',
    totalLabel: 'ARR',
    currency,
    facts: [
      ...recorded,
      ...priced.map((fact, index) => ({
        ...fact,
        label: priced.length > 1 ? `Contract ${String(index + 1)}` : 'Contract',
      })),
      ...since,
    ],
    remark:
      standing.arr === null ? 'No ARR is known. It counts as nothing, not as zero, until a source says it.' : null,
  }
}

const PROGRESS: Readonly<Record<RenewalProgress, string>> = {
  none: 'nothing yet',
  contacted: 'the talk has begun',
  proposed: 'an offer is out',
  verbal: 'agreed by word',
  signed: 'signed',
  lost: 'lost',
}

function renewalWhy(facts: FigureFacts): Why {
  const { standing, contracts, progress, today } = facts
  const { renewal_date, decision_date, stage_date } = standing
  const [contract] = contracts
  const rows: WhyFact[] = []
  const add = (label: string, value: WhyFact['value'], on: Day | null = contract?.known_on ?? null) =>
    rows.push({ label, value, source: 'contract', on: isoOrNull(on) })
  if (renewal_date !== null) add('Renewal date', { kind: 'date', date: isoDay(renewal_date) })
  if (contract) add('Renews by itself', { kind: 'words', words: contract.auto_renew ? 'yes' : 'no' })
  if (contract?.notice_days) add('Notice', { kind: 'days', days: contract.notice_days })
  if (decision_date !== null) add('Last day to give notice', { kind: 'date', date: isoDay(decision_date) })
  if (stage_date !== null)
    rows.push({
      label: 'Days counted today',
      value: { kind: 'days', days: stage_date - today },
      source: stage_date === decision_date ? 'to the notice day' : 'to the renewal date',
      on: null,
    })
  if (progress !== null)
    rows.push({
      label: 'Agreed so far',
      value: { kind: 'words', words: PROGRESS[progress] },
      source: 'renewal',
      on: null,
    })
  return {
    ...emptyWhy('renewal', facts),
    total: stage_date === null ? 0 : stage_date - today,
    unit: 'days',
    totalLabel: 'Days left',
    facts: rows,
    remark:
      stage_date === null ? 'No renewal date is known. Until somebody says it, no renewal workflow can start.' : null,
  }
}
