import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { AlarmClock, ArrowUpRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Card } from '../../../views/card.contract.ts'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { todayQuery } from '../../calls/today.ts'
import { useStart } from '../../calls/start.ts'
import { days, money, returnWords } from '../../format.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Mark } from '../../ui/mark.tsx'
import { StageBadge } from '../../ui/stage-badge.tsx'
import { countWord, stageWord } from '../../words.ts'
import { celebrate } from './celebrate.ts'
import styles from './completion.module.css'
import type { Ending } from './use-work.ts'

type CompletionProps = { readonly taskMode: TaskMode; readonly ending: Ending; readonly onLeave: () => void }

/** How it ended, what is left and when it returns, and the next one. */
export function Completion({ taskMode, ending, onLeave }: CompletionProps) {
  const { execution } = taskMode
  const { data: today } = useQuery(todayQuery(undefined))
  const title = useRef<HTMLHeadingElement>(null)
  // Of somebody else: what else is open for this customer is part of the same conversation.
  const cards = today ? [...(today.one ? [today.one] : []), ...today.next] : []
  const next = cards.find(({ customer }) => customer.id !== execution.customer.id)
  useEffect(() => {
    title.current?.focus()
    void celebrate()
  }, [])
  useKeys(KEYS(onLeave))
  return (
    <div className={styles.page}>
      <header className={styles.brand}>
        <Mark />
      </header>
      <main className={styles.main} id="content">
        <p className="small quiet">{execution.workflow.title}</p>
        <h1 ref={title} tabIndex={-1}>
          {ending.completed ? `${execution.customer.name} is done.` : waitingTitle(taskMode, ending)}
        </h1>
        <p className={styles.facts}>{factsOf(taskMode, ending)}</p>
        {ending.left.length > 0 && (
          <ul className={styles.left} aria-label="What returns">
            {ending.left.map(({ stepId, name, returnsAt }) => (
              <li key={stepId}>
                {returnsAt === null ? (
                  <ArrowUpRight size={16} strokeWidth={1.75} aria-hidden="true" />
                ) : (
                  <AlarmClock size={16} strokeWidth={1.75} aria-hidden="true" />
                )}
                <span>
                  <b>{name}</b>{' '}
                  {returnsAt === null ? 'is with somebody else' : `comes back ${returnWords(returnsAt, new Date())}`}
                </span>
              </li>
            ))}
          </ul>
        )}
        {next ? <NextCard card={next} onLeave={onLeave} /> : <Nothing known={today !== undefined} onLeave={onLeave} />}
      </main>
    </div>
  )
}

const KEYS = (onLeave: () => void) => ({
  Enter: (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.closest('button, a')) return
    document.querySelector<HTMLElement>('[data-primary]')?.click()
  },
  Escape: onLeave,
})

function waitingTitle({ execution: { customer } }: TaskMode, { left }: Ending): string {
  const [only, ...others] = left
  return only && others.length === 0
    ? `${customer.name} waits for one step.`
    : `${customer.name} waits for ${countWord(left.length).toLowerCase()} steps.`
}

function factsOf({ execution }: TaskMode, { completed, minutes, tasks }: Ending): string {
  const done = execution.steps.filter(({ status }) => status === 'completed').length
  const all = execution.steps.length
  const steps =
    done === all
      ? `All ${countWord(all).toLowerCase()} steps are done`
      : `${countWord(done)} of ${countWord(all).toLowerCase()} steps ${done === 1 ? 'is' : 'are'} done`
  const time = minutes > 0 ? ` in ${String(minutes)} minutes` : ''
  const said = `${steps}${time}.`
  if (!completed) return `${said} It stays in progress, and leaves Today until then.`
  if (tasks === 0) return `${said} Everything is on record.`
  return `${said} ${countWord(tasks)} ${tasks === 1 ? 'task is' : 'tasks are'} yours now.`
}

function NextCard({ card, onLeave }: { readonly card: Card; readonly onLeave: () => void }) {
  const { begin, busy, fault } = useStart()
  const stage = stageWord(card.stage)
  return (
    <section className={styles.next} aria-label="The next one">
      <p className="small quiet">Next</p>
      <h2 className={styles.customer}>{card.customer.name}</h2>
      <p className={styles.line}>
        {stage && <StageBadge {...stage} />}
        <span className="small dim">
          {[
            card.workflow.title,
            card.arr.amount === null ? null : money(card.arr.amount, card.arr.currency),
            card.renewal && card.renewal.days >= 0 ? `${days(card.renewal.days)} left` : null,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      </p>
      <p className={styles.because}>
        <b>{card.why.first}</b> {card.why.rest}
      </p>
      {fault !== null && (
        <p role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
      <div className={styles.acts}>
        <Button look="filled" data-primary aria-disabled={busy || undefined} onClick={() => void begin(card)}>
          Let’s begin <Kbd>↵</Kbd>
        </Button>
        <Button look="plain" onClick={onLeave}>
          Back to Today
        </Button>
      </div>
    </section>
  )
}

function Nothing({ known, onLeave }: { readonly known: boolean; readonly onLeave: () => void }) {
  const navigate = useNavigate()
  return (
    <div className={styles.acts}>
      {known && <p>Nothing else is due. Enjoy the quiet.</p>}
      <Button look="filled" data-primary onClick={() => (known ? onLeave() : void navigate({ to: '/' }))}>
        Back to Today
      </Button>
    </div>
  )
}
