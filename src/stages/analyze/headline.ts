import type { Factor } from '../../spine/factor.ts'
import type { Analysis } from './analysis.ts'
import { asSentence, counted, figure, inDays, listed, percent, spoken, usageClause } from './phrasing.ts'

/** Clauses without capital and full stop; null: the factor says nothing that a person would say first. */
const CLAUSES: Readonly<Record<string, (factor: Factor, analysis: Analysis) => string | null>> = {
  'risk.notice': () => 'notice was given',
  'risk.usage': (_, { usage }) => usage && usageClause(usage),
  'risk.sponsor-left': ({ value }) => `their ${whoLeft(value)} left`,
  'risk.urgent-tickets': (_, { support }) => ticketsOpen(support),
  'risk.leaving': () => 'they speak of leaving',
  'risk.silence': ({ value }) =>
    value === null ? 'no contact was ever recorded' : `nobody has talked for ${inDays(Number(value))} or longer`,
  'risk.invoice-late': ({ value }) => `an invoice is more than ${inDays(Number(value))} late`,
  'risk.sentiment': () => 'their tickets sound unhappy',
  'opportunity.expansion': () => 'an expansion is open',
  'opportunity.utilization': ({ value }) => `${percent(Number(value))} of the seats are used`,
  'opportunity.growth': (_, { usage }) => usage && usageClause(usage),
}

/** Who of the two it was; a signal does not say. */
export const whoLeft = (value: Factor['value']): string => (value === 'signal' ? 'champion or sponsor' : String(value))

/** "five tickets are open, two of them urgent" */
export function ticketsOpen({ open, openUrgent }: Analysis['support']): string {
  const all = `${counted(open, 'ticket')} ${open === 1 ? 'is' : 'are'} open`
  if (openUrgent === 0) return all
  if (open === 1) return 'one urgent ticket is open'
  return openUrgent === open
    ? `${counted(open, 'urgent ticket')} are open`
    : `${all}, ${spoken(openUrgent)} of them urgent`
}

/** What is the matter, the weightiest first, in clauses. */
export function mattersOf(analysis: Analysis): string[] {
  const clauses = [...analysis.risk.factors]
    .sort((a, b) => b.contribution - a.contribution)
    .flatMap((factor) => CLAUSES[factor.code]?.(factor, analysis) ?? [])
  const { support } = analysis
  return support.openUrgent === 0 && support.open >= 3 ? [...clauses, ticketsOpen(support)] : clauses
}

function chancesOf(analysis: Analysis): string[] {
  return [...analysis.opportunity.factors]
    .sort((a, b) => b.contribution - a.contribution)
    .flatMap((factor) => CLAUSES[factor.code]?.(factor, analysis) ?? [])
}

const MOST_CLAUSES = 3

/** One sentence for a card: what is the matter, else what is going well, else that nothing is. "Usage fell 23% and five tickets are open." */
export function headlineOf(analysis: Analysis): string {
  const matters = mattersOf(analysis).slice(0, MOST_CLAUSES)
  if (matters.length > 0) return asSentence(listed(matters))
  const chances = chancesOf(analysis).slice(0, MOST_CLAUSES - 1)
  if (chances.length > 0) return asSentence(listed([...chances, `health is ${figure(analysis.health.value)}`]))
  if (analysis.uncertain) {
    const known = analysis.components.filter(({ score }) => score !== null).length
    return `Little is known: ${known === 0 ? 'none' : spoken(known)} of ${spoken(analysis.components.length)} inputs.`
  }
  const trend = analysis.usage ? [usageClause(analysis.usage)] : []
  return asSentence(listed([`health is ${figure(analysis.health.value)}`, ...trend]))
}
