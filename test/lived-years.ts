import fc from 'fast-check'
import { systemActor } from '../src/base/actor.ts'
import { adoptConfiguration, configurationInForce, saveConfiguration } from '../src/spine/configuration.store.ts'
import { undoImport } from '../src/stages/ingest/import/undo.job.ts'
import { anyChange } from './any-changes.ts'
import { FIRST, memory, morningOf, type Change } from './change.ts'
import type { TestDatabase } from './database.ts'
import type { GivenCompany } from './given-company.ts'
import { anySaid, expectThePastAsItWas, givenTwoWithUsage, say, type Lived, type Said } from './lived-days.ts'

const YEAR = 365
const ACTOR = systemActor('test')

type Rules = { readonly settings: Readonly<Record<string, unknown>>; readonly back: boolean }

/** What may happen on a day of a year. */
type Happening =
  | { readonly what: 'told'; readonly change: Change }
  | { readonly what: 'said'; readonly said: Said }
  | { readonly what: 'decided'; readonly rules: Rules }
  /** Told in error, and taken back so many days later, at the latest before the next run. */
  | { readonly what: 'mistaken'; readonly change: Change; readonly days: number }

const anyRules: fc.Arbitrary<Rules> = fc.record({
  settings: fc
    .record({
      support: fc.nat(30),
      pulse: fc.nat(20),
      healthShare: fc.constantFrom(0.3, 0.5, 0.7),
      keptDays: fc.nat(40),
    })
    .map(({ support, pulse, healthShare, keptDays }) => ({
      analyze: { rules: { weights: { support, pulse }, risk: { healthShare }, freshness: { keptDays } } },
    })),
  back: fc.boolean(),
})

const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  { arbitrary: anyChange.map((change): Happening => ({ what: 'told', change })), weight: 12 },
  { arbitrary: anySaid.map((said): Happening => ({ what: 'said', said })), weight: 2 },
  { arbitrary: anyRules.map((rules): Happening => ({ what: 'decided', rules })), weight: 1 },
  {
    arbitrary: fc
      .record({ change: anyChange, days: fc.nat(9) })
      .map((mistake): Happening => ({ what: 'mistaken', ...mistake })),
    weight: 3,
  },
)

type Year = {
  readonly happenings: readonly { readonly on: number; readonly happening: Happening }[]
  /** Days with a run beside the regular ones. */
  readonly runs: readonly number[]
}

const dayOfYear = fc.nat(YEAR - 1)

const anyYear: fc.Arbitrary<Year> = fc.record({
  happenings: fc.array(fc.record({ on: dayOfYear, happening: anyHappening }), { minLength: 80, maxLength: 120 }),
  runs: fc.array(dayOfYear, { maxLength: 4 }),
})

async function decide({ database }: TestDatabase, company: GivenCompany, { settings, back }: Rules): Promise<void> {
  await database.withCompany(company.id, async (tx) => {
    const { version } = await configurationInForce(tx)
    if (back) await adoptConfiguration(tx, version - 1, ACTOR)
    else await saveConfiguration(tx, { settings, note: '', actor: ACTOR, adopt: true })
  })
}

async function takeBack(db: TestDatabase, company: GivenCompany, importId: string): Promise<void> {
  const undone = await undoImport(db, { companyId: company.id, actor: ACTOR, importId })
  if (!undone.ok) throw new Error(undone.refusal)
}

/** A company that lived through a year. */
async function livedThroughYear(db: TestDatabase, { happenings, runs }: Year, everyDays: number): Promise<Lived> {
  const company = await givenTwoWithUsage(db)
  const sources = memory()
  const ofDay = Map.groupBy(happenings, ({ on }) => on)
  const withRun = new Set([...runs, ...Array.from({ length: YEAR / everyDays }, (_, nth) => nth * everyDays)])
  let mistakes: { readonly importId: string; readonly noticedOn: number }[] = []
  for (let on = 0; on < YEAR; on += 1) {
    const today = FIRST + on
    company.at(morningOf(today))
    for (const { happening } of ofDay.get(on) ?? []) {
      if (happening.what === 'said') await say(db, company, happening.said)
      else if (happening.what === 'decided') await decide(db, company, happening.rules)
      else {
        // What is taken back was never said: the next time it is told for the first time.
        const told = happening.what === 'told' ? sources : sources.copy()
        const { kind, record } = happening.change
        const importId = await company.import(kind, [record(today, told)])
        if (happening.what === 'mistaken') mistakes.push({ importId, noticedOn: on + happening.days })
      }
    }
    const noticed = mistakes.filter(({ noticedOn }) => withRun.has(on) || noticedOn <= on)
    mistakes = mistakes.filter((each) => !noticed.includes(each))
    for (const { importId } of noticed) await takeBack(db, company, importId)
    if (withRun.has(on)) await company.run('scheduled')
  }
  company.at(morningOf(FIRST + YEAR))
  return { company, days: [...withRun].sort((a, b) => a - b).map((on) => FIRST + on) }
}

/** `seed`: the same years each time; left out, others each time. */
type Years = { readonly years: number; readonly everyDays: number; readonly seed?: number }

/** Whatever happens in a year with a run every so many days: each day that had one can be looked back at from the year's end. */
export async function asOfGivesWhatThatDayOfTheYearGave(
  db: TestDatabase,
  { years, everyDays, seed }: Years,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anyYear, async (year) => {
      await expectThePastAsItWas(await livedThroughYear(db, year, everyDays))
    }),
    { numRuns: years, endOnFailure: true, ...(seed === undefined ? {} : { seed }) },
  )
}
