import { useId, useState } from 'react'
import { useInvite, type Person } from '../../calls/members.ts'
import { Button } from '../../ui/button.tsx'
import { Field, fieldClass } from '../../ui/field.tsx'
import { ROLE_WORDS } from '../../words.ts'
import type { Link } from './link-card.tsx'
import styles from './members-page.module.css'

type InviteFormProps = {
  readonly teams: readonly string[]
  readonly onInvited: (link: Link) => void
  readonly onClose: () => void
}

const MAY = {
  viewer: 'Reads and comments.',
  csm: 'Works on their own, covered and pooled customers.',
  manager: 'Also on the team’s; reassigns and approves.',
  admin: 'Also configures, imports and manages members.',
} as const

export function InviteForm({ teams, onInvited, onClose }: InviteFormProps) {
  const invite = useInvite()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Person['role']>('csm')
  const [team, setTeam] = useState('')
  const list = useId()
  return (
    <form
      className={styles.form}
      aria-label="Invite somebody"
      onSubmit={(event) => {
        event.preventDefault()
        if (invite.isPending) return
        invite.mutate(
          { email: email.trim(), role, team: team.trim() === '' ? null : team.trim() },
          { onSuccess: ({ member, invitation }) => onInvited({ ...invitation, name: member.email ?? member.name }) },
        )
      }}
    >
      <Field label="E-mail address" fault={invite.error?.message}>
        <input
          className={fieldClass}
          type="email"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label="Role" hint={MAY[role]}>
        <select className={fieldClass} value={role} onChange={(event) => setRole(event.target.value as Person['role'])}>
          {(['viewer', 'csm', 'manager', 'admin'] as const).map((each) => (
            <option key={each} value={each}>
              {ROLE_WORDS[each]}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Team" hint="One that is new is made.">
        <input className={fieldClass} list={list} value={team} onChange={(event) => setTeam(event.target.value)} />
        <datalist id={list}>
          {teams.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </Field>
      <div className={styles.formActs}>
        <Button type="submit" look="filled" disabled={invite.isPending}>
          Invite
        </Button>
        <Button look="plain" onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  )
}
