import { ownedCustomer } from '../access/asker.store.ts'
import { err, ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import type { Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { BUILT_IN_WORKFLOWS } from '../spine/catalogue.defaults.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import { openExecutionsOfOne } from '../spine/execution.store.ts'
import { GetStartable } from './startable.contract.ts'

/** What somebody may want to start for a customer, whatever the rules say. */
export const startableRoutes = ({ database }: { readonly database: Database }): readonly Route[] => [
  act(GetStartable, database, async (tx, { params }) => {
    if (!(await ownedCustomer(tx, params.id))) return err(UNKNOWN)
    const open = await openExecutionsOfOne(tx, params.id)
    const workflows = BUILT_IN_WORKFLOWS.map((kind) => {
      // The customer's next renewal is what a renewal workflow would be about; of events each has its own.
      const other = open.find(
        (run) =>
          run.foldedUnder === null &&
          (kind.family === 'event' ? run.workflowId === kind.id : run.family === kind.family),
      )
      return {
        id: kind.id,
        title: kind.title,
        family: kind.family,
        steps: kind.steps.length,
        minutes: kind.targetMinutes,
        open: other ? { executionId: other.id, title: workflowNamed(other.workflowId)?.title ?? kind.title } : null,
      }
    })
    return ok({ workflows })
  }),
]
