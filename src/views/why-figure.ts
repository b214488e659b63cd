import { isoDay, type Day } from '../base/day.ts'
import { roundHundredth } from '../base/round.ts'
import type { Factor } from '../spine/factor.ts'
import type { RenewalProgress } from '../spine/words.ts'
import type { UsageTrend } from '../stages/analyze/analysis.ts'
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

function emptyWhy(figure: Figure, { standing }: Pick<FigureFacts, 'standing'>): Why {
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
    csm: null,
  }
}

const SCORE_WORDS = { health: 'Health', risk: 'Risk', opportunity: 'Opportunity' } as const

/** Health, risk or opportunity as a sum; what was signed plays no part in it. */
export function scoreWhy(
  figure: 'health' | 'risk' | 'opportunity',
  facts: Pick<FigureFacts, 'standing' | 'today'>,
): Why {
  const { standing, today } = facts
  const computed = standing[figure]
  const factors: readonly Factor[] = standing.analysis?.[figure] ?? []
  return {
    ...emptyWhy(figure, facts),
    total: computed ?? 0,
    totalLabel: SCORE_WORDS[figure],
    rows: rowsOf(factors, {
      today,
      currency: standing.currency,
      days: {},
      stale: staleCodes(standing),
      trend: standing.analysis?.usage ?? null,
    }),
    remark: remarkOf(figure, standing),
  }
}

function remarkOf(figure: 'health' | 'risk' | 'opportunity', standing: StandingRow): string | null {
  const set = figure === 'opportunity' ? null : figure === 'health' ? standing.health_override : standing.risk_override
  if (set !== null)
    return `A person has set it to ${String(set)}; the rules say ${String(standing[figure] ?? 0)}. The score uses what the person said until that ends.`
  if (standing[figure] === null) return 'This customer has not been analyzed yet. The next daily run does it.'
  if (figure === 'health' && standing.analysis?.uncertain === true) {
    return `Uncertain: only ${String(Math.round((standing.coverage ?? 0) * 100))}% of what health asks for is known.`
  }
  return null
}

function usageWhy(facts: FigureFacts): Why {
  const { standing } = facts
  const trend = standing.analysis?.usage ?? null
  const empty: Why = { ...emptyWhy('usage', facts), unit: 'count', totalLabel: 'A typical week now' }
  if (!trend) return { ...empty, remark: 'No usage is known for this customer yet, so there is nothing to compare.' }
  const { metric, lastDay, before, current, changePercent } = trend
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
        label: now < was ? 'Less in the last four weeks' : now > was ? 'More in the last four weeks' : 'No change',
        value: was === 0 ? null : { kind: 'percent', percent: changePercent },
        note: '',
        contribution: roundHundredth(now - was),
        ...source,
      },
    ],
    remark: bookRemark(trend),
  }
}

const METRICS: Readonly<Record<string, string>> = {
  active_users: 'active users',
  logins: 'logins',
  key_actions: 'key actions',
}

function bookRemark({ changePercent, netChangePercent }: UsageTrend): string | null {
  if (netChangePercent === null) return null
  const net = Math.round(netChangePercent)
  const words = net === 0 ? 'nothing is left' : `${String(Math.abs(net))}% ${net < 0 ? 'down' : 'up'} is left`
  // The median is what was taken off.
  return `Everybody moved ${netChangePercent > changePercent ? 'down' : 'up'} in these weeks. Beyond that, ${words}, and scores use what is left.`
}

/** Components whose source has gone silent keep their last value for a while, and say so. */
const staleCodes = ({ analysis }: StandingRow): ReadonlySet<string> =>
  new Set((analysis?.components ?? []).filter(({ stale }) => stale).map(({ code }) => `health.${code}`))

function arrWhy(facts: FigureFacts): Why {
  const { standing, contracts } = facts
  const currency = standing.customer_currency
  const priced = contracts.flatMap(({ value, known_on, currency: own }): WhyFact[] =>
    value === null
      ? []
      : [
          {
            label: 'Contract',
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
    remark: standing.arr === null ? 'No ARR is known. Until a source says it, it adds nothing to any score.' : null,
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
  const contract = contracts.find((each) => each.of_renewal) ?? contracts[0]
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
