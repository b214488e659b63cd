import { AlarmClock, Check, Copy, Mail as MailIcon, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { money, returnWords } from '../../../format.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, fieldClass } from '../../../ui/field.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useDesk, usePanel } from '../desk.tsx'
import { textIn } from '../draft.ts'
import { mailOf, type Mail } from '../outcomes.ts'
import { priceOf, type Price } from '../price.ts'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

type Email = ArtifactOf<'email'>

/** A mail as a draft: who, what about, and the words. It leaves this page only by the reader's own mail program. */
export function EmailPanel({ artifact }: { readonly artifact: Email }) {
  const { taskMode, keeper, readOnly } = useDesk()
  const [draft, change] = usePanel(artifact.id)
  const price = artifact.priceFrom && priceOf(taskMode, keeper, artifact.priceFrom)
  const mail = mailOf(artifact, draft, price)
  const person = artifact.people.find(({ id }) => id === mail.to)
  const version = textIn(draft, 'version') ?? artifact.versions[0]?.key
  const own = textIn(draft, 'body') !== undefined
  return (
    <Panel id={elementOf(artifact.id)} title={person ? `Mail to ${person.name}` : artifact.title}>
      {artifact.people.length === 0 ? (
        <p className="dim">Nobody here may be written to. Add a contact with an address, or call.</p>
      ) : (
        <div className={styles.form}>
          <Field label="To">
            <select
              className={fieldClass}
              value={mail.to ?? ''}
              disabled={readOnly}
              onChange={(event) => change({ to: event.target.value })}
            >
              {mail.to === null && <option value="">Choose somebody</option>}
              {artifact.people.map(({ id, name, title, email }) => (
                <option key={id} value={id}>
                  {[name, title, email].filter((part) => part !== null).join(' · ')}
                </option>
              ))}
            </select>
          </Field>
          <Field label="Subject">
            <input
              className={fieldClass}
              value={mail.subject}
              readOnly={readOnly}
              maxLength={300}
              onChange={(event) => change({ subject: event.target.value })}
            />
          </Field>
          <Field label="Text">
            <textarea
              className={`${fieldClass} ${styles.letter ?? ''}`}
              value={mail.body}
              readOnly={readOnly}
              maxLength={20_000}
              onChange={(event) => change({ body: event.target.value })}
            />
          </Field>
        </div>
      )}
      {!readOnly && artifact.people.length > 0 && (
        <div className={styles.tools}>
          <div className={styles.chips} role="group" aria-label="Versions">
            {artifact.versions.map(({ key, label, body }) => (
              <button
                key={key}
                type="button"
                aria-pressed={!own && version === key}
                onClick={() => change({ version: key, body: undefined, before: own ? mail.body : undefined })}
                title={body.slice(0, 80)}
              >
                {label}
              </button>
            ))}
            {textIn(draft, 'before') !== undefined && !own && (
              <button type="button" onClick={() => change({ body: draft?.['before'], before: undefined })}>
                Back to my words
              </button>
            )}
          </div>
          {(price === null || price.settled) && <Outward mail={mail} address={person?.email ?? null} />}
        </div>
      )}
      <Checks artifact={artifact} mail={mail} price={price} />
    </Panel>
  )
}

function Outward({ mail, address }: { readonly mail: Mail; readonly address: string | null }) {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(mail.body)
    setCopied(true)
  }
  const link = `mailto:${encodeURIComponent(address ?? '')}?subject=${encodeURIComponent(mail.subject)}&body=${encodeURIComponent(mail.body)}`
  return (
    <div className={styles.outward}>
      <Button look="plain" size="small" onClick={() => void copy()}>
        {copied ? <Check size={16} strokeWidth={1.75} /> : <Copy size={16} strokeWidth={1.75} />}
        {copied ? 'Copied' : 'Copy the text'}
      </Button>
      {address !== null && (
        <a className={styles.link} href={link}>
          <MailIcon size={16} strokeWidth={1.75} aria-hidden="true" /> Open in my mail
        </a>
      )}
    </div>
  )
}

/** What is worth a look before it goes. */
type ChecksProps = { readonly artifact: Email; readonly mail: Mail; readonly price: Price | null }

function Checks({ artifact, mail, price }: ChecksProps) {
  if (artifact.people.length === 0) return null
  const gone = artifact.traced.filter(({ text }) => !mail.body.includes(text))
  const dash = mail.body.includes('–') || mail.subject.includes('–')
  return (
    <ul className={styles.checks} aria-label="Before it goes">
      <Line look={mail.to === null ? 'warn' : 'good'}>
        {mail.to === null ? 'Nobody is chosen to write to.' : 'Accepts mail from us.'}
      </Line>
      <Line look={dash ? 'warn' : 'good'}>
        {dash ? 'A dash stands where something is not known. Fill it in.' : 'No gap is left in the text.'}
      </Line>
      {price && <PriceLine price={price} currency={artifact.currency} mail={mail} />}
      {artifact.traced.length > 0 && (
        <Line look={gone.length === 0 ? 'good' : 'warn'}>
          {gone.length === 0
            ? 'Every figure that I put in is from a record.'
            : 'You changed what I took from the records, so check those figures.'}
        </Line>
      )}
    </ul>
  )
}

type PriceLineProps = { readonly price: Price; readonly currency: string; readonly mail: Mail }

/** A mail goes with the price that was decided, or it does not go. */
function PriceLine({ price, currency, mail }: PriceLineProps) {
  const figure = money(price.amount, currency)
  if (!price.settled) {
    const until = price.waiting?.snoozedUntil
    return (
      <Line look="wait">
        The price is a placeholder{until ? ` until ${returnWords(until, new Date())}` : ' until that step is done'}.
        Keep the draft; it cannot go yet.
      </Line>
    )
  }
  const carries = mail.body.includes(figure)
  return (
    <Line look={carries ? 'good' : 'warn'}>
      {carries
        ? `It carries the price that was decided, ${figure}.`
        : `The price that was decided, ${figure}, is not in the text.`}
    </Line>
  )
}

const SIGNS = { good: Check, warn: TriangleAlert, wait: AlarmClock } as const

function Line({ look, children }: { readonly look: keyof typeof SIGNS; readonly children: React.ReactNode }) {
  const Icon = SIGNS[look]
  return (
    <li data-tone={look}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      {children}
    </li>
  )
}
