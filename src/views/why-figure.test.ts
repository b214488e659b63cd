import { describe, expect, it } from 'vitest'
import { givenAnalysis } from '../../test/given-customer.ts'
import { givenStanding } from '../../test/given-standing.ts'
import { day } from '../base/day.ts'
import type { RenewalProgress } from '../spine/words.ts'
import { detailOf, storedAnalysis, type AnalysisDetail } from '../stages/analyze/stored-analysis.ts'
import type { Analysis, UsageTrend } from '../stages/analyze/analysis.ts'
import { FIGURES } from './why.contract.ts'
import { whyFigure, type FigureFacts } from './why-figure.ts'
import type { ContractRow } from './why.store.ts'

const TODAY = day('2027-03-15')

const contract = (known: Partial<ContractRow> = {}): ContractRow => ({
  start_date: TODAY - 300,
  end_date: TODAY + 65,
  value: 80_000,
  currency: null,
  auto_renew: false,
  notice_days: null,
  known_on: TODAY - 20,
  of_renewal: false,
  ...known,
})

type Known = Partial<FigureFacts['standing']> & {
  readonly contracts?: readonly ContractRow[]
  readonly progress?: RenewalProgress | null
}

const facts = ({ contracts = [], progress = null, ...standing }: Known): FigureFacts => ({
  standing: givenStanding(standing),
  contracts,
  progress,
  today: TODAY,
})

const kept = (analysis: Analysis): AnalysisDetail => detailOf(storedAnalysis(analysis))

const usage = (known: Partial<UsageTrend>): Known => ({
  analysis: kept(
    givenAnalysis(
      {},
      {
        usage: {
          metric: 'active_users',
          changePercent: -23,
          netChangePercent: null,
          direction: 'down',
          current: 77,
          before: 100,
          lastDay: TODAY - 1,
          ...known,
        },
      },
    ),
  ),
})

describe('a customer of whom nothing is known', () => {
  it.each([
    ['health', 'This customer has not been analyzed yet. The next daily run does it.'],
    ['risk', 'This customer has not been analyzed yet. The next daily run does it.'],
    ['opportunity', 'This customer has not been analyzed yet. The next daily run does it.'],
    ['usage', 'No usage is known for this customer yet, so there is nothing to compare.'],
    ['arr', 'No ARR is known. Until a source says it, it adds nothing to any score.'],
    ['renewal', 'No renewal date is known. Until somebody says it, no renewal workflow can start.'],
  ] as const)('is told why there is no %s', (figure, remark) => {
    expect(whyFigure(figure, facts({}))).toMatchObject({ figure, total: 0, rows: [], facts: [], remark })
  })

  it.each(FIGURES)('names the customer and the currency with %s', (figure) => {
    expect(whyFigure(figure, facts({}))).toMatchObject({ customer: 'Larkspur', against: null, readAt: null })
  })
})

describe('health and risk', () => {
  const uncertain = kept(givenAnalysis({}, { uncertain: true }))

  it('say how little is known where it is little', () => {
    expect(whyFigure('health', facts({ health: 50, coverage: 0.35, analysis: uncertain })).remark).toBe(
      'Uncertain: only 35% of what health asks for is known.',
    )
    expect(whyFigure('risk', facts({ risk: 50, coverage: 0.35, analysis: uncertain })).remark).toBeNull()
  })

  it('say what a person set, before anything else', () => {
    const why = whyFigure('health', facts({ health: 50, coverage: 0.35, health_override: 80, analysis: uncertain }))
    expect(why.remark).toBe(
      'A person has set it to 80; the rules say 50. The score uses what the person said until that ends.',
    )
  })

  it('have their rows from the analysis', () => {
    const analysis = kept(givenAnalysis({ risk: 72 }))
    const why = whyFigure('risk', facts({ risk: 72, analysis }))
    expect(why).toMatchObject({ total: 72, totalLabel: 'Risk', unit: 'of-100' })
    expect(why.rows.map(({ contribution }) => contribution)).toEqual([72])
  })
})

describe('usage', () => {
  it('is a typical week before and what came since', () => {
    const why = whyFigure('usage', facts(usage({})))
    expect(why).toMatchObject({ total: 77, unit: 'count', totalLabel: 'A typical week now', remark: null })
    expect(why.rows.map(({ label, contribution }) => [label, contribution])).toEqual([
      ['A typical week before', 100],
      ['Less in the last four weeks', -23],
    ])
    expect(why.rows.map(({ source, on }) => [source, on])).toEqual([
      ['usage, active users', '2027-02-14'],
      ['usage, active users', '2027-03-14'],
    ])
  })

  it.each([
    [120, 'More in the last four weeks'],
    [100, 'No change'],
  ])('a week of %d after one of 100 is told as "%s"', (current, label) => {
    expect(whyFigure('usage', facts(usage({ current, changePercent: current - 100 }))).rows[1]?.label).toBe(label)
  })

  it('from nothing has no percentage', () => {
    expect(whyFigure('usage', facts(usage({ before: 0, current: 8, changePercent: 100 }))).rows[1]?.value).toBeNull()
  })

  it('calls a metric of the customer’s own by its name', () => {
    expect(whyFigure('usage', facts(usage({ metric: 'reports_sent' }))).rows[0]?.source).toBe('usage, reports sent')
  })

  it.each([
    [-37, -15, 'Everybody moved down in these weeks. Beyond that, 15% down is left, and scores use what is left.'],
    [-22, 0, 'Everybody moved down in these weeks. Beyond that, nothing is left, and scores use what is left.'],
    [30, 12, 'Everybody moved up in these weeks. Beyond that, 12% up is left, and scores use what is left.'],
  ])('of %d%% of which %d%% is its own says what everybody did', (changePercent, netChangePercent, remark) => {
    expect(whyFigure('usage', facts(usage({ changePercent, netChangePercent }))).remark).toBe(remark)
  })
})

describe('ARR', () => {
  const labels = (known: Known) => whyFigure('arr', facts(known)).facts.map(({ label }) => label)

  it('is what the record says, with the contracts beside it', () => {
    const known = { arr: 90_000, customer_on: TODAY - 3, customer_since: TODAY - 800, contracts: [contract()] }
    expect(whyFigure('arr', facts(known))).toMatchObject({
      total: 90_000,
      unit: 'money',
      currency: 'USD',
      remark: null,
    })
    expect(labels(known)).toEqual(['ARR on record', 'Contract', 'Customer since'])
  })

  it('numbers contracts where there are several, and leaves out those without a value', () => {
    const contracts = [contract(), contract({ value: null }), contract({ currency: 'EUR' })]
    expect(labels({ contracts })).toEqual(['Contract 1', 'Contract 2'])
  })

  it('keeps each contract’s own currency', () => {
    const contracts = [contract({ currency: 'EUR' }), contract()]
    const found = whyFigure('arr', facts({ customer_currency: 'CHF', contracts })).facts
    expect(found.map(({ value }) => (value.kind === 'money' ? value.currency : ''))).toEqual(['EUR', 'CHF'])
  })
})

describe('the renewal', () => {
  it('counts to the last day for notice, and says that it does', () => {
    const why = whyFigure(
      'renewal',
      facts({
        renewal_date: TODAY + 65,
        decision_date: TODAY + 5,
        stage_date: TODAY + 5,
        contracts: [contract({ auto_renew: true, notice_days: 60, of_renewal: true })],
        progress: 'proposed',
      }),
    )
    expect(why).toMatchObject({ total: 5, unit: 'days', totalLabel: 'Days left', remark: null })
    expect(why.facts.map(({ label, value, source }) => [label, Object.values(value)[1], source])).toEqual([
      ['Renewal date', '2027-05-19', 'contract'],
      ['Renews by itself', 'yes', 'contract'],
      ['Notice', 60, 'contract'],
      ['Last day to give notice', '2027-03-20', 'contract'],
      ['Days counted today', 5, 'to the notice day'],
      ['Agreed so far', 'an offer is out', 'renewal'],
    ])
  })

  it('is about the contract that it renews, not about the first', () => {
    const contracts = [contract({ auto_renew: true }), contract({ of_renewal: true, auto_renew: false })]
    const why = whyFigure('renewal', facts({ renewal_date: TODAY + 65, stage_date: TODAY + 65, contracts }))
    expect(why.facts.find(({ label }) => label === 'Renews by itself')?.value).toEqual({ kind: 'words', words: 'no' })
  })

  it.each([
    ['none', 'nothing yet'],
    ['contacted', 'the talk has begun'],
    ['verbal', 'agreed by word'],
    ['signed', 'signed'],
    ['lost', 'lost'],
  ] as const)('%s is told as "%s"', (progress, words) => {
    expect(whyFigure('renewal', facts({ progress })).facts.at(-1)?.value).toEqual({ kind: 'words', words })
  })
})
