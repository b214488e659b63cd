import { TriangleAlert } from 'lucide-react'
import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { Panel } from '../../../ui/panel.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

type Person = ArtifactOf<'people'>['people'][number]

const ROLES: Readonly<Record<NonNullable<Person['role']>, string>> = {
  champion: 'Champion',
  'economic-buyer': 'Decides the budget',
  'exec-sponsor': 'Sponsor',
  primary: 'Main contact',
  user: 'User',
  detractor: 'Against us',
}

/** Who is there, and who is missing. */
export function PeoplePanel({ artifact }: { readonly artifact: ArtifactOf<'people'> }) {
  return (
    <Panel id={elementOf(artifact.id)} title={artifact.title}>
      {artifact.people.length === 0 && <p className="dim">No contact is on record.</p>}
      <ul className={styles.records}>
        {artifact.people.map((person) => (
          <li key={person.id}>
            <span>
              <b>{person.name}</b> {person.title !== null && <span className="dim">{person.title}</span>}{' '}
              {person.optedOut && <Tag tone="warn">No mail</Tag>}
            </span>
            <span className="small dim">{person.role === null ? '' : ROLES[person.role]}</span>
            <p>{[person.email, person.phone].filter((part) => part !== null).join(' · ') || 'No address, no number'}</p>
          </li>
        ))}
      </ul>
      {artifact.missing.map((says) => (
        <p key={says} className={styles.warning}>
          <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" /> {says}
        </p>
      ))}
    </Panel>
  )
}
