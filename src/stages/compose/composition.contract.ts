import { z } from 'zod'
import { Artifact } from './artifacts.contract.ts'

/** A piece of a sentence; `source` is the number of the step's footnote that it rests on. */
const Part = z.object({ text: z.string(), strong: z.boolean(), source: z.int().nullable() })
export type Part = z.output<typeof Part>

/** Said only while another step stands so: `waiting` is snoozed or escalated, `settled` is completed or skipped. */
const When = z.object({ stepId: z.string(), is: z.enum(['waiting', 'settled', 'open']) })

const Paragraph = z.object({ parts: z.array(Part), when: When.nullable() })
export type Paragraph = z.output<typeof Paragraph>

/** What a conversation can do beside talking. */
const CHAT_ACTIONS = [
  'showArtifact',
  'nextStep',
  'completeStep',
  'snoozeStep',
  'skipStep',
  'escalateStep',
  'createTask',
] as const
const ChatAction = z.enum(CHAT_ACTIONS)
export type ChatAction = z.output<typeof ChatAction>

const Button = z.object({ value: z.string(), label: z.string(), action: ChatAction.nullable() })
export type Button = z.output<typeof Button>

/** What follows a button of this value. */
const Branch = z.object({
  response: z.array(Paragraph),
  actions: z.array(ChatAction),
  artifactId: z.string().nullable(),
  task: z.object({ title: z.string(), dueOn: z.iso.date().nullable() }).nullable(),
  buttons: z.array(Button),
})
export type Branch = z.output<typeof Branch>

/** A record behind a sentence, and the day of the newest of its kind. */
const Footnote = z.object({ number: z.int(), label: z.string(), on: z.iso.date().nullable() })

/** One step as it is shown: what is said, what can be said back, and what lies beside it. */
export const ComposedStep = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['data_analysis', 'planning', 'action', 'review']),
  chat: z.object({ opening: z.array(Paragraph), buttons: z.array(Button), branches: z.record(z.string(), Branch) }),
  artifacts: z.array(Artifact),
  sources: z.array(Footnote),
  /** Paths that a text wanted and nobody knows; shown as a dash. */
  missing: z.array(z.string()),
})
export type ComposedStep = z.output<typeof ComposedStep>

/** A workflow for one customer: composed once when it is begun, from one version and one reading of the facts. */
export const Composition = z.object({
  steps: z.array(ComposedStep),
  /** What is said when nothing is left that could be done now. */
  closing: ComposedStep,
})
export type Composition = z.output<typeof Composition>
