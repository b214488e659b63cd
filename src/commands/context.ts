import type { Command } from 'commander'
import { companyNamed, listCompanies } from '../access/companies.store.ts'
import type { Company } from '../access/company.contract.ts'
import type { Database } from '../platform/postgres.ts'
import { refuse } from './refusal.ts'
import { inSession, type Session } from './session.ts'

export type CompanySession = Session & { readonly company: Company }

/**
 * Runs the body of a command for one company: the one that `--company NAME` names, whatever its case, or the only one there is.
 * Refuses, and lists the names, when that is not clear.
 */
export async function inCompany(
  command: Command,
  name: string | undefined,
  work: (session: CompanySession) => Promise<void>,
): Promise<void> {
  await inSession(command, async (session) => {
    await work({ ...session, company: await resolveCompany(session.database, name) })
  })
}

/** The company that a name means; the only one when no name is given. */
export async function resolveCompany(database: Database, name: string | undefined): Promise<Company> {
  return database.platform(async (tx) => {
    const found = name === undefined ? undefined : await companyNamed(tx, name)
    if (found) return found
    const companies = await listCompanies(tx)
    const [only] = companies
    if (!only) refuse('There is no company yet', 'Create one: renubu company create --name NAME --time-zone ZONE')
    if (name === undefined && companies.length === 1) return only
    const names = companies.map((company) => company.name).join(', ')
    if (name === undefined) refuse('There are several companies', `Say which one with --company: ${names}`)
    refuse(`There is no company named "${name}"`, `There are: ${names}`)
  })
}
