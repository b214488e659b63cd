import { recordAudit } from '../../access/audit.store.ts'
import { err, ok } from '../../base/result.ts'
import { act } from '../../platform/http/act.ts'
import { UNKNOWN } from '../../platform/http/problem.contract.ts'
import type { Route } from '../../platform/http/route.ts'
import { deskOf, forbiddenTo, type ExecutionDeps } from './desk.store.ts'
import { draftsOf, isSitting, saveDraft } from './drafts.store.ts'
import { GetTaskMode, SaveDraft } from './taskmode.contract.ts'
import { taskModeOf } from './taskmode.store.ts'

/** What is entered when all steps are done belongs to none of them. */
const CLOSING = 'closing'
const OVER: readonly string[] = ['completed', 'cancelled', 'superseded']

/** An execution on the full screen, and what is typed there. */
export function taskModeRoutes({ database, clock }: Pick<ExecutionDeps, 'database' | 'clock'>): readonly Route[] {
  return [
    act(GetTaskMode, database, async (tx, { params, caller }) => {
      const desk = await deskOf(tx, params.id, { caller, clock })
      return desk ? ok(await taskModeOf(tx, desk)) : err(UNKNOWN)
    }),
    act(SaveDraft, database, async (tx, { params, body, caller }) => {
      const { id: executionId, stepId } = params
      const desk = await deskOf(tx, executionId, { caller, clock })
      if (!desk || (stepId !== CLOSING && !desk.subject.stepIds.includes(stepId))) return err(UNKNOWN)
      const forbidden = forbiddenTo(desk, 'act')
      if (forbidden !== null) return err({ kind: 'forbidden', says: forbidden })
      const { actor, subject } = desk
      if (OVER.includes(subject.status)) {
        return err({ kind: 'conflict', says: `This workflow is ${subject.status}; nothing more is kept for it.` })
      }
      const sits = await isSitting(tx, executionId, actor)
      const saved = await saveDraft(tx, { ...body, executionId, stepId, actor })
      if (!saved) {
        const draft = (await draftsOf(tx, executionId)).find((each) => each.stepId === stepId)
        return err({
          kind: 'conflict',
          says: draft
            ? `${draft.savedBy} changed this meanwhile.`
            : 'There is nothing kept here that could be changed.',
          more: { draft },
        })
      }
      const detail = { step: stepId, version: saved.version }
      if (!sits) await recordAudit(tx, { actor, action: 'save-draft', object: 'step', objectId: executionId, detail })
      return ok(saved)
    }),
  ]
}
