import { useQuery } from '@tanstack/react-query'
import { useSecondFactorReset, type Person } from '../../calls/members.ts'
import { sessionQuery } from '../../calls/session.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import styles from './members-page.module.css'

type ResetDialogProps = {
  readonly person: Person
  readonly onReset: (says: string) => void
  readonly onClose: () => void
}

/** Says what becomes of it before somebody's second factor is taken away. */
export function ResetDialog({ person: { id, name }, onReset, onClose }: ResetDialogProps) {
  const reset = useSecondFactorReset()
  const { data: session } = useQuery(sessionQuery)
  const told = session?.mail ? 'A mail tells them of it.' : 'This server sends no mails: tell them yourself.'
  return (
    <FormDialog
      title={`Reset the second factor of ${name}?`}
      says="It cannot be undone."
      verb="Reset it"
      busy={reset.isPending}
      fault={reset.error?.message ?? null}
      onClose={onClose}
      onSubmit={() => {
        if (reset.isPending) return
        reset.mutate(id, {
          onSuccess: ({ mailed }) =>
            onReset(`${name} comes in with the password alone now.${mailed ? ' A mail tells them.' : ''}`),
        })
      }}
    >
      <ul className={styles.follows}>
        <li>They are signed out everywhere at once.</li>
        <li>Their password alone lets them in, until they switch a second factor on again.</li>
        <li>Their backup codes open nothing any more.</li>
        <li>{told}</li>
      </ul>
      <p className="small dim">Be sure that it is they who ask: speak to them first.</p>
    </FormDialog>
  )
}
