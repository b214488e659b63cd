import type { AnalysisConfiguration, Profile } from './configuration.ts'
import type { CustomerFacts } from './facts.ts'
import type { ProfileCondition } from './rules.contract.ts'

/** What a profile's condition may ask about a customer; null: unknown, which no condition matches. */
export type ProfileSubject = {
  readonly status: string
  readonly segment: string | null
  readonly tier: string | null
  readonly touch: string | null
  readonly lifecycle: string | null
  readonly products: readonly string[]
}

const NO_PRODUCTS: readonly string[] = []

/** The first profile that holds for a customer. */
export function profileOfCustomer(facts: CustomerFacts, configuration: AnalysisConfiguration): Profile {
  return profileOf(configuration, {
    status: facts.status,
    segment: facts.segment,
    tier: facts.tier,
    touch: facts.touch,
    lifecycle: facts.lifecycleStage,
    products: facts.productNames ?? NO_PRODUCTS,
  })
}

const names = (list: readonly string[] | undefined, word: string | null): boolean =>
  list === undefined ||
  list.length === 0 ||
  (word !== null && list.some((entry) => entry.toLowerCase() === word.toLowerCase()))

function holds(when: ProfileCondition, subject: ProfileSubject): boolean {
  return (
    names(when.segment, subject.segment) &&
    names(when.tier, subject.tier) &&
    names(when.touch, subject.touch) &&
    names(when.lifecycle, subject.lifecycle) &&
    names(when.status, subject.status) &&
    (when.product === undefined ||
      when.product.length === 0 ||
      subject.products.some((product) => names(when.product, product)))
  )
}

/** The first profile whose condition holds. The configuration always ends in one without a condition. */
export function profileOf(configuration: AnalysisConfiguration, subject: ProfileSubject): Profile {
  for (const profile of configuration.profiles) if (holds(profile.when, subject)) return profile
  throw new Error('The configuration has no profile without a condition')
}
