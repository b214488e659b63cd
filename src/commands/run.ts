import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { dayIn, isoDay, parseDay, type Day } from '../base/day.ts'
import { runDaily } from '../pipeline.ts'
import type { RunReport } from '../pipeline/run-report.ts'
import { writtenBy, type WrittenAnalysis } from '../views/written.store.ts'
import { inCompany, type CompanySession } from './context.ts'
import { table } from './output.ts'
import { refuse } from './refusal.ts'

type DailyOptions = { readonly company?: string; readonly asOf?: string }

/** `run daily`: the day's cycle by hand, or as of a past day. */
export function registerRun(program: Command): void {
  program
    .command('run')
    .description('do now what is otherwise done on a schedule')
    .command('daily')
    .description('analyze the customers, determine what is due, rank it and write everybody’s order of the day')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .option('--as-of <date>', 'a past day (YYYY-MM-DD): by what was known then; writes analyses only')
    .action((options: DailyOptions, command: Command) =>
      inCompany(command, options.company, (session) => daily(session, options)),
    )
}

async function daily({ database, clock, company, output }: CompanySession, { asOf }: DailyOptions): Promise<void> {
  const today = dayIn(company.timeZone, clock.now())
  const past = asOf === undefined ? undefined : pastDay(asOf, today)
  const bar = progressBar(output.json)
  try {
    const report = await runDaily(
      { database, clock, onProgress: bar.show },
      {
        companyId: company.id,
        localDate: past ?? today,
        cause: past === undefined ? 'by-hand' : 'as-of',
        startedBy: 'command line',
      },
    )
    bar.stop()
    if (past === undefined) output.answer({ company: company.name, ...report }, sentences)
    else {
      const written = await database.withCompany(company.id, (tx) => writtenBy(tx, report.runId, SHOWN))
      output.answer({ company: company.name, ...report, written }, lookedBack)
    }
  } finally {
    bar.stop()
  }
}

function pastDay(text: string, today: Day): Day {
  const day = parseDay(text)
  if (day === undefined) refuse(`"${text}" is not a calendar day`, 'Write it as YYYY-MM-DD')
  if (day > today) refuse(`${text} has not come yet`, `The last day to look back at is today, ${isoDay(today)}`)
  return day
}

const sentences = (report: RunReport & { readonly company: string }): string =>
  [
    `${report.company}, ${report.day}: ${String(report.customers)} customers in ${String(report.seconds ?? 0)} s`,
    `  ${String(report.analyzed)} with something new, ${String(report.confirmed)} confirmed, ${String(report.overtaken)} overtaken by new facts`,
    `  ${String(report.opened)} workflows opened, ${String(report.closed)} closed`,
  ].join('\n')

// Enough to see what a day looked like; all of it stands in the history of each customer.
const SHOWN = 20

type LookedBack = RunReport & { readonly company: string; readonly written: readonly WrittenAnalysis[] }

/** As of a past day nothing but analyses is written: which, and what they say. */
function lookedBack(report: LookedBack): string {
  const { company, day, customers, analyzed, confirmed, written } = report
  const more = analyzed - written.length
  return [
    `${company} as of ${day}: ${String(customers)} customers in ${String(report.seconds ?? 0)} s`,
    `  ${String(analyzed)} analyses written, ${String(confirmed)} say what was known of that day already; nothing else was touched`,
    ...(written.length === 0
      ? []
      : [
          table(
            ['Customer', 'Health', 'Risk', 'Opportunity', 'Coverage'],
            written.map((each) => [each.customer, each.health, each.risk, each.opportunity, each.coverage]),
          ),
        ]),
    ...(more > 0 ? [`… and ${String(more)} more`] : []),
  ].join('\n')
}

type Bar = {
  readonly show: (progress: { readonly done: number; readonly total: number }) => void
  readonly stop: () => void
}

/** A bar on a terminal's stderr; elsewhere nothing. */
function progressBar(quiet: boolean): Bar {
  if (quiet || !process.stderr.isTTY) return { show: () => undefined, stop: () => undefined }
  const bar = new SingleBar({
    format: '{bar} {value} of {total} customers',
    stream: process.stderr,
    clearOnComplete: true,
  })
  let started = false
  return {
    show: ({ done, total }) => {
      if (!started) bar.start(total, done)
      started = true
      bar.setTotal(total)
      bar.update(done)
    },
    stop: () => {
      if (started) bar.stop()
      started = false
    },
  }
}
