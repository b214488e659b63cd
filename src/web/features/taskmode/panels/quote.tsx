import { AlarmClock, Plus, Printer, X } from 'lucide-react'
import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { money, percentChange } from '../../../format.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, fieldClass } from '../../../ui/field.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDesk, usePanel } from '../desk.tsx'
import { quoteOf, PAYMENTS, type QuoteLine } from '../quote-lines.ts'
import { priceOf } from '../price.ts'
import { elementOf } from './element.ts'
import { Paper } from './paper.tsx'
import styles from './quote.module.css'

type Quote = ArtifactOf<'quote'>

/** A quote that can be changed line by line, beside the paper that it makes. */
export function QuotePanel({ artifact }: { readonly artifact: Quote }) {
  const { taskMode, keeper, readOnly } = useDesk()
  const [draft, change] = usePanel(artifact.id)
  const price = priceOf(taskMode, keeper, artifact.priceFrom)
  const quote = quoteOf(artifact, { draft, price: price.amount })
  const put = (lines: readonly QuoteLine[]): void => change({ lines })
  const against = quote.total - artifact.today
  return (
    <div className={styles.both}>
      <Panel
        id={elementOf(artifact.id)}
        title={artifact.title}
        aside={
          price.settled ? undefined : (
            <Tag tone="snooze">
              <AlarmClock size={14} strokeWidth={1.75} aria-hidden="true" /> Placeholder price
            </Tag>
          )
        }
      >
        <Lines lines={quote.lines} currency={artifact.currency} onChange={readOnly ? null : put} />
        <dl className={styles.totals}>
          <div className={styles.total}>
            <dt>Per year</dt>
            <dd className={price.settled ? undefined : styles.placeholder}>{money(quote.total, artifact.currency)}</dd>
          </div>
          <div>
            <dt>Against today’s {money(artifact.today, artifact.currency)}</dt>
            <dd>
              {against === 0
                ? 'The same'
                : `${against > 0 ? '+' : ''}${money(against, artifact.currency)} · ${percentChange((100 * against) / artifact.today)}`}
            </dd>
          </div>
        </dl>
        <div className={styles.pair}>
          <Field label="Months">
            <input
              type="number"
              min={1}
              max={60}
              className={fieldClass}
              value={quote.months}
              readOnly={readOnly}
              onChange={(event) => change({ months: Math.min(60, Math.max(1, Number(event.target.value) || 1)) })}
            />
          </Field>
          <Field label="Payment">
            <select
              className={fieldClass}
              value={quote.payments}
              disabled={readOnly}
              onChange={(event) => change({ payments: Number(event.target.value) })}
            >
              {PAYMENTS.map(({ times, label }) => (
                <option key={times} value={times}>
                  {times === 1
                    ? label
                    : `${label}, ${String(times)} × ${money(quote.total / times, artifact.currency)}`}
                </option>
              ))}
            </select>
          </Field>
        </div>
      </Panel>
      <section className={styles.preview} aria-label="As it is printed">
        <header>
          <h2>Preview</h2>
          <Button size="small" onClick={() => window.print()}>
            <Printer size={16} strokeWidth={1.75} aria-hidden="true" /> Print or PDF
          </Button>
        </header>
        <Paper artifact={artifact} quote={quote} settled={price.settled} />
      </section>
    </div>
  )
}

type LinesProps = {
  readonly lines: readonly QuoteLine[]
  readonly currency: string
  readonly onChange: ((lines: readonly QuoteLine[]) => void) | null
}

function Lines({ lines, currency, onChange }: LinesProps) {
  const edit = (index: number, patch: Partial<QuoteLine>): void =>
    onChange?.(lines.map((line, at) => (at === index ? { ...line, ...patch } : line)))
  return (
    <>
      <table className={styles.lines}>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">Quantity</th>
            <th scope="col">Each</th>
            <th scope="col">Amount</th>
            <th>
              <span className="unseen">Take out</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index}>
              <td>
                <input
                  className={fieldClass}
                  aria-label={`Item ${String(index + 1)}`}
                  value={line.label}
                  readOnly={onChange === null}
                  maxLength={120}
                  onChange={(event) => edit(index, { label: event.target.value })}
                />
                {line.note !== '' && <small>{line.note}</small>}
              </td>
              <td>
                <NumberField
                  label={`Quantity ${String(index + 1)}`}
                  value={line.quantity}
                  readOnly={onChange === null}
                  onChange={(quantity) => edit(index, { quantity: Math.max(0, quantity) })}
                />
              </td>
              <td>
                {line.follows ? (
                  money(line.each, currency)
                ) : (
                  <NumberField
                    label={`Each ${String(index + 1)}`}
                    value={line.each}
                    readOnly={onChange === null}
                    onChange={(each) => edit(index, { each })}
                  />
                )}
              </td>
              <td>{money(line.quantity * line.each, currency)}</td>
              <td>
                {onChange !== null && lines.length > 1 && (
                  <button
                    type="button"
                    aria-label={`Take out ${line.label}`}
                    onClick={() => onChange(lines.filter((_, at) => at !== index))}
                  >
                    <X size={16} strokeWidth={1.75} />
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {onChange !== null && (
        <Button
          look="plain"
          size="small"
          onClick={() => onChange([...lines, { label: '', note: '', quantity: 1, each: 0, follows: false }])}
        >
          <Plus size={16} strokeWidth={1.75} aria-hidden="true" /> Add a line
        </Button>
      )}
    </>
  )
}

type NumberFieldProps = {
  readonly label: string
  readonly value: number
  readonly readOnly: boolean
  readonly onChange: (value: number) => void
}

function NumberField({ label, value, readOnly, onChange }: NumberFieldProps) {
  return (
    <input
      type="number"
      className={fieldClass}
      aria-label={label}
      value={value}
      readOnly={readOnly}
      onChange={(event) => onChange(Number(event.target.value))}
    />
  )
}
