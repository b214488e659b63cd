import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import type {
  Branch,
  Button as ChatButton,
  ComposedStep,
  Paragraph,
} from '../../../stages/compose/composition.contract.ts'
import { ageOf } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import styles from './chat.module.css'
import { useDesk, usePriced } from './desk.tsx'
import { isOpen, isSettled, isWaiting } from './steps.ts'

type ChatProps = {
  readonly step: ComposedStep
  /** Values of the buttons that were chosen, in their order. */
  readonly said: readonly string[]
  /** What is said about the state of the step, in place of buttons that would change it. */
  readonly standing: ReactNode
  readonly buttons: readonly OfferedButton[]
}

export type OfferedButton = {
  readonly value: string
  readonly label: string
  readonly key?: string | undefined
  readonly busy?: boolean
  readonly onClick: () => void
}

/** What a colleague would say about this step, and the next sensible acts. */
export function Chat({ step, said, standing, buttons }: ChatProps) {
  const end = useRef<HTMLDivElement>(null)
  const priced = usePriced()
  const shown = said.length
  useEffect(() => {
    if (shown > 0) end.current?.scrollIntoView({ block: 'nearest' })
  }, [shown])
  return (
    <section className={styles.chat} aria-label="Conversation">
      <div className={styles.messages} tabIndex={0} role="log" aria-label={`About ${step.name}`}>
        <Spoken paragraphs={step.chat.opening} />
        {said.map((value, index) => {
          const branch = step.chat.branches[value]
          return branch ? (
            <div key={`${value} ${String(index)}`} className={styles.turn}>
              <p className={styles.mine}>{priced(labelOf(step, value))}</p>
              <Spoken paragraphs={branch.response} />
            </div>
          ) : null
        })}
        {standing}
        <div ref={end} />
      </div>
      {buttons.length > 0 && <Acts buttons={buttons} />}
      <Footnotes step={step} />
    </section>
  )
}

function Acts({ buttons }: { readonly buttons: readonly OfferedButton[] }) {
  const priced = usePriced()
  return (
    <div className={styles.acts}>
      {buttons.map(({ value, label, key, busy = false, onClick }, index) => (
        <Button
          key={value}
          look={index === 0 ? 'filled' : 'edged'}
          data-primary={index === 0 || undefined}
          aria-disabled={busy || undefined}
          onClick={() => {
            if (!busy) onClick()
          }}
        >
          {priced(label)}
          {key !== undefined && <Kbd>{key}</Kbd>}
        </Button>
      ))}
    </div>
  )
}

const labelsOf = ({ chat }: ComposedStep): readonly ChatButton[] => [
  ...chat.buttons,
  ...Object.values(chat.branches).flatMap((branch: Branch) => branch.buttons),
]

const labelOf = (step: ComposedStep, value: string): string =>
  labelsOf(step).find((each) => each.value === value)?.label ?? value

function Spoken({ paragraphs }: { readonly paragraphs: readonly Paragraph[] }) {
  const { taskMode } = useDesk()
  const priced = usePriced()
  const holds = ({ when }: Paragraph): boolean => {
    if (when === null) return true
    const step = taskMode.execution.steps.find(({ id }) => id === when.stepId)
    if (!step) return when.is === 'open'
    return when.is === 'waiting' ? isWaiting(step) : when.is === 'settled' ? isSettled(step) : isOpen(step)
  }
  return paragraphs.filter(holds).map(({ parts }, index) => (
    <p key={index}>
      {parts.map(({ text, strong, source }, place) => (
        <span key={place}>
          {strong ? <b>{priced(text)}</b> : priced(text)}
          {source !== null && <SourceMark number={source} />}
        </span>
      ))}
    </p>
  ))
}

function SourceMark({ number }: { readonly number: number }) {
  return (
    <sup className={styles.mark}>
      <span className="unseen">, source </span>
      {number}
    </sup>
  )
}

function Footnotes({ step }: { readonly step: ComposedStep }) {
  const { taskMode } = useDesk()
  if (step.sources.length === 0) return null
  return (
    <ol className={styles.notes} aria-label="Sources">
      {step.sources.map(({ number, label, on }) => (
        <li key={number}>
          <span className={styles.mark}>{number}</span> {label}
          {on !== null && `, ${ageOf(on, taskMode.today)}`}
        </li>
      ))}
    </ol>
  )
}
