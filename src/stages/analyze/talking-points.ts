import type { Analysis } from './analysis.ts'
import { ticketsOpen, whoLeft } from './headline.ts'
import type { InsightQuestion } from './insight-question.ts'
import { asSentence, capital, counted, figure, inDays, onDay, percent, usageClause } from './phrasing.ts'

const MOST = 5

function aboutUsage({ usage, components }: Analysis): string[] {
  const utilization = components.find(({ code }) => code === 'usage.utilization')
  const seats = utilization?.score === null ? null : utilization?.value
  const points: string[] = []
  const said = usage ? `${capital(usageClause(usage))} in 28 days` : ''
  if (usage && usage.direction === 'up') points.push(`${said}: ask what they achieved with it.`)
  if (usage && usage.direction === 'down') points.push(`${said}: ask what changed in the team.`)
  if (usage && usage.direction === 'flat' && usage.netChangePercent !== null) {
    points.push(
      `Usage moved ${percent(usage.changePercent)} in 28 days, as it did for everybody: no reason to worry them.`,
    )
  }
  if (typeof seats === 'number' && seats >= 90)
    points.push(`${percent(seats)} of their seats are used on a busy day: ask how many they will need.`)
  if (typeof seats === 'number' && seats < 50)
    points.push(`${percent(seats)} of their seats are used on a busy day: ask who still has to be brought in.`)
  return points
}

function aboutSupport({ support }: Analysis): string[] {
  if (support.open === 0)
    return support.opened28 > 0 ? ['No ticket is open any more: ask whether all is solved for them.'] : []
  const slow = support.resolutionHours !== null && support.resolutionHours >= 72
  const time = slow ? `; tickets took ${inDays(Math.round(support.resolutionHours / 24))} on average` : ''
  return [`${asSentence(ticketsOpen(support)).slice(0, -1)}${time}: say what is being done, and until when.`]
}

function aboutPeople({ risk, components }: Analysis): string[] {
  const left = risk.factors.find(({ code }) => code === 'risk.sponsor-left')
  if (left) return [`Their ${whoLeft(left.value)} has left: ask who takes over, and what matters to that person.`]
  const threads = components.find(({ code }) => code === 'relationship.threads')
  const few = threads?.score !== null && typeof threads?.value === 'number' && threads.value < 2
  if (few && threads.value === 0) return ['You are in touch with nobody there: ask who would talk to you.']
  return few ? [`You are in touch with ${counted(threads.value, 'person', 'people')} only: ask for a second one.`] : []
}

/** Up to five things to bring up with the customer, each with the figure behind it. */
export function talkingPointsFor({ analysis, today }: InsightQuestion): string[] {
  const next = analysis.renewals[0]
  const renewal =
    next && next.stageDate >= today && next.stageDate - today <= 120
      ? [`The date to decide by is ${onDay(next.stageDate, today)}: ask how they decide, and who signs.`]
      : []
  const late = analysis.risk.factors.some(({ code }) => code === 'risk.invoice-late')
    ? ['An invoice is late: ask whether something is wrong with it.']
    : []
  const good =
    analysis.health.value >= 80 && analysis.risk.value < 40
      ? [`Health is ${figure(analysis.health.value)}: ask for a reference or a story.`]
      : []
  return [
    ...aboutSupport(analysis),
    ...aboutUsage(analysis),
    ...aboutPeople(analysis),
    ...renewal,
    ...late,
    ...good,
  ].slice(0, MOST)
}
