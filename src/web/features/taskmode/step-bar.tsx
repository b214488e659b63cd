import { AlarmClock, ArrowUpRight, Check, ChevronDown, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { isBack, isOpen, nextOpen, stateWords, type Step } from './steps.ts'
import styles from './step-bar.module.css'

type StepBarProps = {
  readonly taskMode: TaskMode
  readonly stepId: string
  readonly now: Date
  readonly menuOpen: boolean
  readonly onGo: (stepId: string) => void
  readonly onMenu: () => void
  /** The menu of the step that is looked at, hung on its button. */
  readonly wrap: (anchor: ReactNode) => ReactNode
}

/** Every step with its number, its name and its state in words. A click goes there; a second one opens what can be done with it. */
export function StepBar({ taskMode, stepId, now, menuOpen, onGo, onMenu, wrap }: StepBarProps) {
  const { steps } = taskMode.execution
  const at = steps.findIndex(({ id }) => id === stepId)
  const next = nextOpen(steps, at)
  return (
    <ol className={styles.steps} aria-label="Steps">
      {steps.map((step, index) => {
        const here = index === at
        const last = taskMode.lastActs.find((act) => act.stepId === step.id)
        const words = stateWords(step, { last, here, isNext: step === next, now })
        const anchor = (
          <button
            type="button"
            className={styles.step}
            aria-current={here ? 'step' : undefined}
            aria-haspopup={here ? 'dialog' : undefined}
            aria-expanded={here ? menuOpen : undefined}
            onClick={() => (here ? onMenu() : onGo(step.id))}
          >
            <Ring step={step} here={here} />
            <span className={styles.words}>
              <span className={styles.name}>
                {index + 1}. {step.name}
              </span>
              {words !== '' && <span className={styles.state}>{words}</span>}
            </span>
            {here && <ChevronDown size={14} strokeWidth={1.75} className={styles.more} aria-hidden="true" />}
          </button>
        )
        return (
          <li key={step.id} data-look={lookOf(step, { here, now })} data-here={here || undefined}>
            {here ? wrap(anchor) : anchor}
          </li>
        )
      })}
    </ol>
  )
}

function lookOf(step: Step, { here, now }: { readonly here: boolean; readonly now: Date }): string {
  if (here && isOpen(step)) return 'current'
  return isBack(step, now) ? 'snoozed back' : step.status
}

function Ring({ step, here }: { readonly step: Step; readonly here: boolean }) {
  return (
    <span className={styles.ring} aria-hidden="true" data-here={here || undefined}>
      <Sign step={step} />
    </span>
  )
}

function Sign({ step: { status, index } }: { readonly step: Step }) {
  switch (status) {
    case 'completed':
      return <Check size={14} strokeWidth={2} />
    case 'snoozed':
      return <AlarmClock size={14} strokeWidth={1.75} />
    case 'skipped':
      return <Minus size={14} strokeWidth={1.75} />
    case 'escalated':
      return <ArrowUpRight size={14} strokeWidth={1.75} />
    case 'not_started':
    case 'in_progress':
      return index + 1
  }
}
