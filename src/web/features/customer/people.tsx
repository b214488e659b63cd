import { Circle, CircleDot, UserX } from 'lucide-react'
import type { Person } from '../../../views/customer-page.contract.ts'
import { plainDay } from '../../format.ts'
import { Panel } from '../../ui/panel.tsx'
import { countWord } from '../../words.ts'
import styles from './people.module.css'

const PARTS = {
  champion: 'Champion',
  'economic-buyer': 'Economic buyer',
  'exec-sponsor': 'Executive sponsor',
  primary: 'First contact',
  user: 'User',
  detractor: 'Detractor',
} as const

const DECIDE: readonly Person['role'][] = ['champion', 'economic-buyer', 'exec-sponsor']

/** Who decides: dashed is gone, and the words say it too. */
export function People({ people, day }: { readonly people: readonly Person[]; readonly day: string }) {
  const live = people.filter(({ active, role }) => active && DECIDE.includes(role)).length
  return (
    <Panel title="Who decides" aside={people.length > 0 ? inPlace(live) : undefined}>
      {people.length === 0 ? (
        <p className="dim">Nobody is known here. A list of contacts can be imported.</p>
      ) : (
        <ul className={styles.people}>
          {people.map((person) => (
            <li key={person.id} data-gone={!person.active || undefined}>
              <b>{person.name}</b>
              <span className="small dim">
                {[person.title, person.role && PARTS[person.role]].filter(Boolean).join(' · ') || 'No part known'}
              </span>
              <span className={styles.state} data-tone={person.active ? 'fine' : 'risk'}>
                <State person={person} day={day} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function inPlace(live: number): string {
  if (live === 0) return 'Nobody who decides is in place'
  return `${countWord(live)} who ${live === 1 ? 'decides is' : 'decide are'} in place`
}

function State({ person, day }: { readonly person: Person; readonly day: string }) {
  if (!person.active)
    return (
      <>
        <UserX size={14} strokeWidth={1.75} aria-hidden="true" />
        {person.leftOn ? `Left on ${plainDay(person.leftOn, day)}` : 'Gone'}
      </>
    )
  const Icon = person.role === null ? Circle : CircleDot
  return (
    <>
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
      In place
    </>
  )
}
