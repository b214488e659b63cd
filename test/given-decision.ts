import { Today } from '../src/base/today.ts'
import { givenAnalysis, givenClock, givenFacts, TODAY } from './given-customer.ts'
import type { Analysis } from '../src/stages/analyze/analysis.ts'
import type { CustomerFacts } from '../src/stages/analyze/facts.ts'
import type { DetermineInput } from '../src/stages/determine/context.ts'
import type { Decision, Determination } from '../src/stages/determine/decision.ts'
import { DEFAULT_SETTINGS } from '../src/stages/determine/determine.defaults.ts'
import { determine } from '../src/stages/determine/determine.ts'

export const CADENCE = { contactDays: 60, qbrDays: 180 }

export type World = Partial<Omit<DetermineInput, 'facts' | 'analysis'>> & {
  readonly facts?: Partial<CustomerFacts>
  readonly figures?: Parameters<typeof givenAnalysis>[0]
  readonly analysis?: Partial<Omit<Analysis, 'risk' | 'opportunity' | 'health'>>
}

/** What is decided of one customer in a world that is calm but for what is given. */
export const decided = (world: World, settings = DEFAULT_SETTINGS): Determination =>
  determine(
    {
      facts: givenFacts(world.facts),
      analysis: givenAnalysis(world.figures ?? {}, world.analysis),
      open: world.open ?? [],
      rests: world.rests ?? [],
      cadence: world.cadence ?? CADENCE,
      ...(world.atOnce === undefined ? {} : { atOnce: world.atOnce }),
    },
    { settings, today: new Today(TODAY) },
  )

export const says = (decision: Decision): string => {
  switch (decision.kind) {
    case 'open':
      return `open ${decision.workflowId}${decision.held ? ' held' : ''}`
    case 'close':
      return `close ${decision.outcome}`
    default:
      return decision.kind
  }
}
/** The decisions, each in a word or three. */
export const saying = (world: World, settings = DEFAULT_SETTINGS): readonly string[] =>
  decided(world, settings).decisions.map(says)

/** A customer whose one renewal is so many days away. */
export const renewing = (days: number, known = {}): Pick<World, 'analysis'> => ({
  analysis: { renewals: [givenClock(days, known)] },
})
