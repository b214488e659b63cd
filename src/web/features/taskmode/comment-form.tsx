import { useState } from 'react'
import { useComment } from '../../calls/taskmode.ts'
import { dayOfInstant } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { useDesk } from './desk.tsx'
import styles from './step-menu.module.css'
import type { Step } from './steps.ts'

/** What was said about a step, and a line for more. Everybody may, in every state. */
export function CommentForm({ step }: { readonly step: Step }) {
  const { taskMode } = useDesk()
  const comment = useComment(taskMode.execution.id)
  const [text, setText] = useState('')
  const said = taskMode.comments.filter(({ stepId }) => stepId === step.id)
  const send = (): void => {
    if (text.trim() === '' || comment.isPending) return
    comment.mutate({ stepId: step.id, text: text.trim() }, { onSuccess: () => setText('') })
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {said.length > 0 && (
        <ul className={styles.comments}>
          {said.map(({ id, by, at, text: words }) => (
            <li key={id}>
              <b>{by}</b> <span className="quiet">{dayOfInstant(at, new Date())}</span>
              <p>{words}</p>
            </li>
          ))}
        </ul>
      )}
      <Field label="Comment" fault={comment.error ? comment.error.message : undefined}>
        <textarea
          className={fieldClass}
          value={text}
          maxLength={4000}
          rows={3}
          placeholder="For whoever reads this step next"
          data-autofocus
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className={styles.foot}>
        <span>{said.length === 0 ? 'Nobody has said anything yet.' : ''}</span>
        <Button type="submit" look="filled" aria-disabled={comment.isPending || undefined}>
          Comment
        </Button>
      </div>
    </form>
  )
}
