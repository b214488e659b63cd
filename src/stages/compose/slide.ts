import type { Artifact } from './artifacts.contract.ts'
import type { Branch, Button, ChatAction, ComposedStep, Paragraph } from './composition.contract.ts'
import type { Scene } from './scene.ts'

/** The reusable content of a step. */
export type Slide = {
  /** The id of the steps that show it. */
  readonly id: string
  readonly kind: ComposedStep['kind']
  /** A pure function of the scene: what is said, what can be said back, what lies beside it. */
  readonly build: (scene: Scene, step: { readonly id: string; readonly name: string }) => SlideContent
}

export type SlideContent = {
  readonly opening: Paragraph[]
  /** The first one is the next sensible act. */
  readonly buttons: Button[]
  readonly branches?: Readonly<Record<string, Branch>>
  readonly artifacts: Artifact[]
}

export const button = (value: string, label: string, action: ChatAction | null = null): Button => ({
  value,
  label,
  action,
})

/** What is answered to a button: it only talks, unless something else is said. */
export const answer = (response: Paragraph[], more: Partial<Omit<Branch, 'response'>> = {}): Branch => ({
  response,
  actions: [],
  artifactId: null,
  task: null,
  buttons: [],
  ...more,
})
