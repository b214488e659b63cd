import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { useExecutionAct, type ExecutionAsked } from '../../calls/execution-acts.ts'
import { Button } from '../../ui/button.tsx'
import { Explain } from '../../ui/explain.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { useOnce } from '../../use-once.ts'
import { EscalateForm } from './escalate-form.tsx'
import header from './header.module.css'
import { MenuTabs } from './menu-tabs.tsx'
import { wholeParts, type WholePart } from './parts.ts'
import { ReassignForm } from './reassign-form.tsx'
import { SnoozeForm } from './snooze-form.tsx'
import styles from './step-menu.module.css'
import { faultOf } from './use-work.ts'

type WorkflowMenuProps = {
  readonly taskMode: TaskMode
  /** What is open of it; null: nothing is. */
  readonly part: WholePart | null
  readonly onPart: (part: WholePart | null) => void
  readonly onLeave: () => void
}

/** What can be done with the whole workflow. Where it is put away, the page is left. */
export function WorkflowMenu({ taskMode, part, onPart, onLeave }: WorkflowMenuProps) {
  const { execution } = taskMode
  const [fault, setFault] = useState<string | null>(null)
  const act = useExecutionAct(execution.id)
  const offered = wholeParts(execution)
  if (offered.length === 0) return null
  const send = async (asked: ExecutionAsked): Promise<void> => {
    try {
      await act.mutateAsync(asked)
      onPart(null)
      if (asked.act !== 'escalate') onLeave()
    } catch (error) {
      setFault(faultOf(error).says)
    }
  }
  return (
    <Explain
      opened={part !== null}
      label="The whole workflow"
      width={392}
      onClose={() => onPart(null)}
      anchor={
        <button
          type="button"
          className={header.icon}
          aria-label="The whole workflow"
          aria-haspopup="dialog"
          aria-expanded={part !== null}
          onClick={() => onPart(part === null ? (offered[0]?.part ?? 'cancel') : null)}
        >
          <Ellipsis size={18} strokeWidth={1.75} />
        </button>
      }
    >
      <MenuTabs
        id="workflow-menu"
        label="The whole workflow"
        tabs={offered}
        shown={part}
        onShow={(each) => {
          setFault(null)
          onPart(each)
        }}
        fault={fault}
      >
        {part === 'snooze' && (
          <SnoozeForm taskMode={taskMode} what="workflow" onSend={(body) => send({ act: 'snooze', body })} />
        )}
        {part === 'escalate' && (
          <EscalateForm taskMode={taskMode} what="workflow" onSend={(body) => send({ act: 'escalate', body })} />
        )}
        {part === 'reassign' && <ReassignForm taskMode={taskMode} onSend={(body) => send({ act: 'reassign', body })} />}
        {part === 'cancel' && (
          <CancelForm version={execution.version} onSend={(body) => send({ act: 'cancel', body })} />
        )}
      </MenuTabs>
    </Explain>
  )
}

const REASONS = [
  { value: 'not-relevant', label: 'It is not worth it' },
  { value: 'bad-data', label: 'The data are wrong' },
  { value: 'duplicate', label: 'It is being done elsewhere' },
  { value: 'asked-not-to', label: 'They asked us not to' },
  { value: 'other', label: 'Another reason' },
] as const

type Cancelling = {
  readonly version: number
  readonly reason: (typeof REASONS)[number]['value']
  readonly note?: string
}

function CancelForm({
  version,
  onSend,
}: {
  readonly version: number
  readonly onSend: (cancelling: Cancelling) => Promise<void>
}) {
  const [reason, setReason] = useState<Cancelling['reason']>('not-relevant')
  const [note, setNote] = useState('')
  const { run, busy } = useOnce()
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void run(() => onSend({ version, reason, ...(note.trim() === '' ? {} : { note: note.trim() }) }))
      }}
    >
      <Field label="Why">
        <select
          className={fieldClass}
          value={reason}
          onChange={(event) => setReason(REASONS.find(({ value }) => value === event.target.value)?.value ?? 'other')}
        >
          {REASONS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      <Field label={reason === 'bad-data' ? 'Which field, and what is wrong with it' : 'A line about it'}>
        <input className={fieldClass} value={note} maxLength={1000} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className={styles.foot}>
        <span>It does not come back by itself.</span>
        <Button type="submit" look="filled" aria-disabled={busy || undefined}>
          Give it up
        </Button>
      </div>
    </form>
  )
}
