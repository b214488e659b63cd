import { hash } from 'node:crypto'
import { companyById } from '../access/companies.store.ts'
import type { Company } from '../access/company.contract.ts'
import { companyConfiguration, type CompanyConfiguration } from '../configuration.ts'
import {
  findRun,
  giveUpEarlierRuns,
  lastDayRunBefore,
  lastBegun,
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
import { loadBook, markOfProducts, sampleUsage, type Book } from '../stages/analyze/book.store.ts'
import {
  countCustomers,
  EVERYBODY,
  nextCustomers,
  type Due,
  type Look,
} from '../stages/analyze/customers-to-look-at.store.ts'
import type { Knowledge } from '../stages/analyze/known.store.ts'
import { MODEL_VERSION } from '../stages/analyze/analyze.defaults.ts'
import { movementOf } from '../stages/analyze/analyze.ts'
import { sampleTrend } from './book-trend-of.ts'
import type { Cycle, CycleDeps, CycleSnapshot, Member } from './cycle.ts'
import { members } from './members.ts'

export type CycleRun = Run<CycleSnapshot>

/** Finds the run that a request means and takes it, or starts it. A finished or given-up one is answered as it is. */
export async function findOrStart(deps: CycleDeps, companyId: string, request: RunRequest): Promise<CycleRun> {
  return deps.database.withCompany(companyId, async (tx) => {
    if (isLive(request.cause)) await giveUpEarlierRuns(tx, request.localDate)
    const found = await findRun<CycleSnapshot>(tx, request)
    if (!found) return startRun<CycleSnapshot>(tx, request)
    return found.status === 'running' ? takeOver<CycleSnapshot>(tx, found.id) : found
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
    return cycleOf(tx, {
      runId: run.id,
      company,
      knowledge,
      writes: isLive(run.cause) ? 'everything' : 'analyses',
      snapshot: plan.snapshot,
      configuration: companyConfiguration(written),
    })
  })
}

/** What people are given and how it is scored by: what they carry only where it counts. */
function markOf(people: ReadonlyMap<string, Member>, { prioritize }: CompanyConfiguration): string {
  const { penalty } = prioritize[prioritize.model]
  const each = [...people.values()].map(({ load, ...person }) => (penalty === 0 ? person : { ...person, load }))
  return hash('sha256', JSON.stringify(each))
}

type Ready = Pick<Cycle, 'runId' | 'knowledge' | 'writes' | 'configuration'> & {
  readonly company: Company
  readonly snapshot: CycleSnapshot
}

/** A cycle by its plan; the people are those of now. */
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
    look: snapshot.look,
  }
}

type Planning = { readonly run: CycleRun; readonly company: Company; readonly knowledge: Knowledge }
type Plan = Pick<CycleRun, 'snapshot' | 'configurationVersion' | 'customersTotal'>
type Before = NonNullable<Awaited<ReturnType<typeof lastBegun<CycleSnapshot>>>>

const DAYS_A_WEEK = 7

async function makePlan(tx: Tx, { run, company, knowledge }: Planning): Promise<Plan> {
  await tx.run('select app.refresh_statistics()')
  const { day, timeZone, mode } = knowledge
  const inForce = await (mode === 'then' ? configurationOn(tx, day, timeZone) : configurationInForce(tx))
  const snapshot = await snapshotOf(tx, { company, knowledge, configuration: companyConfiguration(inForce) })
  const before = isLive(run.cause) ? await lastBegun<CycleSnapshot>(tx, run.id) : undefined
  const look = before ? lookAfter(before, run, { version: inForce.version, ...snapshot }) : EVERYBODY
  const plan = {
    configurationVersion: inForce.version,
    // Of a new day it is everybody's: who is passed over is confirmed.
    customersTotal: await countCustomers(tx, look.at === 'changed' ? look : EVERYBODY),
    snapshot: {
      ...snapshot,
      ...(look.at === 'changed' && before?.snapshot ? heldBy(before.snapshot, snapshot) : {}),
      look: look.at === 'due' ? await wayThrough(tx, look) : look,
    },
  }
  await planRun<CycleSnapshot>(tx, run.id, plan)
  return plan
}

const ASKED_FIRST = 1000
// What is asked of one stretch stays small.
const MOST_PAGES_A_STRETCH = 20
// Where so many have to be looked at, to read everybody takes less than to ask who it is.
const NEARLY_ALL = 0.7

/** How far a page reaches, so that it is full of those who are looked at; by the first customers of the book. */
async function wayThrough(tx: Tx, look: Due): Promise<Look> {
  const { looked, passedOver } = await nextCustomers(tx, { after: null, limit: ASKED_FIRST, look })
  const all = looked + passedOver
  if (looked > all * NEARLY_ALL) return EVERYBODY
  const oneIn = Math.round(all / Math.max(1, looked))
  return { ...look, oneIn: Math.max(1, Math.min(oneIn, MOST_PAGES_A_STRETCH)) }
}

type HeldBy = Pick<CycleSnapshot, 'basis' | 'people'>

/** Where only some are looked at again, the others' standings are as they were seen before: all hold by one thing only where it is the same. */
const heldBy = (before: HeldBy, now: HeldBy): HeldBy => ({
  basis: before.basis === now.basis ? now.basis : 'several',
  people: before.people === now.people ? now.people : 'several',
})

/** Whom a run has to look at after another. What was not finished, or was seen by something else, says nothing of who holds. */
function lookAfter(before: Before, { cause, localDate }: CycleRun, now: HeldBy & { readonly version: number }): Look {
  if (before.status !== 'finished') return EVERYBODY
  if (before.localDate === localDate) {
    return cause === 'by-hand' && before.configurationVersion === now.version ? { at: 'changed' } : EVERYBODY
  }
  const { snapshot } = before
  if (before.localDate > localDate || snapshot?.basis !== now.basis) return EVERYBODY
  return { at: 'due', on: localDate, peopleMoved: snapshot.people !== now.people, oneIn: 1 }
}

type Situation = {
  readonly company: Company
  readonly knowledge: Knowledge
  readonly configuration: CompanyConfiguration
}

type Seen = Situation & { readonly book: CycleSnapshot['book']; readonly trend: CycleSnapshot['trend'] }

/** All that customers are seen by, besides what is known of themselves and the day. Where the book hardly moves, its median counts for nobody. */
async function basisOf(tx: Tx, { company, configuration, book, trend }: Seen): Promise<string> {
  const counts = configuration.analyze.profiles.some(({ rules }) => movementOf(trend, rules) !== null)
  return JSON.stringify({
    model: MODEL_VERSION,
    configuration: configuration.version,
    timeZone: company.timeZone,
    book,
    products: await markOfProducts(tx),
    median: counts ? trend.medianChangePercent : null,
  })
}

/** What all customers of a company share on a day, and what everybody carries. */
export async function snapshotOf(tx: Tx, { company, knowledge, configuration }: Situation): Promise<CycleSnapshot> {
  const { day } = knowledge
  const book = await loadBook(tx, { currency: company.currency, knowledge })
  const usage = await sampleUsage(tx, knowledge)
  const shared = { book: bookOf(book), trend: sampleTrend(usage, { day, configuration: configuration.analyze }) }
  const loads = await loadSnapshot(tx, day + DAYS_A_WEEK)
  return {
    ...shared,
    loads: [...loads],
    confirmedOn: await lastDayRunBefore(tx, day),
    look: EVERYBODY,
    people: markOf(await members(tx, { day, loads }), configuration),
    basis: await basisOf(tx, { company, knowledge, configuration, ...shared }),
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
