import { createCompany } from '../../src/access/companies.store.ts'
import { systemActor } from '../../src/base/actor.ts'
import type { fixedClock } from '../../src/base/clock.ts'
import { day as dayOf, isoDay, weekdayOf, type Day } from '../../src/base/day.ts'
import { companyConfiguration } from '../../src/configuration.ts'
import { runDaily } from '../../src/pipeline.ts'
import type { Database } from '../../src/platform/postgres.ts'
import { configurationInForce } from '../../src/spine/configuration.store.ts'
import { sentimentOf } from '../../src/stages/analyze/sentiment.ts'
import { runImport, type ImportRequest } from '../../src/stages/ingest/import/import.job.ts'
import type { ImportDeps } from '../../src/stages/ingest/import/import-run.job.ts'
import { exportsOf } from '../../sample/exports.ts'
import { RECORD_KINDS, type SampleRecord } from '../../sample/records.ts'
import { simulatedCompany, type Size } from './book.ts'
import { comesOf } from './consequences.ts'
import { liveThrough } from './events-of-a-day.ts'
import { ghostsOf } from './ghosts.ts'
import { foldedOf, morningOf, type Morning, type SeenCard } from './observing.ts'
import { resumeWhatIsBack, sayDoneAlready, workOn, type Deed, type Worker } from './working.ts'
import { beginWorld, type World } from './world.ts'

export type Simulation = Size & {
  readonly days: number
  readonly database: Database
  readonly clock: ReturnType<typeof fixedClock>
  /** Told in the morning of each day. */
  readonly onMorning?: (morning: Morning) => void
}

/** Something that a CSM did with a card. */
export type Done = { readonly day: Day; readonly csm: string; readonly card: SeenCard; readonly deed: Deed }

export type Lived = {
  readonly companyId: string
  readonly world: World
  readonly first: Day
  readonly last: Day
  readonly mornings: readonly Morning[]
  readonly done: readonly Done[]
  /** Cards for what needs nothing. */
  readonly ghosts: readonly string[]
  readonly accountsEach: number
}

/** A Monday; the clocks of Berlin go forward two weeks later. */
const FIRST = dayOf('2027-03-15')
const CARDS_A_DAY = 6
const ACTOR = systemActor('simulation')

type Csm = { readonly id: string; readonly name: string }

/** So many days of a company: exports come in, the day is run, CSMs do their first six cards, and life goes on. */
export async function live(simulation: Simulation): Promise<Lived> {
  const { database, clock, seed, days, onMorning } = simulation
  const story = simulatedCompany(simulation)
  const world = beginWorld(story, { today: FIRST, seed })
  clock.set(morningAt(FIRST))
  const { id: companyId } = await createCompany(
    { database },
    { name: `${story.name} ${seed} ${String(performance.now())}`, timeZone: story.timeZone, currency: story.currency },
  )
  for (const { kind, records } of exportsOf(story, { today: FIRST, usageDays: 150 })) {
    await take(simulation, companyId, { kind, records })
  }
  const csms = await csmsOf(database, companyId)
  const lived = {
    companyId,
    world,
    first: FIRST,
    last: FIRST + days - 1,
    mornings: [] as Morning[],
    done: [] as Done[],
    ghosts: [] as string[],
    accountsEach: simulation.accountsEach,
  }
  for (let today = FIRST; today < FIRST + days; today += 1) {
    clock.set(morningAt(today))
    await takeExports(simulation, companyId, world)
    await runDaily({ database, clock }, { companyId, localDate: today, cause: 'scheduled', startedBy: 'simulation' })
    for (const csm of csms) {
      const morning = await database.withCompany(companyId, (tx) => morningOf(tx, csm, today))
      lived.mornings.push(morning)
      lived.ghosts.push(...ghostsOf(morning, world))
      onMorning?.(morning)
      clock.set(new Date(`${isoDay(today)}T12:00:00Z`))
      lived.done.push(...(await dayOfWork(simulation, { companyId, world, csm, morning })))
    }
    liveThrough(world, today)
  }
  return lived
}

/** Six in the morning in Berlin, or seven in summer. */
const morningAt = (day: Day): Date => new Date(`${isoDay(day)}T05:00:00Z`)

const csmsOf = (database: Database, companyId: string): Promise<Csm[]> =>
  database.withCompany(companyId, (tx) => tx.rows<Csm>(`select id, name from users where role = 'csm' order by name`))

/** A ticket's text as the import wants it read. */
const readTicket: ImportDeps['readTicket'] = (text) => {
  const { score, words, leaving } = sentimentOf(text)
  return { sentiment: score, words, leaving: leaving.found, leavingWords: leaving.phrases }
}

type Taken = { readonly kind: ImportRequest['kind']; readonly records: readonly SampleRecord[] }

async function take({ database, clock }: Simulation, companyId: string, { kind, records }: Taken): Promise<void> {
  const input = { name: `${kind}.json`, records: [...records] }
  const report = await runImport({ database, clock, readTicket }, { companyId, actor: ACTOR, kind, input })
  if (report.rejected + report.unlinked > 0) {
    throw new Error(`Of the ${kind} some were not taken: ${JSON.stringify(report.warnings)}`)
  }
}

async function takeExports(simulation: Simulation, companyId: string, world: World): Promise<void> {
  const told = Map.groupBy(world.takeRecords(), ({ kind }) => kind)
  for (const kind of RECORD_KINDS) {
    const records = told.get(kind)?.map(({ record }) => record) ?? []
    if (records.length > 0) await take(simulation, companyId, { kind, records })
  }
}

type Workplace = {
  readonly companyId: string
  readonly world: World
  readonly csm: Csm
  readonly morning: Morning
}

async function dayOfWork(
  { database, clock }: Simulation,
  { companyId, world, csm, morning }: Workplace,
): Promise<Done[]> {
  const today = morning.day
  if (weekdayOf(today) > 5 || isAway(world, csm.name, today)) return []
  const at = clock.now()
  const actor = { kind: 'person', id: csm.id, name: csm.name } as const
  return database.withCompany(companyId, async (tx) => {
    const configuration = companyConfiguration(await configurationInForce(tx))
    const worker = { tx, actor, at, today, chance: world.chance, configuration }
    await resumeWhatIsBack(worker, csm.id)
    const done: Done[] = []
    const before = today === FIRST ? await doneBefore(morning, world, worker) : []
    done.push(...before.map((card) => ({ day: today, csm: csm.name, card, deed: 'done-elsewhere' as const })))
    const gone = new Set(before.map(({ executionId }) => executionId))
    let finished = 0
    for (const card of morning.cards.filter(({ executionId }) => !gone.has(executionId))) {
      if (finished === CARDS_A_DAY) break
      const deed = await workOn(card, worker)
      if (deed !== 'put-off') finished += 1
      for (const each of deed === 'completed' ? [card, ...(await foldedOf(tx, card))] : [card]) {
        const made = each === card ? deed : await workOn(each, worker)
        done.push({ day: today, csm: csm.name, card: each, deed: made })
        const account = world.byId.get(each.customer)
        if (account && (made === 'completed' || made === 'done-elsewhere'))
          comesOf(world, account, { card: each, day: today })
      }
    }
    return done
  })
}

const LONG_TERM: readonly (string | null)[] = ['prepare', 'active', 'negotiate', 'finalize']

/** A book is not untouched when a product comes to it: on the first day the CSM says of what was done before that it was. */
async function doneBefore(morning: Morning, world: World, worker: Worker): Promise<SeenCard[]> {
  const done: SeenCard[] = []
  for (const card of morning.cards) {
    if (world.byId.get(card.customer)?.doneBefore !== true) continue
    for (const each of [card, ...(await foldedOf(worker.tx, card))]) {
      if (each.family !== 'strategic' && !(each.family === 'renewal' && LONG_TERM.includes(each.stage))) continue
      await sayDoneAlready(each, worker)
      done.push(each)
    }
  }
  return done
}

function isAway({ company }: World, name: string, today: Day): boolean {
  const absence = company.people.find((person) => person.name === name)?.absence
  return absence !== undefined && today >= FIRST + absence.fromInDays && today <= FIRST + absence.toInDays
}
