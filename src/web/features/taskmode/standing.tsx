import { AlarmClock, ArrowUpRight, Check, Minus } from 'lucide-react'
import { doneWords, returnWords } from '../../format.ts'
import { useDesk } from './desk.tsx'
import styles from './standing.module.css'
import { isBack, type Step } from './steps.ts'

type StandingProps = { readonly step: Step | undefined; readonly missing: readonly string[] }

/** What became of a step that is no longer open, with who and why; of an open one, what is still to be ticked. */
export function Standing({ step, missing }: StandingProps) {
  const { taskMode, readOnly } = useDesk()
  if (!step) return null
  const last = taskMode.lastActs.find(({ stepId }) => stepId === step.id)
  const comments = taskMode.comments.filter(({ stepId }) => stepId === step.id)
  const by = last ? `by ${last.by}, ${doneWords(last.at, new Date())}` : ''
  return (
    <>
      {step.status === 'completed' && (
        <Line look="done" icon={<Check size={16} strokeWidth={1.75} />} title="This step is done.">
          {by}
        </Line>
      )}
      {step.status === 'skipped' && (
        <Line look="skipped" icon={<Minus size={16} strokeWidth={1.75} />} title="This step was left out.">
          {[last?.reason, by].filter(Boolean).join(' · ')}
        </Line>
      )}
      {step.status === 'snoozed' && step.snoozedUntil !== null && (
        <Line
          look="snoozed"
          icon={<AlarmClock size={16} strokeWidth={1.75} />}
          title={
            isBack(step, new Date())
              ? `It is back, as of ${returnWords(step.snoozedUntil, new Date())}.`
              : `It comes back ${returnWords(step.snoozedUntil, new Date())}.`
          }
        >
          {last?.reason}
        </Line>
      )}
      {step.status === 'escalated' && (
        <Line
          look="escalated"
          icon={<ArrowUpRight size={16} strokeWidth={1.75} />}
          title={last?.to ? `It is with ${last.to}.` : 'It was handed up.'}
        >
          {[last?.reason, by].filter(Boolean).join(' · ')}
        </Line>
      )}
      {!readOnly && missing.length > 0 && step.status !== 'completed' && step.status !== 'skipped' && (
        <p className={styles.missing}>
          {missing.length === 1 ? 'One point' : `${String(missing.length)} points`} beside this{' '}
          {missing.length === 1 ? 'is' : 'are'} still to be ticked.
        </p>
      )}
      {comments.length > 0 && (
        <ul className={styles.comments} aria-label="Comments">
          {comments.map(({ id, by: who, text, at }) => (
            <li key={id}>
              <b>{who}</b> <span className="quiet small">{doneWords(at, new Date())}</span>
              <br />
              {text}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

type LineProps = {
  readonly look: string
  readonly icon: React.ReactNode
  readonly title: string
  readonly children: React.ReactNode
}

function Line({ look, icon, title, children }: LineProps) {
  return (
    <div className={styles.line} data-look={look} role="status">
      {icon}
      <div>
        <b>{title}</b>
        {children !== '' && children !== undefined && children !== null && <p>{children}</p>}
      </div>
    </div>
  )
}
