import { listUsers } from '../access/users.store.ts'
import type { Actor } from '../base/actor.ts'
import type { Day } from '../base/day.ts'
import { Today } from '../base/today.ts'
import { err, ok, type Result } from '../base/result.ts'
import { recordAudit } from '../access/audit.store.ts'
import { companyConfiguration, type CompanyConfiguration } from '../configuration.ts'
import { holdDecisionLock } from '../operate/runs.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { configurationInForce } from '../spine/configuration.store.ts'
import { holdExecutions } from '../spine/execution-changes.store.ts'
import { insertExecutions, loadSnapshot, newIds, openExecutionsOfOne } from '../spine/execution.store.ts'
import type { Score } from '../spine/factor.ts'
import type { OpenExecution } from '../spine/open-execution.ts'
import type { WorkflowKind } from '../spine/workflow-kind.ts'
import type { Analysis, RenewalClock } from '../stages/analyze/analysis.ts'
import { converted } from '../stages/analyze/currency.ts'
import { latestAnalyses } from '../stages/analyze/intelligence.store.ts'
import { analysisOf } from '../stages/analyze/stored-analysis.ts'
import { dueOn, renewalDueOn } from '../stages/determine/due.ts'
import { holds } from '../stages/determine/hold-decisions.ts'
import { renewalInput } from '../stages/determine/renewal-decisions.ts'
import { currentRates, ownedCustomer, type OwnedCustomer } from './hand.store.ts'
import { memberOf } from './members.ts'
import { scoreOf } from './signals-of.ts'

export type Opening = {
  readonly customerId: string
  readonly kind: WorkflowKind
  /** Which renewal; null: the customer's next. Only for the renewal family. */
  readonly renewalId: string | null
  readonly reason: string | null
  readonly actor: Actor
  /** Who gets it where nobody owns the customer. */
  readonly actorId: string | null
  readonly today: Day
}

/** `open`: the execution that is in the way; `no-renewal`: the customer has no such renewal. */
export type NotOpened = { readonly code: 'open'; readonly executionId: string } | { readonly code: 'no-renewal' }

/**
 * Opens a workflow that a person wants, whatever the rules say. One of a family at a time (of a renewal, of an event's workflow); it is
 * ranked at once by the customer's last analysis, and no rule takes it back.
 */
export async function openByHand(tx: Tx, opening: Opening): Promise<Result<string, NotOpened>> {
  await holdDecisionLock(tx)
  const { customerId, kind, today, actor } = opening
  const customer = await ownedCustomer(tx, customerId)
  if (!customer) throw new Error('The customer of an opening is known')
  const analysis = await lastAnalysis(tx, customerId, today)
  const clock = kind.family === 'renewal' ? clockOf(analysis, opening.renewalId) : null
  if (kind.family === 'renewal' && opening.renewalId !== null && clock === null) return err({ code: 'no-renewal' })
  const renewalId = clock?.renewalId ?? null
  const open = await openExecutionsOfOne(tx, customerId)
  const other = open.find((run) => isInTheWay(run, kind, renewalId))
  if (other) return err({ code: 'open', executionId: other.id })

  const configuration = companyConfiguration(await configurationInForce(tx))
  const [id = ''] = await newIds(tx, 1)
  const assignedTo = customer.ownerId ?? opening.actorId
  const stage = clock?.stage ?? kind.stage
  const held = kind.family === 'opportunity' && open.some(holds)
  const scored = { workflowId: kind.id, family: kind.family, stage, renewalId, inProgress: false, nextDueStepAt: null }
  const counted = { today: new Today(today), settings: configuration.determine }
  const due =
    clock !== null && stage !== null
      ? renewalDueOn(clock.stageDate, stage, counted)
      : dueOn(kind.family === 'renewal' ? 'question' : kind.family, counted)
  const scene = { customer, analysis, opening, configuration }
  await insertExecutions(tx, [
    {
      id,
      customerId,
      renewalId,
      workflowId: kind.id,
      family: kind.family,
      stage,
      trigger: 'by-hand',
      rule: 'by-hand',
      because: [{ code: 'by-hand', value: opening.reason ?? actor.name }],
      eventKey: kind.family === 'event' ? `by-hand:${id}` : null,
      input: clock ? renewalInput(clock) : '',
      leadingSteps: [],
      held,
      assignedTo,
      assignedBecause: customer.ownerId === null ? `by ${actor.name}` : 'owner',
      approval: 'none',
      priority: assignedTo === null ? null : await priorityOf(tx, scored, { ...scene, assignedTo }),
      dueOn: due,
      openedOn: today,
      snoozedUntil: null,
    },
  ])
  if (holds({ ...kind, workflowId: kind.id, stage })) await hold(tx, open)
  const detail = { workflow: kind.id, customer: customerId, reason: opening.reason }
  await recordAudit(tx, { actor, action: 'open', object: 'execution', objectId: id, detail })
  return ok(id)
}

function isInTheWay(run: OpenExecution, kind: WorkflowKind, renewalId: string | null): boolean {
  if (run.family !== kind.family || run.foldedUnder !== null) return false
  if (kind.family === 'event') return run.workflowId === kind.id
  return kind.family !== 'renewal' || run.renewalId === renewalId
}

const hold = (tx: Tx, open: readonly OpenExecution[]): Promise<number> =>
  holdExecutions(
    tx,
    open.filter(({ family, held }) => family === 'opportunity' && !held).map(({ id }) => id),
    true,
  )

async function lastAnalysis(tx: Tx, customerId: string, today: Day): Promise<Analysis | null> {
  const kept = (await latestAnalyses(tx, [customerId], today))(customerId)
  return kept && analysisOf(kept)
}

function clockOf(analysis: Analysis | null, renewalId: string | null): RenewalClock | null {
  const renewals = analysis?.renewals ?? []
  if (renewalId !== null) return renewals.find((clock) => clock.renewalId === renewalId) ?? null
  return renewals.find(({ minor }) => !minor) ?? renewals[0] ?? null
}

type Ranked = {
  readonly customer: OwnedCustomer
  readonly analysis: Analysis | null
  readonly opening: Opening
  readonly configuration: CompanyConfiguration
  readonly assignedTo: string
}

const DAYS_A_WEEK = 7

/** Null where nothing was analyzed yet: the next run ranks it. */
async function priorityOf(
  tx: Tx,
  scored: Parameters<typeof scoreOf>[0],
  { customer, analysis, opening: { today }, configuration, assignedTo }: Ranked,
): Promise<Score | null> {
  if (!analysis) return null
  const loads = await loadSnapshot(tx, today + DAYS_A_WEEK)
  const users = (await listUsers(tx)).filter(({ id }) => id === assignedTo)
  const people = new Map(
    users.map((user) => [user.id, memberOf(user, { moment: { day: today, loads }, absence: null })]),
  )
  const conversion = { reporting: customer.reporting, rates: await currentRates(tx, today) }
  const arr = converted(customer.arr, customer.currency, { conversion })
  return scoreOf(scored, {
    facts: { arr, accountPlan: customer.accountPlan },
    analysis,
    assignedTo,
    cycle: {
      loads,
      people,
      knowledge: { day: today, timeZone: customer.timeZone, mode: 'now' },
      day: today,
      configuration,
    },
  })
}
