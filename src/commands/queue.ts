import type { Command } from 'commander'
import type { User } from '../access/user.contract.ts'
import { usersCalled } from '../access/users.store.ts'
import { dayIn } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { readQueue } from '../views/read-queue.store.ts'
import type { Queue } from '../views/queue.ts'
import { inCompany } from './context.ts'
import type { CompanySession } from './context.ts'
import { table } from './output.ts'
import { refuse } from './refusal.ts'

type QueueOptions = { readonly company?: string; readonly csm?: string }

/** `queue`: what is to be done, in the order of the day. */
export function registerQueue(program: Command): void {
  program
    .command('queue')
    .description('what is to be done today, in its order: of one CSM, or of everybody by the matter alone')
    .option('--csm <who>', 'an e-mail address, a name or a first name')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .action((options: QueueOptions, command: Command) =>
      inCompany(command, options.company, async (session) => {
        const queue = await queueOfCompany(session, options.csm)
        session.output.answer(queue, forPeople)
      }),
    )
}

const queueOfCompany = ({ database, company, clock }: CompanySession, csm: string | undefined): Promise<Queue> =>
  database.withCompany(company.id, async (tx) => {
    const person = csm === undefined ? null : await personCalled(tx, csm)
    const today = dayIn(company.timeZone, clock.now())
    return readQueue(tx, { personId: person?.id ?? null, today, locale: company.locale })
  })

async function personCalled(tx: Tx, called: string): Promise<User> {
  const [person, ...others] = await usersCalled(tx, called)
  if (!person) refuse(`Nobody is called "${called}"`, 'Give an e-mail address, a name or a first name')
  if (others.length > 0) {
    const names = [person, ...others].map((each) => each.email ?? each.name).join(', ')
    refuse(`Several people are called "${called}"`, `Give the e-mail address: ${names}`)
  }
  return person
}

function forPeople({ workflows, stats }: Queue): string {
  const rows = workflows.map((each, index) => [
    index + 1,
    each.priorityScore.toFixed(2),
    each.customer.name,
    each.workflow.title,
    each.daysUntilRenewal ?? '–',
    each.riskScore === null ? '–' : Math.round(each.riskScore),
    each.status.replaceAll('_', ' '),
    each.csm?.name ?? 'nobody',
    each.id,
  ])
  const counts = `${String(stats.totalWorkflows)} open: ${String(stats.pending)} pending, ${String(stats.inProgress)} in progress, ${String(stats.snoozed)} snoozed, ${String(stats.escalated)} escalated; ${String(stats.completedToday)} completed today`
  return [
    table(['', 'score', 'customer', 'workflow', 'days', 'risk', 'state', 'csm', 'execution'], rows, 'Nothing is due.'),
    counts,
  ].join('\n')
}
