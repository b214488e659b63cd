import { useDesk } from './desk.tsx'
import { ReasonForm } from './reason-form.tsx'

type SkipFormProps = {
  readonly onSend: (skipping: { readonly version: number; readonly reason: string }) => Promise<void>
}

/** Leaves a step out, with a reason. */
export function SkipForm({ onSend }: SkipFormProps) {
  const { taskMode } = useDesk()
  return (
    <ReasonForm
      label="Reason"
      placeholder="Why it is not needed here"
      missing="Say why it is not needed."
      says="You can open it again."
      verb="Skip step"
      onSend={(reason) => onSend({ reason, version: taskMode.execution.version })}
    />
  )
}
