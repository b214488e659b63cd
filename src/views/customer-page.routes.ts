import { askerOf } from '../access/asker.store.ts'
import { can } from '../access/policies.ts'
import type { Clock } from '../base/clock.ts'
import { dayIn, isoDay, type Day } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import { companyConfiguration } from '../configuration.ts'
import { act } from '../platform/http/act.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import type { Route } from '../platform/http/route.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { configurationInForce } from '../spine/configuration.store.ts'
import type { Analysis } from '../stages/analyze/analysis.ts'
import { insightOf } from '../stages/analyze/insight.ts'
import { byPriority } from '../stages/prioritize/rank.ts'
import { cardsOf } from '../stages/queue/card.ts'
import { cardOf, cardRows, healthChange } from './card.store.ts'
import { GetCustomerPage, type CustomerPage } from './customer-page.contract.ts'
import {
  windowOf,
  contractsOnPage,
  customerRow,
  figuresSince,
  happened,
  newestAnalysis,
  newestRecords,
  overridesOn,
  peopleOf,
  pulseOn,
  type CustomerRow,
} from './customer-page.store.ts'
import { agesOf, CHART_DAYS, historyFrom, ledgerOf, renewalOf, weeksOf } from './customer-page.ts'
import { companyOf, type Company } from './day.store.ts'
import { sourceWord } from './factor-words.ts'
import { queueRows } from './queue.store.ts'
import { momentOf } from './timeline.ts'
import { standingOf } from './why.store.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

const MOST_MOMENTS = 40
const MOST_OPEN = 20

/** A customer at a glance. Everybody of the company may read it. */
export function customerPageRoutes({ database, clock }: Deps): readonly Route[] {
  return [
    act(GetCustomerPage, database, async (tx, { params, caller }) => {
      const company = await companyOf(tx)
      const today = dayIn(company.time_zone, clock.now())
      const row = await customerRow(tx, params.id, today)
      if (!row) return err(UNKNOWN)
      const may = can(await askerOf(tx, caller, today), 'customer', row)
      return ok({ ...(await pageOf(tx, row, { company, today })), can: [...may] })
    }),
  ]
}

type When = { readonly company: Company; readonly today: Day }

async function pageOf(tx: Tx, row: CustomerRow, { company, today }: When): Promise<Omit<CustomerPage, 'can'>> {
  const standing = await standingOf(tx, row.id)
  if (!standing) throw new Error('The customer of this transaction is gone')
  const facts = { standing, today }
  const analysis = await newestAnalysis(tx, row.id)
  const since = today - CHART_DAYS
  const window = await windowOf(tx, row.id, analysis?.usage?.metric ?? null)
  return {
    day: isoDay(today),
    readAt: standing.read_at?.toISOString() ?? null,
    customer: {
      id: row.id,
      name: row.name,
      status: row.status,
      segment: row.segment,
      industry: row.industry,
      plan: row.plan,
      since: row.since === null ? null : isoDay(row.since),
      owner: row.owner,
      parent: row.parentId === null ? null : { id: row.parentId, name: row.parent ?? '' },
      seats: row.seats,
    },
    stage: row.stage,
    arr: { amount: row.arr, currency: row.currency },
    renewal: renewalOf(standing, today),
    usageChange: row.usageChange,
    healthChange: healthChange(row),
    health: ledgerOf('health', facts),
    risk: ledgerOf('risk', facts),
    uncertain: analysis?.uncertain ?? true,
    inShort: analysis ? inShortOf(row, analysis, { company, today }) : null,
    history: historyFrom(await figuresSince(tx, row.id, since), since),
    usage: window ? weeksOf(window) : null,
    open: await openCards(tx, row.id, today),
    people: await peopleOf(tx, row.id),
    contracts: await contractsOnPage(tx, row.id, today),
    timeline: (await happened(tx, row.id, MOST_MOMENTS)).map(momentOf),
    sources: [...agesOf(await newestRecords(tx, row.id, company.time_zone), today)],
    overrides: await overridesOn(tx, row.id, today),
    pulse: (await pulseOn(tx, row.id, today)) ?? null,
  }
}

function inShortOf(row: CustomerRow, analysis: Analysis, { company, today }: When): CustomerPage['inShort'] {
  const customer = { name: row.name, arr: row.arrReported, accountPlan: row.plan }
  const said = insightOf({ customer, analysis, today, currency: company.currency, locale: company.locale })
  return {
    summary: said.summary,
    findings: said.insights.map(({ text, tone, source }) => ({
      text,
      tone,
      source: sourceWord(source.record) ?? source.record,
      on: source.on === null ? null : isoDay(source.on),
    })),
    talkingPoints: [...said.talkingPoints],
    writtenBy: said.writtenBy,
  }
}

/** As the queue has them: what leads the customer's card first, what folds under it behind. */
async function openCards(tx: Tx, customerId: string, today: Day): Promise<CustomerPage['open']> {
  const { prioritize } = companyConfiguration(await configurationInForce(tx))
  const entries = (await queueRows(tx, null, today, customerId)).map((row) => ({ ...row, contacts: [] }))
  const [card] = cardsOf(entries, prioritize)
  const ordered = card ? [card.lead, ...card.folded] : entries.sort(byPriority(prioritize))
  const ids = ordered.slice(0, MOST_OPEN).map(({ executionId }) => executionId)
  const rows = new Map((await cardRows(tx, ids)).map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? [cardOf(row, { today, folded: [], isNew: false, moved: null })] : []
  })
}
