import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { figure, money, points } from '../../../format.ts'
import { fieldClass } from '../../../ui/field.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useDesk, usePanel } from '../desk.tsx'
import { priceOf } from '../price.ts'
import { elementOf } from './element.ts'
import styles from './worth.module.css'

const MONTHS = 12

const FIELDS = [
  { key: 'users', label: 'People who use it' },
  { key: 'hours', label: 'Hours saved a month, each' },
  { key: 'cost', label: 'Cost of an hour' },
] as const

/** What the customer gets back. Only the people are known; the rest is what the customer says. */
export function WorthPanel({ artifact }: { readonly artifact: ArtifactOf<'worth'> }) {
  const { taskMode, keeper, readOnly } = useDesk()
  const [draft, change] = usePanel(artifact.id)
  const numberIn = (key: string): number | null => {
    const value = draft?.[key]
    return typeof value === 'number' ? value : null
  }
  const users = numberIn('users') ?? (artifact.users === null ? null : Math.round(artifact.users))
  const [hours, cost] = [numberIn('hours'), numberIn('cost')]
  const worth = users === null || hours === null || cost === null ? null : users * hours * cost * MONTHS
  const price = artifact.priceFrom && priceOf(taskMode, keeper, artifact.priceFrom).amount
  const shown = { users, hours, cost }
  return (
    <Panel id={elementOf(artifact.id)} title={artifact.title} aside="What they say themselves">
      <div className={styles.worth}>
        {FIELDS.map(({ key, label }) => (
          <label key={key}>
            <span>{label}</span>
            <input
              type="number"
              min={0}
              className={fieldClass}
              value={shown[key] ?? ''}
              readOnly={readOnly}
              onChange={(event) =>
                change({ [key]: event.target.value === '' ? null : Math.max(0, Number(event.target.value)) })
              }
            />
          </label>
        ))}
        <p className={styles.sum}>
          <span>Worth a year</span>
          <b>{worth === null ? '–' : money(Math.round(worth), artifact.currency)}</b>
        </p>
        {price !== null && (
          <>
            <p>
              <span>Return on {money(price, artifact.currency)}</span>
              <b>{worth === null || price === 0 ? '–' : `${points(worth / price, { digits: 2, signed: false })} ×`}</b>
            </p>
            <p>
              <span>Paid back in</span>
              <b>
                {worth === null || worth === 0
                  ? '–'
                  : `${figure(Math.round((10 * MONTHS * price) / worth) / 10)} months`}
              </b>
            </p>
          </>
        )}
      </div>
    </Panel>
  )
}
