import type { Command } from 'commander'
import { dayIn } from '../base/day.ts'
import { listCompanies } from '../access/companies.store.ts'
import type { Company } from '../access/company.contract.ts'
import { companyConfiguration } from '../configuration.ts'
import { configurationInForce } from '../spine/configuration.store.ts'
import { explanationOf } from '../views/explanation.ts'
import type { Explanation } from '../views/explanation.ts'
import { readQueue } from '../views/read-queue.store.ts'
import { executionToExplain } from '../views/explanation.store.ts'
import { resolveCompany } from './context.ts'
import { refuse } from './refusal.ts'
import { inSession } from './session.ts'
import type { Session } from './session.ts'

type ExplainOptions = { readonly company?: string }

/** `explain`: why an execution is due, why it scores what it scores, why it stands where it stands. */
export function registerExplain(program: Command): void {
  program
    .command('explain')
    .description('why a workflow is due, what its score is made of, and why it stands where it stands')
    .argument('<execution>', 'its id, as `queue` shows it')
    .option('--company <name>', 'the company; left out, it is found by the id')
    .action((id: string, options: ExplainOptions, command: Command) =>
      inSession(command, async (session) => {
        session.output.answer(await explain(session, id, options.company), ({ prose }) => prose)
      }),
    )
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function explain(session: Session, id: string, name: string | undefined): Promise<Explanation> {
  if (!UUID.test(id)) refuse(`"${id}" is no id of a workflow`, 'The command `queue` shows them')
  const { database } = session
  const companies = name === undefined ? await database.platform(listCompanies) : [await resolveCompany(database, name)]
  for (const company of companies) {
    const found = await explainIn(session, company, id)
    if (found) return found
  }
  return refuse(`There is no workflow ${id}`, 'The command `queue` shows the ids of what is open')
}

const explainIn = ({ database, clock }: Session, company: Company, id: string): Promise<Explanation | undefined> =>
  database.withCompany(company.id, async (tx) => {
    const today = dayIn(company.timeZone, clock.now())
    const run = await executionToExplain(tx, id, today)
    if (!run) return undefined
    const { prioritize } = companyConfiguration(await configurationInForce(tx))
    const queue = await readQueue(tx, { personId: run.assignedTo, today, locale: company.locale })
    const reader = { locale: company.locale, currency: run.currency }
    return explanationOf({ run, queue, settings: prioritize, reader, today })
  })
