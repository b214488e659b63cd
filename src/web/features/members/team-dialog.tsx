import { useState } from 'react'
import type { Person } from '../../calls/members.ts'
import { Field, fieldClass } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { NEW_TEAM, TeamSelect } from './team-select.tsx'

type TeamDialogProps = {
  readonly person: Person
  readonly teams: readonly string[]
  /** Opened to name a team that is not there yet. */
  readonly anew: boolean
  readonly busy: boolean
  readonly fault: string | null
  readonly onChoose: (team: string | null) => void
  readonly onClose: () => void
}

/** Where somebody belongs: one of the teams, none, or one that is made by this. */
export function TeamDialog({ person, teams, anew, busy, fault, onChoose, onClose }: TeamDialogProps) {
  const [team, setTeam] = useState(anew ? NEW_TEAM : (person.team?.name ?? ''))
  const [name, setName] = useState('')
  return (
    <FormDialog
      title={`The team of ${person.name}`}
      says="Their customers stay theirs."
      verb="Change the team"
      busy={busy}
      fault={fault}
      onClose={onClose}
      onSubmit={() => {
        if (!busy) onChoose(team === '' ? null : team === NEW_TEAM ? name.trim() : team)
      }}
    >
      <Field label="Team">
        <TeamSelect teams={teams} value={team} onChoose={setTeam} />
      </Field>
      {team === NEW_TEAM && (
        <Field label="Its name">
          <input
            className={fieldClass}
            required
            maxLength={200}
            pattern=".*\S.*"
            autoComplete="off"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
    </FormDialog>
  )
}
