import { useQuery } from '@tanstack/react-query'
import { useActive, useMemberChange, type Person } from '../../calls/members.ts'
import { sessionQuery } from '../../calls/session.ts'
import { dayOfInstant, initials } from '../../format.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { fieldClass } from '../../ui/field.tsx'
import table from '../../ui/table.module.css'
import { Tag } from '../../ui/tag.tsx'
import { ROLE_WORDS } from '../../words.ts'
import type { Link } from './link-card.tsx'
import styles from './members-page.module.css'
import { PersonMenu } from './person-menu.tsx'

type TableProps = {
  readonly people: readonly Person[]
  readonly onLink: (link: Link) => void
  readonly onDone: (done: { readonly says: string; readonly undo: (() => Promise<unknown>) | null }) => void
}

export function PeopleTable({ people, onLink, onDone }: TableProps) {
  return (
    <table className={`${table.table ?? ''} ${styles.people ?? ''}`}>
      <caption className="unseen">Members, by name</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Team</th>
          <th scope="col">Last here</th>
          <th scope="col">State</th>
          <th scope="col">
            <span className="unseen">Acts</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id} person={person} onLink={onLink} onDone={onDone} />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = Omit<TableProps, 'people'> & { readonly person: Person }

function Row({ person, onLink, onDone }: RowProps) {
  const change = useMemberChange()
  const active = useActive()
  const fault = change.error ?? active.error
  const { lastSeenAt } = person.access
  return (
    <tr>
      <th scope="row">
        <span className={styles.who}>
          <Avatar letters={initials(person.name)} />
          <span>
            <b>{person.name}</b>
            <span className="quiet">{person.email ?? 'No address'}</span>
            {fault && (
              <span role="alert" className={styles.fault}>
                {fault.message}
              </span>
            )}
          </span>
        </span>
      </th>
      <td>
        <RoleOf
          person={person}
          onChange={(role) => {
            const before = person.role
            change.mutate(
              { id: person.id, body: { role } },
              {
                onSuccess: () =>
                  onDone({
                    says: `${person.name} is ${ROLE_WORDS[role]} now.`,
                    undo: () => change.mutateAsync({ id: person.id, body: { role: before } }),
                  }),
              },
            )
          }}
        />
      </td>
      <td className={table.second}>{person.team?.name ?? '–'}</td>
      <td className={table.second}>{lastSeenAt === null ? '–' : dayOfInstant(lastSeenAt, new Date())}</td>
      <td>
        <StateOf person={person} />
      </td>
      <td className={styles.acts}>
        <PersonMenu
          person={person}
          onLink={onLink}
          onSwitch={(wanted) =>
            active.mutate(
              { id: person.id, active: wanted },
              {
                onSuccess: () =>
                  onDone({
                    says: wanted ? `${person.name} can come in again.` : `${person.name} can no longer sign in.`,
                    undo: () => active.mutateAsync({ id: person.id, active: !wanted }),
                  }),
              },
            )
          }
        />
      </td>
    </tr>
  )
}

type RoleProps = { readonly person: Person; readonly onChange: (role: Person['role']) => void }

function RoleOf({ person, onChange }: RoleProps) {
  if (!person.can.includes('edit')) return ROLE_WORDS[person.role]
  return (
    <select
      className={`${fieldClass} ${styles.role ?? ''}`}
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

function StateOf({ person: { access, email } }: { readonly person: Person }) {
  const { data } = useQuery(sessionQuery)
  const { state, mail } = access
  if (state === 'deactivated') return <Tag tone="plain">Deactivated</Tag>
  // People of the sample come in by one click.
  if (state === 'active' || data?.signedIn?.company.sample) return <Tag tone="fine">Active</Tag>
  if (state === 'lapsed') return <Tag tone="warn">Invitation lapsed</Tag>
  if (state === 'invited' && (mail === 'unknown' || mail === 'failed')) return <Tag tone="warn">{MAILS[mail]}</Tag>
  if (state === 'invited') return <Tag tone="info">Invited</Tag>
  return <Tag tone="plain">{email === null ? 'No address' : 'Not invited'}</Tag>
}
