import { Slider } from '@mantine/core'
import '@mantine/core/styles/Slider.css'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { figure, money, percent as percentText, points } from '../../../format.ts'
import { fieldClass } from '../../../ui/field.tsx'
import { Ledger } from '../../../ui/ledger.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useDesk, usePanel } from '../desk.tsx'
import { percentIn, priceAfter } from '../price.ts'
import { elementOf } from './element.ts'
import styles from './pricing.module.css'

type Pricing = ArtifactOf<'pricing'>

const STEP = 0.5

/** A new price, why it is proposed, and what others would come to. */
export function PricingPanel({ artifact }: { readonly artifact: Pricing }) {
  const { readOnly } = useDesk()
  const [draft, change] = usePanel(artifact.id)
  const percent = percentIn(draft, artifact.recommended)
  const set = (next: number): void => change({ percent: Math.min(artifact.most, Math.max(0, next)) })
  return (
    <>
      <Panel id={elementOf(artifact.id)} title={artifact.title}>
        <div className={styles.price}>
          <Amount artifact={artifact} percent={percent} />
          <div className={styles.scale}>
            <div className={styles.top}>
              <span>
                {percent === artifact.recommended ? `${percentText(percent)}, as proposed` : percentText(percent)}
              </span>
              <label>
                <span className="unseen">Increase in percent</span>
                <input
                  type="number"
                  className={fieldClass}
                  min={0}
                  max={artifact.most}
                  step={STEP}
                  value={percent}
                  readOnly={readOnly}
                  onChange={(event) => set(Number(event.target.value))}
                />
              </label>
            </div>
            <Slider
              min={0}
              max={artifact.most}
              step={STEP}
              value={percent}
              disabled={readOnly}
              onChange={set}
              thumbLabel={`Increase, ${percentText(percent)}`}
            />
            <div className={styles.ticks} aria-hidden="true">
              {[0, 5, 10, artifact.most].map((tick) => (
                <span key={tick}>{percentText(tick)}</span>
              ))}
            </div>
          </div>
        </div>
        {artifact.limit && percent > artifact.limit.percent && (
          <p className={styles.over} role="status">
            More than the contract allows: {artifact.limit.text}.
          </p>
        )}
      </Panel>
      <Panel title={`Why ${percentText(artifact.recommended)}`}>
        <Ledger
          caption={`What makes ${percentText(artifact.recommended)}`}
          rows={artifact.reasons.map(({ key, label, note, value }, index) => ({
            key,
            label,
            note,
            value,
            text: `${points(value, { digits: 0, signed: index > 0 })}%`,
          }))}
          total={{
            label: 'Proposed',
            value: artifact.recommended,
            text: percentText(artifact.recommended),
          }}
        />
      </Panel>
      <Scenarios artifact={artifact} percent={percent} onChoose={readOnly ? null : set} />
    </>
  )
}

function Amount({ artifact, percent }: { readonly artifact: Pricing; readonly percent: number }) {
  const { current, currency } = artifact
  const more = priceAfter(current, percent) - current
  const Arrow = more < 0 ? ArrowDown : ArrowUp
  return (
    <div>
      <span className="small quiet">New annual price</span>
      <output className="display tabular">{money(current + more, currency)}</output>
      <span className={styles.more} data-none={more === 0 || undefined}>
        {more === 0 ? (
          'As today'
        ) : (
          <>
            <Arrow size={14} strokeWidth={1.75} aria-hidden="true" /> {money(Math.abs(more), currency)}{' '}
            {more < 0 ? 'less' : 'more'} than today
          </>
        )}
      </span>
    </div>
  )
}

type ScenariosProps = {
  readonly artifact: Pricing
  readonly percent: number
  readonly onChoose: ((percent: number) => void) | null
}

function Scenarios({ artifact, percent, onChoose }: ScenariosProps) {
  const { scenarios, current, currency, seats } = artifact
  return (
    <Panel
      title="Beside each other"
      aside={seats.licensed === null ? undefined : `for ${figure(seats.licensed)} seats`}
    >
      <table className={styles.scenarios}>
        <thead>
          <tr>
            <th scope="col">Increase</th>
            <th scope="col">Price</th>
            <th scope="col">Against today</th>
            {seats.licensed !== null && <th scope="col">A seat</th>}
          </tr>
        </thead>
        <tbody>
          {scenarios.map((each) => {
            const price = priceAfter(current, each)
            return (
              <tr key={each} data-on={each === percent || undefined}>
                <th scope="row">
                  {onChoose === null ? (
                    nameOf(each)
                  ) : (
                    <button type="button" aria-pressed={each === percent} onClick={() => onChoose(each)}>
                      {nameOf(each)}
                    </button>
                  )}
                </th>
                <td>{money(price, currency)}</td>
                <td>{price === current ? '–' : `+${money(price - current, currency)}`}</td>
                {seats.licensed !== null && (
                  <td>{money(Math.round((100 * price) / seats.licensed) / 100, currency)}</td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
  )
}

const nameOf = (percent: number): string => (percent === 0 ? 'None' : percentText(percent))
