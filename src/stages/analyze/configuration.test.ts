import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES, FOUR_STAGES } from './analyze.defaults.ts'
import { analysisConfiguration } from './configuration.ts'
import { profileOf, type ProfileSubject } from './profile.ts'
import { COMPONENT_CODES } from './rules.contract.ts'

const subject = (known: Partial<ProfileSubject> = {}): ProfileSubject => ({
  status: 'active',
  segment: null,
  tier: null,
  touch: null,
  lifecycle: null,
  products: [],
  ...known,
})

describe('the configuration of analyses', () => {
  it('is what ships when nothing is written', () => {
    expect(analysisConfiguration().profiles).toEqual([{ name: 'default', when: {}, rules: DEFAULT_RULES }])
  })

  it("weighs health's components to 100", () => {
    const sum = COMPONENT_CODES.reduce((total, code) => total + DEFAULT_RULES.weights[code], 0)
    expect(sum).toBe(100)
  })

  it("takes a company's change, and a profile's before it", () => {
    const { profiles } = analysisConfiguration({
      rules: { risk: { silence: { days: 45 } }, trend: { metrics: ['logins'] } },
      profiles: [{ name: 'enterprise', when: { segment: ['Enterprise'] }, rules: { risk: { silence: { days: 20 } } } }],
    })
    expect(profiles.map(({ name, rules }) => [name, rules.risk.silence, rules.trend.metrics])).toEqual([
      ['enterprise', { days: 20, points: 8 }, ['logins']],
      ['default', { days: 45, points: 8 }, ['logins']],
    ])
  })

  it('adds no default behind a profile that holds for all', () => {
    const { profiles } = analysisConfiguration({ profiles: [{ name: 'all', when: { segment: [] } }] })
    expect(profiles.map(({ name }) => name)).toEqual(['all'])
  })

  it('knows the preset of four stages', () => {
    expect(analysisConfiguration({ stages: 'four-stage' }).profiles[0]?.rules.stages.table).toEqual(FOUR_STAGES)
  })

  it.each<[string, unknown]>([
    ['an unknown rule', { rules: { risk: { silense: { days: 3 } } } }],
    ['a share above 1', { rules: { renewals: { minorShare: 3 } } }],
    ['a word for a number', { rules: { weights: { support: 'much' } } }],
    ['an unknown key', { profile: [] }],
  ])('refuses %s', (_, settings) => {
    expect(() => analysisConfiguration(settings)).toThrow()
  })
})

it('takes no prototype from anybody', () => {
  const settings: unknown = JSON.parse(
    '{"rules":{"__proto__":{"polluted":1},"risk":{"signals":{"__proto__":"leaving"}}}}',
  )
  expect(analysisConfiguration(settings).profiles[0]?.rules).toEqual(DEFAULT_RULES)
  expect('polluted' in {}).toBe(false)
})

describe('the profile of a customer', () => {
  const configuration = analysisConfiguration({
    profiles: [
      { name: 'starters', when: { lifecycle: ['onboarding'] } },
      { name: 'big', when: { segment: ['enterprise'], touch: ['high'] } },
      { name: 'suite', when: { product: ['Suite'] } },
      { name: 'gold', when: { tier: ['gold', 'platinum'] } },
    ],
  })

  it.each<[Partial<ProfileSubject>, string]>([
    [{}, 'default'],
    [{ segment: 'Enterprise', touch: 'high' }, 'big'],
    [{ segment: 'Enterprise', touch: 'low' }, 'default'],
    [{ segment: 'Enterprise' }, 'default'],
    [{ lifecycle: 'onboarding', segment: 'enterprise', touch: 'high' }, 'starters'],
    [{ products: ['core', 'suite'] }, 'suite'],
    [{ tier: 'PLATINUM' }, 'gold'],
  ])('of %j is %s', (known, name) => {
    expect(profileOf(configuration, subject(known)).name).toBe(name)
  })

  it('is an error when a configuration was put together without one for all', () => {
    expect(() => profileOf({ profiles: [] }, subject())).toThrow('without a condition')
  })
})
