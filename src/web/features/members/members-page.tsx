import { useQuery } from '@tanstack/react-query'
import { membersQuery, type Person } from '../../calls/members.ts'
import { initials } from '../../format.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { countWord, ROLE_WORDS } from '../../words.ts'
import styles from './members-page.module.css'

/** Everybody of the company: what they may do, where they belong. */
export function MembersPage() {
  const { data, error, refetch } = useQuery(membersQuery)
  if (error && !data)
    return <LoadFailed title="The members did not load." error={error} onRetry={() => void refetch()} />
  return (
    <>
      <header className={styles.head}>
        <h1>Members</h1>
        {data && <p className="small dim">{sentenceOf(data)}</p>}
      </header>
      {data ? (
        <People people={data} />
      ) : (
        <Loading>
          <Skeleton widths={[96, 92, 95, 90]} />
        </Loading>
      )}
    </>
  )
}

function sentenceOf(people: readonly Person[]): string {
  const active = people.filter((person) => person.active).length
  const gone = people.length - active
  const left = gone > 0 ? ` ${countWord(gone)} can no longer sign in.` : ''
  return `${countWord(active)} ${active === 1 ? 'person works' : 'people work'} here.${left}`
}

function People({ people }: { readonly people: readonly Person[] }) {
  return (
    <table className={styles.people}>
      <caption className="unseen">Members, by name</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Team</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id} person={person} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ person }: { readonly person: Person }) {
  return (
    <tr>
      <th scope="row">
        <span className={styles.who}>
          <Avatar letters={initials(person.name)} />
          <span>
            <b>{person.name}</b>
            <span className="quiet">{person.email ?? 'No address'}</span>
          </span>
        </span>
      </th>
      <td>{ROLE_WORDS[person.role]}</td>
      <td className={styles.team}>{person.team?.name ?? '–'}</td>
      <td>{person.active ? <Tag tone="fine">Active</Tag> : <Tag tone="plain">Deactivated</Tag>}</td>
    </tr>
  )
}
