import { roundHundredth } from '../../../base/round.ts'
import { onDay } from '../../analyze/phrasing.ts'
import type { ArtifactOf } from '../artifacts.contract.ts'
import { dayOrNull } from '../facts.ts'
import type { Scene } from '../scene.ts'

type Assessment = ArtifactOf<'assessment'>
type Figure = Assessment['figures'][number]

/** Figures of the customer, each of which answers “why?”. */
export function figuresOf({ context, today }: Scene): Figure[] {
  const { customer, intelligence, data, workflow } = context
  const date = dayOrNull(context.renewal?.date ?? customer.renewalDate)
  const decline = intelligence.healthDecline
  const change = data.usage.changePercent
  return [
    {
      key: 'arr',
      label: 'ARR',
      value: customer.arr === null ? null : { kind: 'money', amount: customer.arr, currency: customer.currency },
      note: customer.accountPlan === null ? 'No account plan' : `Plan: ${customer.accountPlan}`,
      tone: 'neutral',
      why: 'arr',
    },
    {
      key: 'renewal',
      label: date !== null && date < today ? 'Ended' : 'Renews in',
      value: workflow.daysUntilRenewal === null ? null : { kind: 'days', days: Math.abs(workflow.daysUntilRenewal) },
      note: date === null ? 'No date known' : onDay(date, today),
      tone: workflow.daysUntilRenewal !== null && workflow.daysUntilRenewal <= 30 ? 'bad' : 'neutral',
      why: 'renewal',
    },
    {
      key: 'health',
      label: 'Health',
      value:
        intelligence.healthScore === null ? null : { kind: 'number', number: Math.round(intelligence.healthScore) },
      note:
        decline === null
          ? 'No comparison yet'
          : Math.round(decline) > 0
            ? `${String(Math.round(decline))} lost in 4 weeks`
            : 'Nothing lost in 4 weeks',
      tone: decline !== null && decline >= 5 ? 'bad' : 'neutral',
      why: 'health',
    },
    {
      key: 'usage',
      label: 'Usage',
      value: change === null ? null : { kind: 'percent', percent: roundHundredth(change) },
      note: '28 days against 28',
      tone: data.usage.trend === 'down' ? 'bad' : data.usage.trend === 'up' ? 'good' : 'neutral',
      why: 'usage',
    },
  ]
}

const SUMS = {
  risk: { id: 'risk', title: 'What makes the risk', label: 'Risk', factors: 'riskFactors', figure: 'riskScore' },
  health: {
    id: 'standing',
    title: 'What makes the health',
    label: 'Health',
    factors: 'healthFactors',
    figure: 'healthScore',
  },
} as const

/** One figure as a sum, from the same reading as everything else in the run. */
function ledgerOf({ intelligence }: Scene['context'], of: keyof typeof SUMS): Assessment['ledger'] {
  const { label: totalLabel, factors } = SUMS[of]
  const reasons = intelligence[factors]
  if (reasons.length === 0) return null
  return {
    // The sum of its reasons; a person's own value is told beside it.
    total: roundHundredth(reasons.reduce((sum, { contribution }) => sum + contribution, 0)),
    totalLabel,
    rows: reasons.map(({ code, label, note, contribution, source, on }) => ({
      key: code,
      label,
      note,
      value: contribution,
      source,
      on,
    })),
  }
}

/** Where a customer stands, and what makes its risk or its health. */
export function assessment(scene: Scene, of: keyof typeof SUMS = 'risk'): Assessment {
  const ledger = ledgerOf(scene.context, of)
  const { id, title } = SUMS[of]
  return {
    type: 'assessment',
    id,
    title: ledger === null ? 'Where they stand' : title,
    figures: figuresOf(scene),
    ledger,
    remark: remarkOf(scene, of, ledger),
  }
}

function remarkOf({ context }: Scene, of: keyof typeof SUMS, ledger: Assessment['ledger']): string | null {
  const { uncertain, coverage } = context.intelligence
  const { label, figure } = SUMS[of]
  const word = label.toLowerCase()
  const shown = context.intelligence[figure]
  if (shown === null) return `This customer has not been analyzed yet, so nothing can be said about the ${word}.`
  if (ledger !== null && shown !== ledger.total)
    return `A person has set the ${word} to ${String(shown)}; the rules say ${String(ledger.total)}.`
  if (uncertain)
    return `Uncertain: only ${String(Math.round((coverage ?? 0) * 100))}% of what health asks for is known.`
  return null
}
