import { BUILT_IN_WORKFLOWS } from './catalogue.defaults.ts'
import type { WorkflowKind, WorkflowStep } from './workflow-kind.ts'

const byId = new Map(
  BUILT_IN_WORKFLOWS.flatMap((kind) => [kind.id, ...kind.aliases].map((name) => [name, kind] as const)),
)

/** The built-in workflow of an id or of an earlier document's alias; undefined when there is none. */
export const workflowNamed = (idOrAlias: string): WorkflowKind | undefined => byId.get(idOrAlias)

/** The built-in workflow of an id that rules name. Throws for an id that does not exist: a mistake in the rules, not in the data. */
export function workflow(id: string): WorkflowKind {
  const kind = byId.get(id)
  if (!kind)
    throw new Error(
      `There is no workflow "${id}"; it is one of ${BUILT_IN_WORKFLOWS.map((each) => each.id).join(', ')}`,
    )
  return kind
}

/** The step ids of a run: leading steps that the definition does not have itself, then the definition's own. */
export function stepsOf(kind: Pick<WorkflowKind, 'steps'>, leadingSteps: readonly string[]): readonly WorkflowStep[] {
  const own = new Map(kind.steps.map((step) => [step.id, step]))
  return stepIdsOf([...own.keys()], leadingSteps).map((id) => own.get(id) ?? { id, name: nameOfStep(id) })
}

/** The same by ids alone; each stands once. */
export const stepIdsOf = (own: readonly string[], leading: readonly string[]): readonly string[] => [
  ...new Set([...leading.filter((id) => !own.includes(id)), ...own]),
]

const stepNames = new Map(BUILT_IN_WORKFLOWS.flatMap((kind) => kind.steps.map((step) => [step.id, step.name] as const)))

/** The words for a step id, wherever it occurs. */
export const nameOfStep = (id: string): string => stepNames.get(id) ?? id
