import type { AnalysisInputs } from './analysis-inputs.ts'
import type { Analysis } from './analysis.ts'
import { replay } from './analyze.ts'
import type { AnalysisConfiguration } from './configuration.ts'
import type { Figures } from './figures.ts'
import { sameFigure } from './same-figure.ts'

export type Replayed = {
  readonly figures: Figures
  /** Every figure to the hundredth, with every factor behind it. */
  readonly same: boolean
}

/** A past analysis computed again from what was kept with it, and whether it comes out the same. */
export function replayed(
  { analysis, inputs }: { readonly analysis: Analysis; readonly inputs: AnalysisInputs },
  configuration: AnalysisConfiguration,
): Replayed {
  const figures = replay(inputs, analysis.asOf, configuration)
  const same =
    sameFigure(figures.health, analysis.health) &&
    sameFigure(figures.risk, analysis.risk) &&
    sameFigure(figures.opportunity, analysis.opportunity) &&
    figures.coverage === analysis.coverage &&
    figures.profile === analysis.profile
  return { figures, same }
}
