import { useQueryClient } from '@tanstack/react-query'
import { Circle, CircleCheck, TriangleAlert } from 'lucide-react'
import type { CustomerPage } from '../../../views/customer-page.contract.ts'
import { openAtHand } from '../../at-hand/state.ts'
import { endOverride } from '../../calls/unplanned.ts'
import { ageOf, figure, plainDay } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useOnce } from '../../use-once.ts'
import { PULSE_WORDS } from '../../words.ts'
import styles from './said.module.css'

const TONES = { green: 'fine', amber: 'warn', red: 'risk' } as const
const ICONS = { green: CircleCheck, amber: Circle, red: TriangleAlert } as const

/** What people say beside the figures: an impression, and values that they have set for a time. */
export function Said({ page }: { readonly page: CustomerPage }) {
  const { pulse, overrides, can, customer, day } = page
  const subject = { id: customer.id, name: customer.name, can }
  const settable = can.includes('override')
  return (
    <Panel title="What people say">
      {pulse ? (
        <p className={styles.pulse}>
          <Pulse colour={pulse.colour} />
          {pulse.line && <span>{pulse.line}</span>}
          <span className="small quiet">
            {pulse.by}, {ageOf(pulse.day, day)}
          </span>
        </p>
      ) : (
        <p className="small dim">Nobody has noted an impression yet.</p>
      )}
      {overrides.map((override) => (
        <Override key={override.figure} override={override} page={page} />
      ))}
      {can.includes('act') && (
        <div className={styles.acts}>
          <Button size="small" aria-haspopup="dialog" onClick={() => openAtHand({ kind: 'pulse', subject })}>
            Note my impression
          </Button>
          {settable &&
            (['health', 'risk'] as const).map((each) => {
              const ledger = page[each]
              return (
                ledger && (
                  <Button
                    key={each}
                    size="small"
                    look="plain"
                    aria-haspopup="dialog"
                    onClick={() => openAtHand({ kind: 'override', subject, figure: each, computed: ledger.value })}
                  >
                    Set {each}
                  </Button>
                )
              )
            })}
        </div>
      )}
    </Panel>
  )
}

function Pulse({ colour }: { readonly colour: keyof typeof TONES }) {
  const Icon = ICONS[colour]
  return (
    <Tag tone={TONES[colour]}>
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
      {PULSE_WORDS[colour]}
    </Tag>
  )
}

type OverrideProps = { readonly override: CustomerPage['overrides'][number]; readonly page: CustomerPage }

/** Both values, who set it and why, until when, and the way back. */
function Override({ override, page }: OverrideProps) {
  const client = useQueryClient()
  const { run, busy, fault } = useOnce()
  const { figure: which, value, reason, note, by, until } = override
  const computed = page[which]?.value
  const end = (): void => void run(() => endOverride(client, page.customer.id, which))
  const name = which === 'health' ? 'Health' : 'Risk'
  return (
    <div className={styles.override}>
      <p>
        <b>
          {name} {figure(value)}
        </b>{' '}
        {computed !== undefined && <span className="dim">instead of the computed {figure(computed)}</span>}
      </p>
      <p className="small dim">
        {reason}. {note}
      </p>
      <p className="small quiet">
        {by}, until {plainDay(until, page.day)}
      </p>
      {page.can.includes('override') && (
        <Button size="small" look="plain" aria-disabled={busy || undefined} onClick={end}>
          Use the computed {which} again
        </Button>
      )}
      {fault !== null && (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}
