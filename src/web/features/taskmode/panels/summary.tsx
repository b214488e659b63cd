import { AlarmClock, ArrowUpRight, Check, Minus } from 'lucide-react'
import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { plainDay } from '../../../format.ts'
import { Field, fieldClass } from '../../../ui/field.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useDesk, usePanel } from '../desk.tsx'
import { textIn } from '../draft.ts'
import { followUps } from '../outcomes.ts'
import { stateWords, type Step } from '../steps.ts'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

type Summary = ArtifactOf<'summary'>

/** What goes on record: the steps as they stand, what follows, and how it went. */
export function SummaryPanel({ artifact }: { readonly artifact: Summary }) {
  const { readOnly } = useDesk()
  const [draft, change] = usePanel(artifact.id)
  const outcome = textIn(draft, 'outcome') ?? artifact.outcomes[0]?.value
  return (
    <>
      <Panel id={elementOf(artifact.id)} title={artifact.title}>
        <StepList />
      </Panel>
      <Tasks artifact={artifact} />
      <Panel title="How it went">
        <div className={styles.form}>
          <fieldset className={styles.choice} disabled={readOnly}>
            <legend className="unseen">How it went</legend>
            {artifact.outcomes.map(({ value, label }) => (
              <label key={value}>
                <input
                  type="radio"
                  name={`${artifact.id} outcome`}
                  checked={outcome === value}
                  onChange={() => change({ outcome: value })}
                />
                {label}
              </label>
            ))}
          </fieldset>
          <Field label="A line about it">
            <input
              className={fieldClass}
              value={textIn(draft, 'note') ?? ''}
              readOnly={readOnly}
              maxLength={1000}
              placeholder="What you would tell a colleague"
              onChange={(event) => change({ note: event.target.value })}
            />
          </Field>
        </div>
      </Panel>
    </>
  )
}

function StepList() {
  const { taskMode } = useDesk()
  const now = new Date()
  return (
    <ol className={styles.record}>
      {taskMode.execution.steps
        .filter(({ id }) => id !== 'summary')
        .map((step) => {
          const last = taskMode.lastActs.find(({ stepId }) => stepId === step.id)
          const words = stateWords(step, { last, here: false, isNext: false, now })
          return (
            <li key={step.id} data-status={step.status}>
              <Sign status={step.status} />
              <span>{step.name}</span>
              <span className="quiet">{words === '' ? 'Open' : words}</span>
              {last?.reason && <span className={styles.reason}>{last.reason}</span>}
            </li>
          )
        })}
    </ol>
  )
}

function Sign({ status }: { readonly status: Step['status'] }) {
  const look = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const
  if (status === 'completed') return <Check {...look} />
  if (status === 'snoozed') return <AlarmClock {...look} />
  if (status === 'escalated') return <ArrowUpRight {...look} />
  return <Minus {...look} />
}

/** What becomes a task; each can be left out. */
function Tasks({ artifact }: { readonly artifact: Summary }) {
  const { taskMode, keeper, readOnly } = useDesk()
  const [draft, change] = usePanel(artifact.id)
  const tasks = followUps(taskMode, { drafts: keeper, summary: artifact, draft })
  if (tasks.length === 0) return null
  const wanted = tasks.filter((task) => task.wanted).length
  return (
    <Panel title="What follows" aside={`${String(wanted)} of ${String(tasks.length)} become tasks`}>
      <ul className={styles.ticks}>
        {tasks.map(({ key, title, dueOn, wanted: on }) => (
          <li key={key}>
            <label>
              <input
                type="checkbox"
                checked={on}
                disabled={readOnly}
                onChange={(event) => change({ [`drop ${key}`]: !event.target.checked })}
              />
              <span>{title}</span>
              {dueOn !== null && <span className="quiet">{plainDay(dueOn, taskMode.today)}</span>}
            </label>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
