import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { ageOf, digitsOf, percentChange, points } from '../../../format.ts'
import { Fact } from '../../../ui/fact.tsx'
import { Ledger } from '../../../ui/ledger.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { valueText } from '../../../why/value-text.ts'
import { WhyButton } from '../../../why/why-button.tsx'
import { useDesk } from '../desk.tsx'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

const TONES = { bad: 'risk', good: 'fine', neutral: undefined } as const

type Assessment = ArtifactOf<'assessment'>

/** Where a customer stands: figures that answer “why?”, and one of them as a sum. */
export function AssessmentPanel({ artifact }: { readonly artifact: Assessment }) {
  const { ledger, figures, remark } = artifact
  return (
    <>
      <Figures figures={figures} />
      <Panel id={elementOf(artifact.id)} title={artifact.title}>
        {ledger && <Sum ledger={ledger} />}
        {remark !== null && <p className={styles.remark}>{remark}</p>}
        {!ledger && remark === null && <p className="dim">Nothing is known that would make a risk.</p>}
      </Panel>
    </>
  )
}

function Figures({ figures }: { readonly figures: Assessment['figures'] }) {
  const { taskMode } = useDesk()
  return (
    <dl className={styles.figures}>
      {figures.map(({ key, label, value, note, tone, why }) => {
        const text =
          value === null
            ? '–'
            : value.kind === 'percent'
              ? percentChange(value.percent)
              : valueText(value, taskMode.today)
        return (
          <Fact key={key} label={label} note={note} tone={TONES[tone]}>
            {why === null ? (
              text
            ) : (
              <WhyButton
                question={{ figure: why, customerId: taskMode.execution.customer.id }}
                label={`Why ${label} ${text}`}
                look="figure"
                day={taskMode.today}
              >
                {text}
              </WhyButton>
            )}
          </Fact>
        )
      })}
    </dl>
  )
}

function Sum({ ledger }: { readonly ledger: NonNullable<Assessment['ledger']> }) {
  const { taskMode } = useDesk()
  const digits = digitsOf([ledger.total, ...ledger.rows.map(({ value }) => value)])
  const written = (value: number, signed: boolean): string => points(value, { digits, signed })
  return (
    <Ledger
      caption={`What makes ${ledger.totalLabel} ${String(ledger.total)}`}
      rows={ledger.rows.map(({ key, label, note, value, source, on }, index) => ({
        key: `${key} ${String(index)}`,
        label,
        note: [note, [source, on === null ? '' : ageOf(on, taskMode.today)].filter(Boolean).join(', ')]
          .filter(Boolean)
          .join(' · '),
        value,
        text: written(value, index > 0),
      }))}
      total={{ label: ledger.totalLabel, value: ledger.total, text: written(ledger.total, false) }}
    />
  )
}
