import type { Day } from '../../base/day.ts'
import { money } from '../../base/money.ts'
import type { Factor } from '../../spine/factor.ts'
import type { Analysis } from './analysis.ts'
import { headlineOf, mattersOf, ticketsOpen } from './headline.ts'
import type { Insight } from './insight.contract.ts'
import type { InsightQuestion } from './insight-question.ts'
import { asSentence, counted, figure, inDays, onDay, spoken } from './phrasing.ts'
import { recommendationsFor } from './recommendations.ts'
import { wordsOf } from './sentences.ts'
import { talkingPointsFor } from './talking-points.ts'

const MOST_INSIGHTS = 8
// Half of what health lacks, and what is cut at 100, are sums of other rows and not findings.
const NO_FINDING = new Set(['risk.health', 'risk.cap', 'opportunity.cap', 'opportunity.risk', 'opportunity.health'])

/** "The contract ends on 30 October, in 3 days." Null: no date is known. */
export function renewalSentence({ analysis, today }: Pick<InsightQuestion, 'analysis' | 'today'>): string | null {
  const next = analysis.renewals[0]
  if (!next) return null
  const days = next.stageDate - today
  const what =
    next.decisionDate === next.stageDate && next.stageDate !== next.date
      ? 'Notice is possible until'
      : 'The contract ends on'
  const day = onDay(next.stageDate, today)
  if (days < 0 && next.date >= today)
    return `The last day for notice, ${day}, has passed; the contract ends on ${onDay(next.date, today)}.`
  if (days < 0) return `The renewal date, ${day}, has passed and nothing is closed.`
  const when = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${inDays(days)}`
  const state =
    next.progress === 'none'
      ? ', and nothing is agreed'
      : next.progress === 'verbal'
        ? ', and it is agreed, but not signed'
        : ''
  return `${what} ${day}, ${when}${state}.`
}

const IN_BAND_DAYS = 120

function summaryOf(question: InsightQuestion): string {
  const { analysis, customer, today, currency, locale } = question
  const next = analysis.renewals[0]
  const near = next && next.stageDate - today <= IN_BAND_DAYS ? renewalSentence(question) : null
  const worth = customer.arr === null ? '' : `, at ${money(customer.arr, currency, locale)} a year`
  const figures = `Health is ${figure(analysis.health.value)} and risk ${figure(analysis.risk.value)}${worth}.`
  const { healthDecline } = analysis
  const lost =
    healthDecline !== null && healthDecline >= 5
      ? `Health lost ${counted(Math.round(healthDecline), 'point')} in four weeks.`
      : ''
  return [near, headlineOf(analysis), figures, lost, unknownSentence(analysis)].filter(Boolean).join(' ')
}

/** What is not known, so that nobody takes silence for health. */
function unknownSentence({ components, uncertain }: Analysis): string {
  const unknown = components.filter(({ score }) => score === null).length
  if (unknown === 0) return ''
  const all = components.length
  const known = `${all === unknown ? 'none' : spoken(all - unknown)} of ${counted(all, 'input')} ${all - unknown === 1 ? 'is' : 'are'} known`
  const only = all === unknown ? known : `only ${known}`
  return asSentence(uncertain ? `this is uncertain: ${only}` : known)
}

function factorInsight(factor: Factor, { usage }: Analysis): Insight['insights'][number] {
  const { label, note } = wordsOf(factor, usage)
  const tone = factor.code.startsWith('risk.') ? 'bad' : 'good'
  return {
    text: note === '' ? `${label}.` : `${label}: ${note}.`,
    tone,
    code: factor.code,
    source: { record: factor.source, on: factor.on },
  }
}

function supportInsights({ support, risk }: Analysis): Insight['insights'] {
  const newest = risk.factors.find(({ source }) => source === 'tickets')?.on ?? null
  const source = { record: 'tickets', on: newest }
  const found: Insight['insights'] = []
  if (support.open > 0) {
    found.push({
      text: asSentence(ticketsOpen(support)),
      tone: support.open >= 3 || support.openUrgent > 0 ? 'bad' : 'neutral',
      code: 'support.open',
      source,
    })
  }
  if (support.opened28 > support.openedBefore28 && support.opened28 >= 3) {
    const text = `${String(support.opened28)} tickets came in 28 days, ${String(support.openedBefore28)} in the 28 before.`
    found.push({ text, tone: 'bad', code: 'support.opened', source })
  }
  if (support.reopened > 0) {
    found.push({
      text: asSentence(`${counted(support.reopened, 'ticket was', 'tickets were')} reopened`),
      tone: 'bad',
      code: 'support.reopened',
      source,
    })
  }
  return found
}

function staleInsights({ components, usage }: Analysis, today: Day): Insight['insights'] {
  return components
    .filter(({ stale }) => stale)
    .map(({ code, value, on, keptSince }) => {
      const { label } = wordsOf({ code: `health.${code}`, value, contribution: 0, source: '', on }, usage)
      return {
        text: `${label}: as of ${onDay(keptSince ?? today, today)}, nothing newer is known.`,
        tone: 'neutral' as const,
        code: `stale.${code}`,
        source: { record: code.split('.')[0] ?? code, on },
      }
    })
}

function insightsOf({ analysis, today }: InsightQuestion): Insight['insights'] {
  const { risk, opportunity } = analysis
  const findings = [...risk.factors]
    .sort((a, b) => b.contribution - a.contribution)
    .concat([...opportunity.factors].sort((a, b) => b.contribution - a.contribution))
    .filter(({ code, contribution }) => contribution > 0 && !NO_FINDING.has(code))
    .map((factor) => factorInsight(factor, analysis))
  // Tickets are told once, with how many are urgent.
  const withoutTickets = findings.filter(({ code }) => code !== 'risk.urgent-tickets')
  return [...withoutTickets, ...supportInsights(analysis), ...staleInsights(analysis, today)].slice(0, MOST_INSIGHTS)
}

const TONE = { bad: -0.25, good: 0.3 }

function sentimentOf(analysis: Analysis): Insight['sentiment'] {
  const tone = analysis.support.sentiment
  const matters = mattersOf(analysis).length
  if ((tone !== null && tone <= TONE.bad) || analysis.risk.value >= 60) return 'negative'
  if (matters > 0) return 'neutral'
  return (tone !== null && tone >= TONE.good) || analysis.health.value >= 80 ? 'positive' : 'neutral'
}

/**
 * The built-in analyst: the same structure that a model would give, written from figures and factors alone. Deterministic, on read,
 * with no network; says only what it was given.
 */
export function insightOf(question: InsightQuestion): Insight {
  return {
    summary: summaryOf(question),
    sentiment: sentimentOf(question.analysis),
    insights: insightsOf(question),
    recommendations: recommendationsFor(question),
    talkingPoints: talkingPointsFor(question),
    writtenBy: 'built-in analyst',
  }
}
