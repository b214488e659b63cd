import type { OpenExecution, Reason } from '../../spine/open-execution.ts'
import type { Stage } from '../../spine/words.ts'
import type { Context } from './context.ts'
import type { Decision } from './decision.ts'
import { leaving } from './cadence-decisions.ts'

const HOLDING_STAGES: readonly (Stage | null)[] = ['critical', 'emergency']

type Run = Pick<OpenExecution, 'family' | 'stage' | 'workflowId'>

/** Nobody sells while it burns: these hold the customer's opportunity until they close. */
export const holds = (run: Run): boolean =>
  run.family === 'risk' || (run.family === 'renewal' && HOLDING_STAGES.includes(run.stage))

const isOpportunity = ({ family }: Pick<Run, 'family'>): boolean => family === 'opportunity'

/** Holds or releases the customer's opportunities, the one that these decisions open included. */
export function withHolding(context: Context, decisions: readonly Decision[]): readonly Decision[] {
  const gone = leaving(decisions)
  const staying = context.open.filter((run) => !gone.has(run.id))
  const opened = decisions.filter((decision) => decision.kind === 'open')
  if (!staying.some(isOpportunity) && !opened.some(isOpportunity)) return decisions
  const restaged = new Map(
    decisions.flatMap((decision) =>
      decision.kind === 'mark' && decision.stage !== undefined ? [[decision.executionId, decision.stage] as const] : [],
    ),
  )
  const today = staying.map((run) => ({ ...run, stage: restaged.get(run.id) ?? run.stage }))
  const holder = [...opened, ...today].find(holds)
  const because: readonly Reason[] = holder ? [{ code: 'held-by', value: holder.workflowId }] : []
  const changed = staying.flatMap((run): Decision[] => {
    if (!isOpportunity(run) || run.held === (holder !== undefined)) return []
    return [holder ? { kind: 'hold', executionId: run.id, because } : { kind: 'release', executionId: run.id }]
  })
  const held = decisions.map((decision) =>
    decision.kind === 'open' && isOpportunity(decision) ? { ...decision, held: holder !== undefined } : decision,
  )
  return [...held, ...changed]
}
