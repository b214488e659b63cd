import type { Family, Stage } from './words.ts'

export type WorkflowStep = { readonly id: string; readonly name: string }

/** What deciding, ranking and listing know of a workflow; its content is composed. */
export type WorkflowKind = {
  readonly id: string
  /** Ids of earlier documents that mean the same. */
  readonly aliases: readonly string[]
  readonly title: string
  readonly family: Family
  /** The renewal stage that it belongs to; null: no stage of its own. */
  readonly stage: Stage | null
  readonly baseScore: number
  readonly urgencyScore: number
  readonly targetMinutes: number
  readonly steps: readonly WorkflowStep[]
}
