import type { Day } from '../../base/day.ts'
import type { OpenExecution, Reason } from '../../spine/open-execution.ts'
import type { Context } from './context.ts'
import type { Decision, OpenDecision } from './decision.ts'

type Asked = Pick<OpenDecision, 'workflowId' | 'family' | 'trigger' | 'rule' | 'because' | 'input' | 'dueOn'> &
  Partial<OpenDecision>

/** An opening with the usual answers for what a rule does not say. */
export const opening = (asked: Asked): OpenDecision => ({
  kind: 'open',
  stage: null,
  renewalId: null,
  eventKey: null,
  held: false,
  leadingSteps: [],
  snoozedUntil: null,
  supersedes: [],
  folds: [],
  ...asked,
})

/** The one of a family that leads (not folded under a newer one), and all of them. Most customers have none of any. */
export const ofFamily = ({ open }: Context, family: OpenExecution['family']): readonly OpenExecution[] =>
  open.length === 0 ? open : open.filter((run) => run.family === family)

/** A mark when what the trigger reads, its stage or its date changed; nothing otherwise, so that unchanged rows stay unwritten. */
export function markIfChanged(
  run: OpenExecution,
  now: {
    readonly input: string
    readonly stage?: OpenExecution['stage']
    readonly dueOn?: Day
    readonly because?: readonly Reason[]
  },
): readonly Decision[] {
  const input = run.input !== now.input
  const stage = now.stage !== undefined && now.stage !== run.stage
  const dueOn = now.dueOn !== undefined && now.dueOn !== run.dueOn
  const offSince = run.triggerOffSince !== null
  if (!input && !stage && !dueOn && !offSince) return []
  return [
    {
      kind: 'mark',
      executionId: run.id,
      ...(input ? { input: now.input } : {}),
      ...(stage ? { stage: now.stage } : {}),
      ...(stage && now.because ? { because: now.because } : {}),
      ...(dueOn ? { dueOn: now.dueOn } : {}),
      ...(offSince ? { triggerOffSince: null } : {}),
    },
  ]
}

export const withdrawal = (run: OpenExecution, because: readonly Reason[]): Decision => ({
  kind: 'withdraw',
  executionId: run.id,
  because,
})
