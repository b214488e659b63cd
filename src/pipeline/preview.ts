import { companyById } from '../access/companies.store.ts'
import type { Clock } from '../base/clock.ts'
import { dayIn } from '../base/day.ts'
import { companyConfiguration, type CompanyConfiguration } from '../configuration.ts'
import type { ConfigurationPreview, PreviewedCard } from '../configuration/configuration.contract.ts'
import { lastDayRunBefore } from '../operate/runs.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import { configurationInForce } from '../spine/configuration.store.ts'
import { loadSnapshot } from '../spine/execution.store.ts'
import { loadBook, sampleUsage } from '../stages/analyze/book.store.ts'
import { countCustomers, EVERYBODY } from '../stages/analyze/customers-to-look-at.store.ts'
import type { Knowledge } from '../stages/analyze/known.store.ts'
import { contactsOf } from '../views/queue.store.ts'
import type { z } from 'zod'
import { sampleTrend } from './book-trend-of.ts'
import type { Cycle } from './cycle.ts'
import { decideCustomer, type Subject } from './decide-customer.ts'
import { members } from './members.ts'
import { loadSubjects } from './page.ts'
import { changesOfCards, placedCards, plannedEntries, type PlacedCard, type PlannedEntry } from './planned-queue.ts'
import { mostUrgentCustomers, waitingOf } from './preview.store.ts'

// About a second of work; in parts, so that others are answered between them.
const LOOKED_AT = 1000
const AT_ONCE = 50
const SHOWN = 100
const DAYS_A_WEEK = 7

type Previewed = z.input<typeof ConfigurationPreview>
type Deps = { readonly companyId: string; readonly clock: Clock }

/**
 * What other settings would do to today's queue: the same facts are decided once with the settings in force and once with the tried ones,
 * and the cards that come of both are compared. What changed since the morning is in both. Nothing is written.
 */
export async function previewConfiguration(tx: Tx, deps: Deps, tried: CompanyConfiguration): Promise<Previewed> {
  const cycles = await bothCycles(tx, deps, tried)
  const ids = await mostUrgentCustomers(tx, LOOKED_AT)
  const entries: { readonly before: PlannedEntry[]; readonly after: PlannedEntry[] } = { before: [], after: [] }
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const some = ids.slice(first, first + AT_ONCE)
    const subjects = [...(await loadSubjects(tx, cycles.before, some))].map(({ subject }) => subject)
    const besides = {
      contacts: await contactsOf(tx, familiesAmong(subjects)),
      waiting: await waitingOf(tx, some, cycles.before.day),
    }
    for (const which of ['before', 'after'] as const) {
      const decided = subjects.map((subject) => ({ subject, verdict: decideCustomer(subject, cycles[which]) }))
      entries[which].push(...plannedEntries(decided, cycles[which], besides))
    }
  }
  const [before, after] = [placedCards(entries.before, cycles.before), placedCards(entries.after, cycles.after)]
  const { added, gone, moved } = changesOfCards(before, after)
  return {
    customers: { looked: ids.length, total: await countCustomers(tx, EVERYBODY) },
    cards: { before: before.length, after: after.length },
    counts: { new: added.length, gone: gone.length, moved: moved.length },
    new: added.slice(0, SHOWN).map(shown),
    gone: gone.slice(0, SHOWN).map(shown),
    moved: moved.slice(0, SHOWN).map((change) => ({ ...shown(change.after), before: shown(change.before) })),
  }
}

async function bothCycles(tx: Tx, { companyId, clock }: Deps, tried: CompanyConfiguration) {
  const company = await companyById(tx, companyId)
  if (!company) throw new Error(`There is no company ${companyId}`)
  const day = dayIn(company.timeZone, clock.now())
  const knowledge: Knowledge = { day, timeZone: company.timeZone, mode: 'now' }
  const book = await loadBook(tx, { currency: company.currency, knowledge })
  const usage = await sampleUsage(tx, knowledge)
  const loads = await loadSnapshot(tx, day + DAYS_A_WEEK)
  const common = {
    runId: 'preview',
    companyId,
    day,
    writes: 'everything',
    knowledge,
    book,
    loads,
    people: await members(tx, { day, loads }),
    confirmedOn: await lastDayRunBefore(tx, day),
    look: EVERYBODY,
  } as const
  const cycleOf = (configuration: CompanyConfiguration): Cycle => ({
    ...common,
    configuration,
    trend: sampleTrend(usage, { day, configuration: configuration.analyze }),
  })
  return { before: cycleOf(companyConfiguration(await configurationInForce(tx))), after: cycleOf(tried) }
}

/** Children and parents, whose contacts decide whether they share a card. */
function familiesAmong(subjects: readonly Subject[]): readonly string[] {
  const parents = new Set(subjects.flatMap(({ facts }) => facts.parentId ?? []))
  return subjects
    .filter(({ facts }) => facts.parentId !== null || parents.has(facts.customerId))
    .map(({ facts }) => facts.customerId)
}

const shown = ({ lead, place }: PlacedCard): PreviewedCard => ({
  customer: { id: lead.customerId, name: lead.customerName },
  workflow: { id: lead.workflowId, title: workflowNamed(lead.workflowId)?.title ?? lead.workflowId },
  personId: lead.ownerId,
  score: lead.score,
  place,
})
