import type { z } from 'zod'
import { type Actor, systemActor } from '../base/actor.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { recordAudit } from './audit.store.ts'
import { type Company, NewCompany } from './company.contract.ts'
import { parseInput } from './parse-input.ts'

const COLUMNS = 'id, name, time_zone as "timeZone", locale, currency, sample'

/**
 * Creates a company (a tenant). Locale defaults to en-US, currency to USD.
 * Throws in plain words when a value is wrong or the name is taken, whatever its case.
 */
export async function createCompany(
  deps: { readonly database: Database },
  input: z.input<typeof NewCompany>,
  actor: Actor = systemActor('command line'),
): Promise<Company> {
  const wanted = parseInput(NewCompany, input)
  return deps.database.platform(async (tx) => {
    const company = await makeCompany(tx, wanted, actor)
    if (!company) throw new Error(`There is a company named "${wanted.name}" already`)
    return company
  })
}

/** The same in a transaction that has no company yet; it has the new one from then on. `undefined`: the name is taken. */
export async function makeCompany(
  tx: Tx,
  wanted: z.output<typeof NewCompany>,
  actor: Actor,
): Promise<Company | undefined> {
  const company = await tx.row<Company>(
    `insert into companies (name, time_zone, locale, currency, sample) values ($1, $2, $3, $4, $5)
     on conflict (lower(name)) do nothing returning ${COLUMNS}`,
    [wanted.name, wanted.timeZone, wanted.locale, wanted.currency, wanted.sample],
  )
  if (!company) return undefined
  await enterCompany(tx, company.id)
  await recordAudit(tx, { companyId: company.id, actor, action: 'create', object: 'company', objectId: company.id })
  return company
}

/** From here on the transaction sees this company's rows; for the few acts that concern a person in all companies that he works for. */
export async function enterCompany(tx: Tx, companyId: string): Promise<void> {
  await tx.run(`select set_config('app.company_id', $1, true)`, [companyId])
}

/** Whether there is a company that is somebody's business. */
export const hasRealCompany = async (tx: Tx): Promise<boolean> =>
  (await tx.row('select from companies where not sample limit 1')) !== undefined

/** Those who would make the first company come one after the other. */
export async function makeFirstCompanyAlone(tx: Tx): Promise<void> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('the first company', 0))`)
}

/** Every company, by name. */
export const listCompanies = (tx: Tx): Promise<Company[]> =>
  tx.rows<Company>(`select ${COLUMNS} from companies order by lower(name)`)

/** The company of a name, whatever its case. */
export const companyNamed = (tx: Tx, name: string): Promise<Company | undefined> =>
  tx.row<Company>(`select ${COLUMNS} from companies where lower(name) = lower($1)`, [name])

export const companyById = (tx: Tx, id: string): Promise<Company | undefined> =>
  tx.row<Company>(`select ${COLUMNS} from companies where id = $1`, [id])

/** The company of a webhook address; without an id the only one there is, and none while there are several. */
export async function companyByEndpoint(tx: Tx, endpointId: string | undefined): Promise<Company | undefined> {
  if (endpointId !== undefined)
    return tx.row<Company>(`select ${COLUMNS} from companies where endpoint_id = $1`, [endpointId])
  const some = await tx.rows<Company>(`select ${COLUMNS} from companies limit 2`)
  return some.length === 1 ? some[0] : undefined
}

/** The public part of a company's webhook address. */
export async function endpointOf(tx: Tx, companyId: string): Promise<string> {
  const found = await tx.row<{ endpoint: string }>('select endpoint_id as endpoint from companies where id = $1', [
    companyId,
  ])
  if (!found) throw new Error(`There is no company ${companyId}`)
  return found.endpoint
}

export type CompanyChange = Partial<Pick<Company, 'name' | 'timeZone' | 'locale' | 'currency'>>

const NAME_IS_TAKEN = '23505'

/** Changes what is named of the company of the transaction. Refused when another one has the name; the transaction is over then. */
export async function changeCompany(
  tx: Tx,
  change: CompanyChange,
  { company, actor }: { readonly company: Company; readonly actor: Actor },
): Promise<Result<Company, 'name taken'>> {
  const wanted = { ...company, ...change }
  try {
    await tx.run(
      'update companies set name = $1, time_zone = $2, locale = $3, currency = $4 where id = app.company_id()',
      [wanted.name, wanted.timeZone, wanted.locale, wanted.currency],
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NAME_IS_TAKEN) return err('name taken')
    throw error
  }
  await recordAudit(tx, {
    actor,
    action: 'change',
    object: 'company',
    objectId: company.id,
    detail: { before: company, ...change },
  })
  return ok(wanted)
}
