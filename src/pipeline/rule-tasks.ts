import { unreachable } from '../base/unreachable.ts'
import type { RuleTask } from '../spine/task.store.ts'
import type { RenewalTask } from '../stages/analyze/renewal-tasks.ts'
import type { Verdict } from './decide-customer.ts'

/** The tasks that a customer's contracts ask for, for its owner. A key is written once, however often it comes. */
export function ruleTasksOf({ facts, tasks }: Pick<Verdict, 'facts' | 'tasks'>): RuleTask[] {
  return tasks.map((task) => ({
    ruleKey: task.key,
    customerId: facts.customerId,
    renewalId: task.renewalId,
    executionId: null,
    title: titleOf(task.task, facts.name),
    dueOn: task.on,
    assignedTo: facts.ownerId,
  }))
}

// The day is the task's own, which is shown beside it as its reader writes days.
function titleOf(task: RenewalTask['task'], customer: string): string {
  switch (task) {
    case 'confirm-auto-renewal':
      return `Confirm with ${customer} that the contract has renewed by itself`
    case 'anniversary':
      return `Anniversary of the contract with ${customer}`
    case 'minor-renewal':
      return `Small renewal of ${customer}: settle it with the main one`
    default:
      return unreachable(task)
  }
}
