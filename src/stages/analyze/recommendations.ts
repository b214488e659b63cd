import { money } from '../../base/money.ts'
import type { Factor } from '../../spine/factor.ts'
import type { Analysis } from './analysis.ts'
import type { Recommendation } from './insight.contract.ts'
import { whoLeft } from './headline.ts'
import type { InsightQuestion } from './insight-question.ts'
import { counted, inDays, onDay, percent, usageClause } from './phrasing.ts'

type Advice = Omit<Recommendation, 'because'>
type Adviser = (factor: Factor, question: InsightQuestion) => Advice | null

const MOST = 5

const BY_FACTOR: Readonly<Record<string, Adviser>> = {
  'risk.notice': () => ({
    text: 'Tell your manager today that notice was given, and ask for the reason in a call.',
    action: 'escalate',
    label: 'Tell the manager',
  }),
  'risk.leaving': () => ({
    text: 'Call them and ask openly what would have to change for them to stay.',
    action: 'scheduleCall',
    label: 'Plan a call',
  }),
  'risk.sponsor-left': ({ value }) => ({
    text: `Find out who follows their ${whoLeft(value)} and ask to be introduced.`,
    action: 'draftOutreach',
    label: 'Draft the request',
  }),
  'risk.urgent-tickets': (_, { analysis }) => ({
    text: `Ask support for a date for the ${counted(analysis.support.openUrgent, 'urgent ticket')}, and bring it to the customer.`,
    action: 'escalate',
    label: 'Ask support for a date',
  }),
  'risk.usage': (_, { analysis: { usage } }) => ({
    text: `Ask which teams work with the product less${usage ? `; ${usageClause(usage)}` : ''}.`,
    action: 'scheduleCall',
    label: 'Plan a call',
  }),
  'risk.silence': () => ({
    text: 'Write to them today with one question that is easy to answer.',
    action: 'draftOutreach',
    label: 'Draft the mail',
  }),
  'risk.sentiment': () => ({
    text: 'Read the last tickets before you call; their tone is bad.',
    action: 'createTask',
    label: 'Add a task',
  }),
  'risk.invoice-late': ({ value }) => ({
    text: `Ask finance about the invoice that is more than ${inDays(Number(value))} late before you talk about the next one.`,
    action: 'createTask',
    label: 'Ask finance',
  }),
  'opportunity.expansion': () => ({
    text: 'Move the open expansion on: name the next step and its date.',
    action: 'createTask',
    label: 'Add a task',
  }),
  'opportunity.utilization': ({ value }) => ({
    text: `Offer more seats; ${percent(Number(value))} are used.`,
    action: 'generateQuote',
    label: 'Build a quote',
  }),
  'opportunity.growth': ({ value }, { analysis: { usage } }) => ({
    text:
      usage && usage.netChangePercent !== null
        ? `Plan the next year with them while ${usageClause(usage)}.`
        : `Plan the next year with them while usage grows (${percent(Number(value))}).`,
    action: 'scheduleCall',
    label: 'Plan a call',
  }),
  'opportunity.products': ({ value }) => ({
    text:
      value === 1
        ? 'Show them the one product that they do not have.'
        : `Show them one of the ${counted(Number(value), 'product')} that they do not have.`,
    action: 'draftOutreach',
    label: 'Draft the mail',
  }),
}

const SOON_DAYS = 30
const IN_BAND_DAYS = 120

/** What the calendar asks for, before anything else when it is near. */
function forRenewal({ analysis, customer, today, currency, locale }: InsightQuestion): Recommendation[] {
  const next = analysis.renewals[0]
  if (!next || next.progress === 'verbal') return []
  const days = next.stageDate - today
  const because = ['renewal']
  if (days < 0 && next.date >= today) {
    const text = 'Ask whether they go on; the last day for notice has passed.'
    return [{ text, action: 'scheduleCall', label: 'Plan a call', because }]
  }
  if (days < 0)
    return [{ text: 'Write down how the renewal ended.', action: 'createTask', label: 'Close the renewal', because }]
  const amount = next.arrAtStake ?? customer.arr
  const worth = amount === null ? '' : ` of ${money(amount, currency, locale)}`
  if (days <= SOON_DAYS && next.progress !== 'proposed') {
    const text = `Send an offer for the renewal${worth}; ${onDay(next.stageDate, today)} is the last day.`
    return [{ text, action: 'generateQuote', label: 'Build a quote', because }]
  }
  if (days <= SOON_DAYS) {
    return [{ text: 'Call about the offer that is out.', action: 'scheduleCall', label: 'Plan a call', because }]
  }
  if (days > IN_BAND_DAYS || next.progress !== 'none') return []
  return [{ text: `Open the talk about the renewal${worth}.`, action: 'scheduleCall', label: 'Plan a call', because }]
}

const UNKNOWN: Readonly<Record<string, string>> = {
  'usage.trend': 'Connect a source of usage, or import it; nothing is known of it here.',
  'usage.utilization': 'Enter how many seats are licensed.',
  'relationship.champion': 'Find out who their champion is.',
  'relationship.buyer': 'Find out who decides about the budget.',
  'engagement.contact': 'Log the last talk with them; none is known.',
}

/** The unknown that weighs most, as a task: one is enough for a day. */
function forUnknown({ components }: Analysis): Recommendation[] {
  const [first] = components
    .filter(({ code, score }) => score === null && UNKNOWN[code])
    .sort((a, b) => b.weight - a.weight)
  if (!first) return []
  return [
    { text: UNKNOWN[first.code] ?? '', action: 'createTask', label: 'Add a task', because: [`health.${first.code}`] },
  ]
}

function forReview({ components }: Analysis): Recommendation[] {
  const review = components.find(({ code }) => code === 'engagement.qbr')
  if (!review || review.score === null || review.score >= 100) return []
  return [
    {
      text: 'Plan the next business review; the last one lies too far back.',
      action: 'scheduleCall',
      label: 'Plan the review',
      because: ['health.engagement.qbr'],
    },
  ]
}

/** At most five things to do, the calendar first, then by what weighs most; each begins with one act. */
export function recommendationsFor(question: InsightQuestion): Recommendation[] {
  const { analysis } = question
  const factors = [...analysis.risk.factors, ...(analysis.risk.value >= 60 ? [] : analysis.opportunity.factors)]
  const advised = [...factors]
    .sort((a, b) => b.contribution - a.contribution)
    .flatMap((factor): Recommendation[] => {
      const advice = BY_FACTOR[factor.code]?.(factor, question)
      return advice ? [{ ...advice, because: [factor.code] }] : []
    })
  return [...forRenewal(question), ...advised, ...forReview(analysis), ...forUnknown(analysis)].slice(0, MOST)
}
