import { PERCENT_SIGN, PRICE_SIGN, type Artifact } from '../../../stages/compose/artifacts.contract.ts'
import { money, percent as percentText } from '../../format.ts'
import type { StepDraft } from './draft.ts'
import { isWaiting, type Step } from './steps.ts'

export type PriceFrom = {
  readonly stepId: string
  readonly artifactId: string
  readonly recommended: number
  readonly current: number
}

/** The price of a run as it stands: what was chosen, and whether it is settled. */
export type Price = {
  readonly percent: number
  readonly amount: number
  /** The step that decides is completed; until then the figure is a placeholder. */
  readonly settled: boolean
  /** The step that decides, where it is snoozed or with somebody else. */
  readonly waiting: Step | null
}

/** A price after a step, in whole units of its currency. */
export const priceAfter = (current: number, percent: number): number => Math.round(current * (1 + percent / 100))

/** The percent that is chosen in a panel; left alone, the one that is proposed. */
export function percentIn(panel: Readonly<Record<string, unknown>> | undefined, recommended: number): number {
  const chosen = panel?.['percent']
  return typeof chosen === 'number' && Number.isFinite(chosen) ? chosen : recommended
}

type Run = { readonly execution: { readonly steps: readonly Step[] } }
type Shown = { readonly id: string; readonly artifacts: readonly Artifact[] }
type Drafts = { readonly read: (stepId: string) => StepDraft }

/** One price in every panel: quote and mail read what the pricing step holds at this moment. */
export function priceOf({ execution }: Run, drafts: Drafts, from: PriceFrom): Price {
  const step = execution.steps.find(({ id }) => id === from.stepId)
  const percent = percentIn(drafts.read(from.stepId).panels[from.artifactId], from.recommended)
  return {
    percent,
    amount: priceAfter(from.current, percent),
    // A workflow without such a step has nobody else to decide.
    settled: step === undefined || step.status === 'completed',
    waiting: step && isWaiting(step) ? step : null,
  }
}

/** Where the price of a run is decided; null: nowhere in it. */
export function priceFromOf({
  composition,
}: {
  readonly composition: { readonly steps: readonly Shown[] }
}): (PriceFrom & { readonly currency: string }) | null {
  for (const step of composition.steps)
    for (const artifact of step.artifacts)
      if (artifact.type === 'pricing') {
        const { id: artifactId, recommended, current, currency } = artifact
        return { stepId: step.id, artifactId, recommended, current, currency }
      }
  return null
}

/** A text with the price in place of its signs. */
export const withPrice = (text: string, price: Pick<Price, 'amount' | 'percent'> | null, currency: string): string =>
  price === null
    ? text
    : text.replaceAll(PRICE_SIGN, money(price.amount, currency)).replaceAll(PERCENT_SIGN, percentText(price.percent))
