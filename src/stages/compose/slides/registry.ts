import type { Slide } from '../slide.ts'
import { assessRisk } from './assess-risk.ts'
import { draftOutreach } from './draft-outreach.ts'
import { draftPlan } from './draft-plan.ts'
import { plain } from './plain.ts'
import { reviewContract } from './review-contract.ts'
import { summary } from './summary.ts'

/** The library of slides: one line each. */
const SLIDES: readonly Slide[] = [summary, assessRisk, reviewContract, draftPlan, draftOutreach]

const byId = new Map(SLIDES.map((slide) => [slide.id, slide]))

/** The slide of a step; one that has none of its own yet gets the plain one, which serves every step. */
export const slideOf = (stepId: string): Slide => byId.get(stepId) ?? plain
