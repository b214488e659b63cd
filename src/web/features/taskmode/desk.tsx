import { createContext, use } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import type { PanelDraft } from './draft.ts'
import { priceFromOf, priceOf, withPrice } from './price.ts'
import type { DraftKeeper } from './draft-keeper.ts'

/** What every part of the screen leans on. */
type Desk = {
  readonly taskMode: TaskMode
  readonly keeper: DraftKeeper
  /** The step that is looked at, or `closing`. */
  readonly stepId: string
  /** Nothing can be entered: it is over, not begun, or somebody else's. */
  readonly readOnly: boolean
}

const DeskContext = createContext<Desk | null>(null)
export const DeskProvider = DeskContext.Provider

/** Puts the price of this run, as it is at this moment, into a text. */
export function usePriced(): (text: string) => string {
  const { taskMode, keeper } = useDesk()
  const from = priceFromOf(taskMode)
  return (text) => (from === null ? text : withPrice(text, priceOf(taskMode, keeper, from), from.currency))
}

export function useDesk(): Desk {
  const desk = use(DeskContext)
  if (!desk) throw new Error('This part belongs on the full screen of a workflow')
  return desk
}

/** What is entered in one panel of the step, and how to change it. */
export function usePanel(artifactId: string): readonly [PanelDraft | undefined, (patch: PanelDraft) => void] {
  const { keeper, stepId } = useDesk()
  const change = (patch: PanelDraft): void =>
    keeper.change(stepId, (before) => ({
      ...before,
      panels: { ...before.panels, [artifactId]: { ...before.panels[artifactId], ...patch } },
    }))
  return [keeper.read(stepId).panels[artifactId], change]
}
