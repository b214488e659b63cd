import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { unreachable } from '../../../base/unreachable.ts'
import { useActive, useInvitation, useMemberChange, useTakeBack, type Person } from '../../calls/members.ts'
import { sessionQuery } from '../../calls/session.ts'
import { dayOfInstant, initials } from '../../format.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { fieldClass } from '../../ui/field.tsx'
import table from '../../ui/table.module.css'
import { Tag } from '../../ui/tag.tsx'
import type { Done } from '../../ui/toast.tsx'
import { useOver } from '../../ui/use-over.ts'
import { ROLE_WORDS } from '../../words.ts'
import type { Link } from './link-card.tsx'
import styles from './members-page.module.css'
import { PersonMenu, type PersonAct } from './person-menu.tsx'
import { ResetDialog } from './reset-dialog.tsx'
import { TeamDialog } from './team-dialog.tsx'
import { NEW_TEAM, TeamSelect } from './team-select.tsx'

type RowProps = {
  readonly person: Person
  readonly teams: readonly string[]
  readonly onLink: (link: Link) => void
  readonly onDone: (done: Done) => void
}

/** Somebody of the company, with what may be done about them. */
export function PersonRow({ person, teams, onLink, onDone }: RowProps) {
  const { changeRole, changeTeam, ...acts } = usePersonActs(person, { onLink, onDone })
  const { over, open, close, from } = useOver<'team' | 'new-team' | 'reset'>()
  const { lastSeenAt } = person.access
  const choose = (team: string): void => (team === NEW_TEAM ? open('new-team') : changeTeam(team === '' ? null : team))
  const act = (what: PersonAct): void => (what === 'team' || what === 'reset' ? open(what) : acts.run(what))
  return (
    <tr>
      <th scope="row">
        <span className={styles.who}>
          <Avatar letters={initials(person.name)} />
          <span>
            <b>{person.name}</b>
            <span className="quiet">{person.email === null ? 'No address' : <Address email={person.email} />}</span>
            {acts.fault && over === null && (
              <span role="alert" className={styles.fault}>
                {acts.fault}
              </span>
            )}
          </span>
        </span>
      </th>
      <td>
        <RoleOf person={person} onChange={changeRole} />
      </td>
      <td className={table.second}>
        {person.can.includes('edit') ? (
          <TeamSelect
            className={styles.chosen}
            label={`Team of ${person.name}`}
            teams={teams}
            value={person.team?.name ?? ''}
            onChoose={choose}
          />
        ) : (
          (person.team?.name ?? '–')
        )}
      </td>
      <td className={table.second}>{lastSeenAt === null ? '–' : dayOfInstant(lastSeenAt, new Date())}</td>
      <td>
        <StateOf person={person} />
      </td>
      <td className={styles.acts}>
        <PersonMenu person={person} button={from} onAct={act} />
        {(over === 'team' || over === 'new-team') && (
          <TeamDialog
            person={person}
            teams={teams}
            anew={over === 'new-team'}
            busy={acts.busy}
            fault={acts.fault}
            onClose={close}
            onChoose={(team) => changeTeam(team, close)}
          />
        )}
        {over === 'reset' && (
          <ResetDialog
            person={person}
            onClose={close}
            onReset={(says) => {
              close()
              onDone({ says, undo: null })
            }}
          />
        )}
      </td>
    </tr>
  )
}

/** What is done about somebody at once, with what is said of it and how it is taken back. */
function usePersonActs(person: Person, { onLink, onDone }: Pick<RowProps, 'onLink' | 'onDone'>) {
  const change = useMemberChange()
  const active = useActive()
  const invitation = useInvitation()
  const takeBack = useTakeBack()
  const { id, name } = person
  const fault = change.error ?? active.error ?? invitation.error ?? takeBack.error

  function changeRole(role: Person['role']): void {
    const undo = () => change.mutateAsync({ id, body: { role: person.role } })
    change.mutate(
      { id, body: { role } },
      { onSuccess: () => onDone({ says: `${name} is ${ROLE_WORDS[role]} now.`, undo }) },
    )
  }
  function changeTeam(team: string | null, then?: () => void): void {
    const undo = () => change.mutateAsync({ id, body: { team: person.team?.name ?? null } })
    change.mutate(
      { id, body: { team } },
      {
        onSuccess: ({ team: given }) => {
          then?.()
          onDone({ says: given ? `${name} is in ${given.name} now.` : `${name} is in no team now.`, undo })
        },
      },
    )
  }
  function letIn(wanted: boolean): void {
    const says = wanted ? `${name} can come in again.` : `${name} can no longer sign in.`
    const undo = () => active.mutateAsync({ id, active: !wanted })
    active.mutate({ id, active: wanted }, { onSuccess: () => onDone({ says, undo }) })
  }
  function run(act: Exclude<PersonAct, 'team' | 'reset'>): void {
    switch (act) {
      case 'invite':
        invitation.mutate(id, { onSuccess: (sent) => onLink({ ...sent, name }) })
        break
      case 'take-back':
        takeBack.mutate(id, { onSuccess: () => onDone({ says: `${name} is invited no longer.`, undo: null }) })
        break
      case 'deactivate':
      case 'let-in':
        letIn(act === 'let-in')
        break
      default:
        unreachable(act)
    }
  }
  return { changeRole, changeTeam, run, busy: change.isPending, fault: fault?.message ?? null }
}

type RoleProps = { readonly person: Person; readonly onChange: (role: Person['role']) => void }

function RoleOf({ person, onChange }: RoleProps) {
  if (!person.can.includes('edit')) return ROLE_WORDS[person.role]
  return (
    <select
      className={`${fieldClass} ${styles.chosen ?? ''}`}
      aria-label={`Role of ${person.name}`}
      value={person.role}
      onChange={(event) => onChange(event.target.value as Person['role'])}
    >
      {(['viewer', 'csm', 'manager', 'admin'] as const).map((role) => (
        <option key={role} value={role}>
          {ROLE_WORDS[role]}
        </option>
      ))}
    </select>
  )
}

const MAILS = { unknown: 'Invited, mail uncertain', failed: 'Invited, mail failed' } as const

/** Where a line is too short for it, it breaks behind its sign and not in a word. */
function Address({ email }: { readonly email: string }) {
  const [box, ...host] = email.split(/(?<=@)/)
  return (
    <>
      {box}
      <wbr />
      {host}
    </>
  )
}

function StateOf({ person: { access, email } }: { readonly person: Person }) {
  const { data } = useQuery(sessionQuery)
  const { state, mail, secondFactor } = access
  if (state === 'deactivated') return <Tag tone="plain">Deactivated</Tag>
  // People of the sample come in by one click.
  if (state === 'active' || data?.signedIn?.company.sample)
    return (
      <span className={styles.state}>
        <Tag tone="fine">Active</Tag>
        {secondFactor && (
          <span className={styles.guarded} title="Has a second factor">
            <ShieldCheck size={16} strokeWidth={1.75} aria-hidden="true" />
            <span className="unseen">, has a second factor</span>
          </span>
        )}
      </span>
    )
  if (state === 'lapsed') return <Tag tone="warn">Invitation lapsed</Tag>
  if (state === 'invited' && (mail === 'unknown' || mail === 'failed')) return <Tag tone="warn">{MAILS[mail]}</Tag>
  if (state === 'invited') return <Tag tone="info">Invited</Tag>
  return <Tag tone="plain">{email === null ? 'No address' : 'Not invited'}</Tag>
}
