import { createCompany, companyNamed } from '../src/access/companies.store.ts'
import type { Company } from '../src/access/company.contract.ts'
import { systemActor } from '../src/base/actor.ts'
import { fixedClock, type Clock } from '../src/base/clock.ts'
import { dayIn, type Day } from '../src/base/day.ts'
import { runDaily } from '../src/pipeline.ts'
import type { Log } from '../src/platform/log.ts'
import type { Database } from '../src/platform/postgres.ts'
import { saveConfiguration } from '../src/spine/configuration.store.ts'
import { sentimentOf } from '../src/stages/analyze/sentiment.ts'
import { runImport } from '../src/stages/ingest/import/import.job.ts'
import type { ImportDeps } from '../src/stages/ingest/import/import-run.job.ts'
import { instantOn } from './days.ts'
import { exportsOf } from './exports.ts'
import { MERIDIAN } from './meridian/company.ts'
import type { CompanyStory } from './story.ts'
import { SUMMIT } from './summit/company.ts'
import { beginWork } from './under-way.ts'

export const SAMPLE_COMPANIES: readonly CompanyStory[] = [MERIDIAN, SUMMIT]

export type SampleDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** Told what is being done, and how far the whole is (0–1). */
  readonly onProgress?: (progress: { readonly says: string; readonly done: number }) => void
}

const ACTOR = systemActor('sample portfolio')

/**
 * Loads the sample portfolio into companies of its own: everything comes in by the import, every figure by the daily cycle, which is run
 * for yesterday (with the weeks before it), and for today once some work is under way. A company that is there already is left alone,
 * so that a second start changes nothing.
 */
export async function loadSample(deps: SampleDeps): Promise<readonly Company[]> {
  const companies: Company[] = []
  for (const [index, story] of SAMPLE_COMPANIES.entries()) {
    const share = { from: index / SAMPLE_COMPANIES.length, to: (index + 1) / SAMPLE_COMPANIES.length }
    companies.push(await loadCompany(story, { ...deps, share }))
  }
  deps.onProgress?.({ says: 'The sample portfolio is ready', done: 1 })
  return companies
}

type Loading = SampleDeps & { readonly share: { readonly from: number; readonly to: number } }

async function loadCompany(story: CompanyStory, deps: Loading): Promise<Company> {
  const { database, clock, log } = deps
  const known = await database.platform((tx) => companyNamed(tx, story.name))
  if (known && (await isReady(database, known, dayIn(known.timeZone, clock.now())))) return known
  const began = performance.now()
  const company = known ?? (await found(story, deps))
  const today = dayIn(company.timeZone, clock.now())
  await importAll(story, { ...deps, company, today })
  await liveThroughYesterday(story, { ...deps, company, today })
  log.info(
    { company: company.name, seconds: Math.round((performance.now() - began) / 100) / 10 },
    'sample company loaded',
  )
  return company
}

/** The last thing that loading does is a run of the day; before it anything may be missing. */
async function isReady(database: Database, company: Company, today: Day): Promise<boolean> {
  const runs = await database.withCompany(company.id, (tx) =>
    tx.rows<{ day: Day }>(
      `select local_date as day from job_runs where kind = 'daily' and status = 'finished' and cause = 'scheduled'`,
    ),
  )
  return new Set(runs.map(({ day }) => day)).size > 1 || runs.some(({ day }) => day >= today)
}

async function found(story: CompanyStory, { database }: SampleDeps): Promise<Company> {
  const { name, timeZone, locale, currency, settings } = story
  const company = await createCompany({ database }, { name, timeZone, locale, currency, sample: true }, ACTOR)
  if (settings) {
    const written = { settings, note: 'As the sample company works', actor: ACTOR, adopt: true }
    await database.withCompany(company.id, (tx) => saveConfiguration(tx, written))
  }
  return company
}

type Scene = Loading & { readonly company: Company; readonly today: Day }

/** A ticket's text as the import wants it read. */
const readTicket: ImportDeps['readTicket'] = (text) => {
  const { score, words, leaving } = sentimentOf(text)
  return { sentiment: score, words, leaving: leaving.found, leavingWords: leaving.phrases }
}

async function importAll(
  story: CompanyStory,
  { database, clock, company, today, share, onProgress }: Scene,
): Promise<void> {
  const exports = exportsOf(story, { today })
  const rows = exports.reduce((sum, { records }) => sum + records.length, 0)
  let before = 0
  for (const { kind, records } of exports) {
    // Importing takes about half of the time of loading.
    const done = share.from + ((share.to - share.from) / 2) * (before / rows)
    onProgress?.({ says: `${story.name}: importing ${kind}`, done })
    const input = { name: `${kind}.json`, records }
    const report = await runImport(
      { database, clock, readTicket },
      { companyId: company.id, actor: ACTOR, kind, input, looksHimself: true },
    )
    if (report.rejected > 0) throw new Error(`The sample's ${kind} were rejected: ${JSON.stringify(report.warnings)}`)
    before += records.length
  }
}

async function liveThroughYesterday(story: CompanyStory, scene: Scene): Promise<void> {
  const { database, clock, company, today, share, onProgress } = scene
  const yesterday = fixedClock(new Date(instantOn(today - 1, 17)))
  const run = { companyId: company.id, cause: 'scheduled', startedBy: ACTOR.name } as const
  onProgress?.({ says: `${story.name}: the past weeks`, done: (share.from + share.to) / 2 })
  await runDaily({ database, clock: yesterday }, { ...run, localDate: today - 1 })
  await beginWork(story, { database, companyId: company.id, day: today - 1, at: yesterday.now(), now: clock.now() })
  onProgress?.({ says: `${story.name}: today`, done: share.from + 0.9 * (share.to - share.from) })
  await runDaily({ database, clock }, { ...run, localDate: today })
}
