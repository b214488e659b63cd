import { companyById } from '../access/companies.store.ts'
import type { Company } from '../access/company.contract.ts'
import { companyConfiguration, type CompanyConfiguration } from '../configuration.ts'
import {
  findRun,
  giveUpEarlierRuns,
  lastDayRunBefore,
  planRun,
  startRun,
  takeOver,
  type Run,
  type RunCause,
  type RunRequest,
} from '../operate/runs.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { configurationInForce, configurationOn, configurationVersion } from '../spine/configuration.store.ts'
import { loadSnapshot } from '../spine/execution.store.ts'
import { loadBook, sampleUsage, type Book } from '../stages/analyze/book.store.ts'
import { countCustomers, EVERYBODY } from '../stages/analyze/customers-to-look-at.store.ts'
import type { Knowledge } from '../stages/analyze/known.store.ts'
import { sampleTrend } from './book-trend-of.ts'
import type { Cycle, CycleDeps, CycleSnapshot, RunSnapshot } from './cycle.ts'
import { members } from './members.ts'
import { lookingOf, OF_A_PAST_DAY } from './whom-a-run-looks-at.ts'

export type CycleRun = Run<RunSnapshot>

/** Finds the run that a request means and takes it, or starts it. A finished or given-up one is answered as it is. */
export async function findOrStart(deps: CycleDeps, companyId: string, request: RunRequest): Promise<CycleRun> {
  return deps.database.withCompany(companyId, async (tx) => {
    if (isLive(request.cause)) await giveUpEarlierRuns(tx, request.localDate)
    const found = await findRun<RunSnapshot>(tx, request)
    if (!found) return startRun<RunSnapshot>(tx, request)
    return found.status === 'running' ? takeOver<RunSnapshot>(tx, found.id) : found
  })
}

/** Looks at the present and acts on it; the others only write history. */
export const isLive = (cause: RunCause): boolean => cause === 'scheduled' || cause === 'by-hand'

const MODES = { scheduled: 'now', 'by-hand': 'now', 'as-of': 'then', 'first-import': 'back-filled' } as const

/** Makes a run ready: plans it at its beginning, reads its plan again when it is taken up. */
export async function prepare(deps: CycleDeps, companyId: string, run: CycleRun): Promise<Cycle> {
  return deps.database.withCompany(companyId, async (tx) => {
    const company = await companyById(tx, companyId)
    if (!company) throw new Error(`There is no company ${companyId}`)
    const knowledge: Knowledge = { day: run.localDate, timeZone: company.timeZone, mode: MODES[run.cause] }
    const plan =
      run.snapshot && run.configurationVersion !== null ? run : await makePlan(tx, { run, company, knowledge })
    const written = await configurationVersion(tx, plan.configurationVersion ?? 0)
    if (!written || !plan.snapshot) throw new Error(`The run ${run.id} has lost its plan`)
    const cycle = await cycleOf(tx, {
      runId: run.id,
      company,
      knowledge,
      writes: isLive(run.cause) ? 'everything' : 'analyses',
      snapshot: plan.snapshot,
      configuration: companyConfiguration(written),
    })
    return { ...cycle, look: plan.snapshot.look }
  })
}

type Ready = Pick<Cycle, 'runId' | 'knowledge' | 'writes' | 'configuration'> & {
  readonly company: Company
  readonly snapshot: CycleSnapshot
}

/** A cycle by what was read for all; the people are those of now, and nobody is passed over. */
export async function cycleOf(tx: Tx, { company, snapshot, ...ready }: Ready): Promise<Cycle> {
  const { day } = ready.knowledge
  const loads = new Map(snapshot.loads)
  return {
    ...ready,
    companyId: company.id,
    day,
    book: bookFrom(snapshot),
    trend: snapshot.trend,
    loads,
    people: await members(tx, { day, loads }),
    confirmedOn: snapshot.confirmedOn,
    look: EVERYBODY,
  }
}

type Planning = { readonly run: CycleRun; readonly company: Company; readonly knowledge: Knowledge }
type Plan = Pick<CycleRun, 'snapshot' | 'configurationVersion' | 'customersTotal'>

const DAYS_A_WEEK = 7

async function makePlan(tx: Tx, { run, company, knowledge }: Planning): Promise<Plan> {
  await tx.run('select app.refresh_statistics()')
  const { day, timeZone, mode } = knowledge
  const inForce = await (mode === 'then' ? configurationOn(tx, day, timeZone) : configurationInForce(tx))
  const configuration = companyConfiguration(inForce)
  const shared = await snapshotOf(tx, { company, knowledge, configuration })
  const looking = isLive(run.cause) ? await lookingOf(tx, { run, company, configuration, shared }) : OF_A_PAST_DAY
  const plan = {
    configurationVersion: inForce.version,
    // Of a new day it is everybody's: who is passed over is confirmed.
    customersTotal: await countCustomers(tx, looking.look.at === 'due' ? EVERYBODY : looking.look),
    snapshot: { ...shared, ...looking },
  }
  await planRun<RunSnapshot>(tx, run.id, plan)
  return plan
}

type Situation = {
  readonly company: Company
  readonly knowledge: Knowledge
  readonly configuration: CompanyConfiguration
}

/** What all customers of a company share on a day, and what everybody carries. */
export async function snapshotOf(tx: Tx, { company, knowledge, configuration }: Situation): Promise<CycleSnapshot> {
  const { day } = knowledge
  const book = await loadBook(tx, { currency: company.currency, knowledge })
  const usage = await sampleUsage(tx, knowledge)
  return {
    book: bookOf(book),
    trend: sampleTrend(usage, { day, configuration: configuration.analyze }),
    loads: [...(await loadSnapshot(tx, day + DAYS_A_WEEK))],
    confirmedOn: await lastDayRunBefore(tx, day),
  }
}

const bookOf = ({ conversion, ...counts }: Book): CycleSnapshot['book'] => ({
  ...counts,
  currency: conversion.reporting,
  rates: [...conversion.rates],
})

/** The book as a run has kept it. */
export const bookFrom = ({ book: { currency, rates, ...counts } }: CycleSnapshot): Book => ({
  ...counts,
  conversion: { reporting: currency, rates: new Map(rates) },
})
