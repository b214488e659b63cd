import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts } from '../../test/any-facts.ts'
import { anySignals } from '../../test/any-signals.ts'
import { givenContext } from '../../test/given-facts.ts'
import { TODAY } from '../../test/given-customer.ts'
import { toHundredths } from '../base/round.ts'
import type { Factor, Score } from '../spine/factor.ts'
import { analyze } from '../stages/analyze/analyze.ts'
import { COMPONENT_CODES } from '../stages/analyze/rules.contract.ts'
import { DEFAULT_PRIORITY } from '../stages/prioritize/prioritize.defaults.ts'
import { score } from '../stages/prioritize/score.ts'
import { TOLD_CODES, sourceWord, tell } from './factor-words.ts'
import type { WhyRow } from './why.contract.ts'
import { rowsOf } from './why.ts'

const factor = (code: string, value: Factor['value'], known: Partial<Factor> = {}): Factor => ({
  code,
  value,
  contribution: 10,
  source: 'customer',
  on: null,
  ...known,
})

const told = (given: Factor, before = 0, multiplies = false) => {
  const { label, note } = tell(given, { currency: 'USD', before, multiplies })
  return note === '' ? label : `${label} | ${note}`
}

/** Codes as the source of a rule writes them, so that a new one without words fails here. */
function codesWritten(file: string, pattern: RegExp): readonly string[] {
  const text = readFileSync(new URL(`../stages/${file}`, import.meta.url), 'utf8')
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '')
}

const WRITTEN = [
  ...codesWritten('prioritize/score.ts', /code: '([a-z-]+)'/g),
  ...COMPONENT_CODES.map((code) => `health.${code}`),
  ...codesWritten('analyze/health.ts', /code: '(health\.[a-z.-]+)'/g),
  ...codesWritten('analyze/risk.ts', /code: '(risk\.[a-z-]+)'/g),
  ...codesWritten('analyze/opportunity.ts', /code: '(opportunity\.[a-z-]+)'/g),
]

const SOURCES = [
  ...codesWritten('prioritize/score.ts', /source: '([a-z]+)'/g),
  ...codesWritten('analyze/health.ts', /^ {2}(?:'[a-z.]+'|[a-z]+): '([a-z]+)',$/gm),
  ...codesWritten('analyze/risk.ts', /source(?:: | = |: spoken \? source : )'([a-z]+)'/g),
  ...codesWritten('analyze/opportunity.ts', /source: '([a-z]+)'/g),
]

describe('every factor that a rule can give', () => {
  it('is found in the sources: the search itself still works', () => {
    expect(WRITTEN).toEqual(
      expect.arrayContaining(['arr', 'due-step', 'health.neutral', 'risk.cap', 'opportunity.cap']),
    )
    expect(new Set(WRITTEN).size).toBeGreaterThan(35)
    expect(SOURCES).toEqual(expect.arrayContaining(['usage', 'contacts', 'member', 'signals', 'opportunities']))
  })

  it.each([...new Set(WRITTEN)])('%s has words of its own', (code) => {
    expect(TOLD_CODES).toContain(code)
  })

  it('has no words for a code that no rule gives', () => {
    expect(TOLD_CODES.filter((code) => !WRITTEN.includes(code))).toEqual([])
  })

  it.each([...new Set(SOURCES)])('from %s says where it comes from, unless the rules themselves say it', (source) => {
    const ofTheRules = ['configuration', 'queue']
    expect(sourceWord(source) === null).toBe(ofTheRules.includes(source))
  })

  it('that an older version left is told by its last word', () => {
    expect(told(factor('risk.gone_by-now', null))).toBe('Gone by now')
    expect(told(factor('constructor', 3))).toBe('Constructor')
    expect(told(factor('', 3))).toBe('')
  })
})

describe('a factor in words', () => {
  it.each([
    [factor('base', 'in-band-risk'), 'Risk before a renewal | where this workflow starts'],
    [factor('base', 'gone'), 'Starting value | where this workflow starts'],
    [factor('urgency', 12), 'Time left'],
    [factor('urgency', -12), 'Past its date'],
    [factor('health', 1), 'Health lost | 1 point in four weeks'],
    [factor('health', 12.5), 'Health lost | 12.5 points in four weeks'],
    [factor('health', 0), 'Health lost | nothing in four weeks'],
    [factor('health', null), 'Health lost | no comparison yet'],
    [factor('usage', -23.4), 'Usage fell 23% | four weeks against four'],
    [factor('usage', 0.4), 'Usage grew 0.4% | four weeks against four'],
    [factor('usage', 9.96), 'Usage grew 10% | four weeks against four'],
    [factor('usage', 0, { contribution: 0 }), 'Usage held still | counts nothing here'],
    [factor('usage', null, { contribution: 0 }), 'Usage is not known | counts nothing here'],
    [factor('plan', 'invest'), 'Plan: invest'],
    [factor('plan', null), 'No account plan'],
    [factor('workload', 5, { contribution: -10 }), 'Five other runs open | 2 each'],
    [factor('workload', 1, { contribution: -2 }), 'One other run open | 2 each'],
    [factor('workload', 0, { contribution: 0 }), 'No other runs open'],
    [factor('workload', 14, { contribution: -28 }), '14 other runs open | 2 each'],
    [factor('due-step', null), 'A snoozed step is back'],
    [factor('health.support', 1), 'One open ticket | number, priority, rise and tone of tickets'],
    [factor('health.support', 0), 'No open ticket | number, priority, rise and tone of tickets'],
    [factor('health.support', null), 'Support | not known, so it counts neutral at most'],
    [factor('health.usage.trend', null), 'Usage trend | not known, so it counts neutral at most'],
    [factor('health.relationship.champion', 2), 'Champion in place'],
    [factor('health.relationship.champion', 0), 'Champion left | nobody has followed'],
    [factor('health.relationship.champion', null), 'Champion | not known, so it counts neutral at most'],
    [factor('health.financial', 'overdue'), 'An invoice is overdue | less for each week that it is late'],
    [factor('health.financial', 'nothing-due'), 'Payments | nothing was due yet'],
    [factor('risk.health', 60, { contribution: 20 }), 'Health is 60 | half of 100 − 60'],
    [factor('risk.health', 60, { contribution: 10 }), 'Health is 60 | 25% of 100 − 60'],
    [factor('risk.health', 100, { contribution: 0 }), 'Health is 100 | half of 100 − 100'],
    [factor('risk.sponsor-left', 'signal'), 'Champion or sponsor left | within 90 days'],
    [factor('risk.invoice-late', 30), 'Invoice late | more than 30 days'],
  ])('%o reads %s', (given, words) => {
    expect(told(given)).toBe(words)
  })

  it.each(['usage', 'risk.usage', 'health.usage.trend', 'opportunity.growth'])(
    '%s net of everybody’s is told as the difference to everybody, not as a fall',
    (code) => {
      const trend = {
        metric: 'logins',
        changePercent: 2,
        netChangePercent: -20,
        direction: 'down',
        current: 1,
        before: 1,
        lastDay: 1,
      } as const
      const words = (value: number) =>
        tell(factor(code, value), { currency: 'USD', before: 0, multiplies: false, trend }).label
      expect(words(-20)).toBe('Usage is 20 points behind everybody’s')
      expect(words(-7)).toBe('Usage fell 7%')
    },
  )

  it('that multiplies says by how much, as a number that gives its points', () => {
    expect(told(factor('plan', 'invest', { contribution: 90 }), 180, true)).toBe('Plan: invest | × 1.5')
    expect(told(factor('experience', 0.9, { contribution: -9 }), 90, true)).toBe('Experience | × 0.9')
    expect(told(factor('plan', 'invest', { contribution: 0 }), 0, true)).toBe('Plan: invest')
  })
})

const DIRTY = /undefined|NaN|null|Infinity|\[object|\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-[0-9a-f]{4}|[a-z]_[a-z]|\d\.\d{3}/

function isClean(rows: readonly WhyRow[]): void {
  for (const { label, note, source, value } of rows) {
    const words = [label, note, source ?? '', value?.kind === 'words' ? value.words : ''].join(' ')
    expect(words).not.toMatch(DIRTY)
    expect(label).toMatch(/^[A-Z0-9]/)
  }
}

const sum = (rows: readonly { readonly contribution: number }[]): number =>
  rows.reduce((total, { contribution }) => total + toHundredths(contribution), 0)

const ledger = ({ factors }: Score) => rowsOf(factors, { today: TODAY, currency: 'USD', days: { usage: TODAY - 1 } })

describe('the ledger of any figure', () => {
  it('adds up to health, risk and opportunity of whatever customer to the hundredth, in clean words', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { health, risk, opportunity } = analyze(facts, givenContext())
        for (const figure of [health, risk, opportunity]) {
          const rows = ledger(figure)
          expect(sum(rows)).toBe(toHundredths(figure.value))
          isClean(rows)
        }
      }),
    )
  })

  it.each(['weighted', 'multiplicative'] as const)(
    'adds up to any %s score to the hundredth, in clean words',
    (model) => {
      fc.assert(
        fc.property(anySignals, (signals) => {
          const figure = score(signals, { ...DEFAULT_PRIORITY, model })
          const rows = ledger(figure)
          expect(sum(rows)).toBe(toHundredths(figure.value))
          isClean(rows)
        }),
      )
    },
  )

  it('calls only what moves by itself stale, and only after a weekend', () => {
    const ages = (source: string, age: number) =>
      rowsOf([factor('usage', 3, { source, on: TODAY - age })], { today: TODAY, currency: 'USD', days: {} })[0]?.stale
    expect([ages('usage', 3), ages('usage', 4), ages('tickets', 400), ages('contacts', 400)]).toEqual([
      false,
      true,
      false,
      false,
    ])
  })

  it('dates a row by its own day first, else by the newest record of its source', () => {
    const days = { usage: TODAY - 2, contract: TODAY - 9 }
    const rows = rowsOf(
      [
        factor('usage', 3, { source: 'usage' }),
        factor('usage', 3, { source: 'usage', on: TODAY }),
        factor('plan', null),
      ],
      { today: TODAY, currency: 'USD', days },
    )
    expect(rows.map(({ on }) => on)).toEqual(['2027-03-13', '2027-03-15', null])
  })

  it('offers to try the weight of what differs between cards, and of nothing else', () => {
    const sliders = (model: 'weighted' | 'multiplicative') =>
      fc
        .sample(anySignals, { numRuns: 20, seed: 1 })
        .flatMap((signals) =>
          ledger(score(signals, { ...DEFAULT_PRIORITY, model })).flatMap(({ slider }) => slider ?? []),
        )
    expect([...new Set(sliders('weighted'))].sort()).toEqual(['arr', 'health', 'plan', 'risk', 'urgency', 'usage'])
    expect([...new Set(sliders('multiplicative'))].sort()).toEqual(['arr', 'plan', 'workload'])
  })
})
