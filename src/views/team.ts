import { can, type Asker } from '../access/policies.ts'
import { isoDay, type Day } from '../base/day.ts'
import { nameOfStep } from '../spine/catalogue.ts'
import { DEFAULT_ASSIGN } from '../stages/assign/assign.ts'
import { evenOut } from '../stages/assign/even-out.ts'
import type { Escalation, Team, TeamCard } from './team.contract.ts'
import type { Away, CardOfTeam, Done, EscalationRow, PersonRow, SnoozeReason } from './team.store.ts'

// Sixty people with all that was read of each were 1.3 MB, of which nobody looks at more than a few rows.
const CARDS_SHOWN = 10

type Named = { readonly id: string; readonly name: string }

export type TeamQuestion = {
  readonly asker: Asker
  readonly today: Day
  /** Up to this day what was not begun counts into the load. */
  readonly weekEnd: Day
  readonly team: Named | null
  readonly teams: readonly Named[]
  readonly people: readonly PersonRow[]
  /** Of whom all cards are shown; null: of nobody. */
  readonly whole: ReadonlySet<string | null>
  readonly cards: readonly CardOfTeam[]
  readonly done: readonly Done[]
  readonly escalations: readonly EscalationRow[]
  readonly snoozes: readonly SnoozeReason[]
  readonly away: readonly Away[]
}

/** A team's page from what was read for it. */
export function teamOf(question: TeamQuestion): Team {
  const { today, team, teams, people, cards, escalations, snoozes, asker } = question
  const cardsBy = Map.groupBy(cards, ({ ownerId }) => ownerId)
  const done = new Map(question.done.map((each) => [each.userId, each]))
  const away = new Map(question.away.map((each) => [each.userId, each]))
  const shown = (ownerId: string | null): TeamCard[] => {
    const rows = cardsBy.get(ownerId) ?? []
    return (question.whole.has(ownerId) ? rows : rows.slice(0, CARDS_SHOWN)).map((row) => cardOf(row, question))
  }
  return {
    day: isoDay(today),
    team,
    teams: [...teams],
    people: people.map(({ teamId: _team, workingDays: _days, oldestOn, ...person }) => ({
      ...person,
      oldestOn: oldestOn === null ? null : isoDay(oldestOn),
      completedToday: done.get(person.id)?.completed ?? 0,
      minutesToday: done.get(person.id)?.minutes ?? 0,
      away: awayOf(away.get(person.id), today),
      cards: shown(person.id),
    })),
    unowned: { open: cardsBy.get(null)?.[0]?.ofOwner ?? 0, cards: shown(null) },
    escalations: escalations.map((row) => escalationOf(row, asker)),
    snoozes: { total: snoozes[0]?.total ?? 0, reasons: snoozes.map(({ reason, count }) => ({ reason, count })) },
    proposals: proposalsOf(question),
  }
}

function cardOf(row: CardOfTeam, { asker, today, weekEnd }: TeamQuestion): TeamCard {
  return {
    executionId: row.executionId,
    customer: { id: row.customerId, name: row.customer },
    workflow: { id: row.workflowId, title: row.title },
    stage: row.stage,
    status: row.status,
    score: row.score,
    arr: { amount: row.arr, currency: row.currency },
    days: row.days,
    dueOn: row.dueOn === null ? null : isoDay(row.dueOn),
    late: row.dueOn !== null && row.dueOn < today,
    counts: countsIntoLoad(row, weekEnd),
    can: [...can(asker, 'execution', { ownerId: row.ownerId, ownerTeamId: row.ownerTeamId })],
  }
}

const isDueUntil = ({ dueOn }: CardOfTeam, weekEnd: Day): boolean => dueOn !== null && dueOn <= weekEnd

const countsIntoLoad = (row: CardOfTeam, weekEnd: Day): boolean =>
  row.status === 'in_progress' || (row.status === 'pending' && isDueUntil(row, weekEnd))

function awayOf(away: Away | undefined, today: Day): Team['people'][number]['away'] {
  if (!away) return null
  return {
    from: isoDay(away.from),
    to: isoDay(away.to),
    now: away.from <= today,
    cover: away.coverId === null ? null : { id: away.coverId, name: away.cover ?? '' },
  }
}

function escalationOf(row: EscalationRow, asker: Asker): Escalation {
  return {
    executionId: row.executionId,
    step: row.stepId === null ? null : { id: row.stepId, name: nameOfStep(row.stepId) },
    customer: { id: row.customerId, name: row.customer },
    workflow: row.workflow,
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.owner ?? '' },
    to: row.toId === null ? null : { id: row.toId, name: row.to ?? '' },
    reason: row.reason ?? '',
    by: row.by ?? '',
    at: row.at.toISOString(),
    can: [...can(asker, 'execution', { ownerId: row.ownerId, ownerTeamId: row.ownerTeamId })],
  }
}

function proposalsOf({ people, cards, away, today, weekEnd }: TeamQuestion): Team['proposals'] {
  const absences = new Map(away.map((each) => [each.userId, each]))
  const staff = new Map(
    people.map((person) => [
      person.id,
      { ...person, load: person.inProgress + person.dueThisWeek, absence: absences.get(person.id) ?? null },
    ]),
  )
  const movables = cards.flatMap((row) =>
    row.ownerId !== null && row.status === 'pending' && isDueUntil(row, weekEnd)
      ? [{ executionId: row.executionId, ownerId: row.ownerId, score: row.score }]
      : [],
  )
  const named = (id: string): Named => ({ id, name: staff.get(id)?.name ?? '' })
  return evenOut({ people: staff, settings: DEFAULT_ASSIGN, today }, movables).map(
    ({ from, over, to, executionIds }) => ({
      from: named(from),
      over,
      to: to === null ? null : named(to),
      executionIds: [...executionIds],
    }),
  )
}
