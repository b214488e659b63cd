import type { Slide } from '../slide.ts'
import { accountOverview } from './account-overview.ts'
import { assessRisk } from './assess-risk.ts'
import { draftOutreach } from './draft-outreach.ts'
import { draftPlan } from './draft-plan.ts'
import { emailDraft } from './email-draft.ts'
import { intro } from './intro.ts'
import { plain } from './plain.ts'
import { prepareQuote } from './prepare-quote.ts'
import { pricingStrategy } from './pricing-strategy.ts'
import { reviewContract } from './review-contract.ts'
import { summary } from './summary.ts'

/** The library of slides: one line each. */
const SLIDES: readonly Slide[] = [
  intro,
  accountOverview,
  pricingStrategy,
  prepareQuote,
  emailDraft,
  summary,
  assessRisk,
  reviewContract,
  draftPlan,
  draftOutreach,
]

const byId = new Map(SLIDES.map((slide) => [slide.id, slide]))

/** The slide of a step; one that has none of its own yet gets the plain one, which serves every step. */
export const slideOf = (stepId: string): Slide => byId.get(stepId) ?? plain
