import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import type { Card } from '../../../views/card.contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useHeld } from '../../calls/held-acts.ts'
import { sessionQuery } from '../../calls/session.ts'
import { useExecutionAct } from '../../calls/execution-acts.ts'
import { useStart } from '../../calls/start.ts'
import { CallFailed, keyOfClick } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Explain } from '../../ui/explain.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import type { Done } from '../../ui/toast.tsx'
import styles from './card-acts.module.css'
import type { Send } from './send.ts'

// The forms come once the page stands; none of them is needed to show it.
const forms = () => import('./act-forms.tsx')
const DoneForm = lazy(async () => ({ default: (await forms()).DoneForm }))
const NotMeForm = lazy(async () => ({ default: (await forms()).NotMeForm }))
const WrongForm = lazy(async () => ({ default: (await forms()).WrongForm }))
const NotNowForm = lazy(async () => ({ default: (await forms()).NotNowForm }))

const PARTS = [
  { part: 'done', label: 'Done already', Form: DoneForm },
  { part: 'not-me', label: 'Not me', Form: NotMeForm },
  { part: 'wrong', label: 'Wrong', Form: WrongForm },
  { part: 'not-now', label: 'Not now', Form: NotNowForm },
] as const
type Part = (typeof PARTS)[number]['part']

type CardActsProps = {
  readonly card: Card
  /** On the one thing, whose begin is the page’s filled button. */
  readonly main?: boolean
  /** Told what was done, so that the page can say it when the card has left. */
  readonly onDone: (done: Done) => void
}

/** What can be done with a card: begin it, or say in two clicks why not. */
export function CardActs({ card, main = false, onDone }: CardActsProps) {
  const { begin, busy, fault } = useStart()
  const [part, setPart] = useState<Part | null>(null)
  useEffect(() => void forms(), [])
  const size = main ? 'body' : 'small'
  return (
    <div className={styles.acts}>
      <Button
        look={main ? 'filled' : 'edged'}
        size={size}
        data-primary={main || undefined}
        aria-disabled={busy || undefined}
        onClick={() => void begin(card)}
      >
        {card.status === 'pending' ? 'Let’s begin' : 'Go on'} {main && <Kbd>↵</Kbd>}
      </Button>
      <span className={styles.others}>
        {PARTS.map(({ part: each, label, Form }) => (
          <Act
            key={each}
            card={card}
            label={label}
            name={each}
            size={size}
            opened={part === each}
            onOpen={(opened) => setPart(opened ? each : null)}
            onDone={onDone}
            form={(send) => <Form card={card} onSend={send} />}
          />
        ))}
      </span>
      {fault !== null && (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

type ActProps = {
  readonly card: Card
  readonly label: string
  readonly name: Part
  readonly size: 'body' | 'small'
  readonly opened: boolean
  readonly onOpen: (opened: boolean) => void
  readonly onDone: (done: Done) => void
  readonly form: (send: Send) => ReactNode
}

function Act({ card, label, name, size, opened, onOpen, onDone, form }: ActProps) {
  const act = useExecutionAct(card.executionId)
  const { holding } = useHeld()
  const { data: session } = useQuery(sessionQuery)
  const [fault, setFault] = useState<string | null>(null)
  // Of its own: what the call says of itself comes a moment late, and a second click in between.
  const [busy, setBusy] = useState(false)
  const send: Send = async (asked, says) => {
    if (busy) return null
    if (asked.act === 'done-already') {
      // It leaves the day at once, and is sent when the time to take it back is over.
      const personId = session?.signedIn?.person.id ?? ''
      const customer = card.customer.name
      holding.hold({ executionId: card.executionId, personId, says, customer, asked, key: keyOfClick() })
      onOpen(false)
      return null
    }
    setBusy(true)
    setFault(null)
    try {
      await act.mutateAsync(asked)
      onOpen(false)
      const back = asked.act === 'snooze' || asked.act === 'escalate'
      onDone({ says, undo: back ? () => act.mutateAsync({ act: 'resume', body: null }) : null })
      return null
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      setFault(error.message)
      return error
    } finally {
      setBusy(false)
    }
  }
  return (
    <Explain
      opened={opened}
      label={`${label}: ${card.customer.name}`}
      width={360}
      position="bottom-start"
      onClose={() => onOpen(false)}
      anchor={
        <Button
          look="plain"
          size={size}
          data-act={name}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => onOpen(!opened)}
        >
          {label}
        </Button>
      }
    >
      <Suspense>{form(send)}</Suspense>
      {fault !== null && (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </Explain>
  )
}
