import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  GOLDEN_FILE,
  goldenConfiguration,
  goldenResult,
  goldenText,
  readGolden,
  type GoldenCase,
} from '../../../test/golden-analyses.ts'
import { CONTRACT_STATUSES, STAGES } from '../../spine/words.ts'
import { MODEL_VERSION } from './analyze.defaults.ts'

const { modelVersion, cases } = readGolden()
const RENEW =
  'Where that is meant: raise MODEL_VERSION in analyze.defaults.ts, then run `node scripts/golden-analyses.ts`.'

const differing = (rules: Readonly<Record<string, unknown>> = {}): GoldenCase[] => {
  const configuration = goldenConfiguration(rules)
  return cases.filter((one) => JSON.stringify(goldenResult(one, configuration)) !== JSON.stringify(one.found))
}
const seen = <T>(of: (one: GoldenCase) => readonly T[]): Set<T> => new Set(cases.flatMap(of))

describe('the analyses that were kept', () => {
  it('are a thousand of this version of the model', () => {
    expect(modelVersion, `The file is of another version. ${RENEW}`).toBe(MODEL_VERSION)
    expect(cases).toHaveLength(1000)
  })

  it('come out as they were, to the last factor and renewal', () => {
    expect(differing(), `What was found before comes out otherwise. ${RENEW}`).toEqual([])
  })

  it('see every component, every point of risk and every chance somewhere', () => {
    expect([...seen(({ found }) => Object.keys(found.contributions))].sort()).toEqual([
      'health.engagement.contact',
      'health.engagement.qbr',
      'health.financial',
      'health.pulse',
      'health.relationship.buyer',
      'health.relationship.champion',
      'health.relationship.threads',
      'health.support',
      'health.usage.breadth',
      'health.usage.trend',
      'health.usage.utilization',
      'opportunity.cap',
      'opportunity.expansion',
      'opportunity.growth',
      'opportunity.health',
      'opportunity.products',
      'opportunity.risk',
      'opportunity.utilization',
      'risk.cap',
      'risk.health',
      'risk.invoice-late',
      'risk.leaving',
      'risk.notice',
      'risk.sentiment',
      'risk.silence',
      'risk.sponsor-left',
      'risk.urgent-tickets',
      'risk.usage',
    ])
  })

  it('see every profile, every stage of a renewal, every standing of a contract, and minor renewals', () => {
    expect([...seen(({ found }) => [found.profile])].sort()).toEqual(
      goldenConfiguration()
        .profiles.map(({ name }) => name)
        .sort(),
    )
    expect(seen(({ found }) => found.clocks.map(([stage]) => stage))).toEqual(new Set(STAGES))
    expect(seen(({ found }) => [found.contract])).toEqual(new Set([...CONTRACT_STATUSES, null]))
    expect(seen(({ found }) => found.clocks.map((clock) => clock[3]))).toEqual(new Set([true, false]))
  })

  it('see each input known and missing', () => {
    const states = (name: string) =>
      seen(({ inputs }) => [isMissing(inputs[name as keyof typeof inputs]) ? 'missing' : 'known'])
    for (const name of Object.keys(cases[0]?.inputs ?? {}).filter((each) => each !== 'status')) {
      expect([name, [...states(name)].sort()]).toEqual([name, ['known', 'missing']])
    }
  })

  it('see overrides of each figure, of both, and none', () => {
    const overridden = seen(({ inputs: { overridden } }) => [overridden.map((value) => value !== null).join()])
    expect([...overridden].sort()).toEqual(['false,false', 'false,true', 'true,false', 'true,true'])
  })

  it('see amounts in the reporting currency, in others, in none, and in one that has no rate', () => {
    const currencies = seen(({ terms }) => terms.renewals.map(({ currency = terms.currency }) => currency))
    expect(currencies).toEqual(new Set(['USD', 'EUR', 'GBP', 'XTS', undefined]))
  })

  it.each([
    ['a point of risk', { risk: { silence: { points: 8.01 } } }],
    ['a weight', { weights: { support: 15.1 } }],
    ['the dead band', { trend: { deadBandPercent: 5.5 } }],
    ['how long a silent source is kept', { freshness: { keptDays: 29 } }],
    ['a step of the cadence', { health: { contactPointsPerWeek: 12.4 } }],
    ['what makes a renewal minor', { renewals: { minorShare: 0.3 } }],
    [
      'the day on which a stage begins',
      {
        stages: {
          table: [
            { untilDays: 8, stage: 'emergency' },
            { untilDays: null, stage: 'strategic' },
          ],
        },
      },
    ],
  ])('would notice another value of %s', (_, rules) => {
    expect(differing(rules).length).toBeGreaterThan(0)
  })

  it('are what would be written on every day and machine', () => {
    expect(readFileSync(GOLDEN_FILE, 'utf8') === goldenText(), RENEW).toBe(true)
  })
})

/** Nothing was known: no value, an empty list, or a list of nothing but no values. */
const isMissing = (value: unknown): boolean =>
  value === null ||
  (Array.isArray(value) && value.every((each) => each === null)) ||
  (typeof value === 'object' && 'active' in value && value.active === null)
