import type { Person } from '../../calls/members.ts'
import table from '../../ui/table.module.css'
import type { Done } from '../../ui/toast.tsx'
import type { Link } from './link-card.tsx'
import styles from './members-page.module.css'
import { PersonRow } from './person-row.tsx'
import { teamsOf } from './teams-of.ts'

type TableProps = {
  readonly people: readonly Person[]
  readonly onLink: (link: Link) => void
  readonly onDone: (done: Done) => void
}

export function PeopleTable({ people, onLink, onDone }: TableProps) {
  const teams = teamsOf(people)
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
          <PersonRow key={person.id} person={person} teams={teams} onLink={onLink} onDone={onDone} />
        ))}
      </tbody>
    </table>
  )
}
