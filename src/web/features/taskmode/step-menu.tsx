import { useState } from 'react'
import type { StepAsked } from '../../calls/execution-acts.ts'
import { CommentForm } from './comment-form.tsx'
import { useDesk } from './desk.tsx'
import { EscalateForm } from './escalate-form.tsx'
import { MenuTabs } from './menu-tabs.tsx'
import { stepParts, type MenuPart } from './parts.ts'
import { SkipForm } from './skip-form.tsx'
import { SnoozeForm } from './snooze-form.tsx'
import type { Step } from './steps.ts'

type StepMenuProps = {
  readonly step: Step
  readonly part: MenuPart
  readonly onPart: (part: MenuPart) => void
  /** Null: it was done, and the menu may close. */
  readonly onAct: (asked: StepAsked) => Promise<string | null>
  readonly onClose: () => void
}

/** What can be done with a step beside working on it. */
export function StepMenu({ step, part, onPart, onAct, onClose }: StepMenuProps) {
  const { taskMode, readOnly } = useDesk()
  const [fault, setFault] = useState<string | null>(null)
  const act = async (asked: StepAsked): Promise<void> => {
    const said = await onAct(asked)
    setFault(said)
    if (said === null) onClose()
  }
  const offered = stepParts(step, readOnly)
  const shown = offered.some((each) => each.part === part) ? part : (offered[0]?.part ?? 'comment')
  const stepId = step.id
  return (
    <MenuTabs
      id="step-menu"
      label={`Step ${step.name}`}
      tabs={offered}
      shown={shown}
      onShow={(each) => {
        setFault(null)
        onPart(each)
      }}
      fault={fault}
    >
      {shown === 'snooze' && (
        <SnoozeForm taskMode={taskMode} what="step" onSend={(body) => act({ act: 'snooze', stepId, body })} />
      )}
      {shown === 'skip' && <SkipForm onSend={(body) => act({ act: 'skip', stepId, body })} />}
      {shown === 'escalate' && (
        <EscalateForm taskMode={taskMode} what="step" onSend={(body) => act({ act: 'escalate', stepId, body })} />
      )}
      {shown === 'comment' && <CommentForm step={step} />}
    </MenuTabs>
  )
}
