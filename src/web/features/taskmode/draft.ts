import { z } from 'zod'

const Panel = z.record(z.string(), z.unknown())

/** What a person has entered in a step: which buttons of the conversation, how long it took, and what stands in the panels. */
const StepDraft = z.object({
  chat: z.array(z.string()).catch([]),
  seconds: z.number().min(0).catch(0),
  panels: z.record(z.string(), Panel).catch({}),
})
export type StepDraft = z.output<typeof StepDraft>
export type PanelDraft = z.output<typeof Panel>

export const EMPTY: StepDraft = { chat: [], seconds: 0, panels: {} }

/** A draft as it was kept; what cannot be read of it is taken as not entered. */
export const readDraft = (data: unknown): StepDraft => StepDraft.catch(EMPTY).parse(data ?? {})

/** A field of a panel that holds text. */
export const textIn = (panel: PanelDraft | undefined, key: string): string | undefined => {
  const value = panel?.[key]
  return typeof value === 'string' ? value : undefined
}

export const isTicked = (panel: PanelDraft | undefined, key: string): boolean => panel?.[key] === true
