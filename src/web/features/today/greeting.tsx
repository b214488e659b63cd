import { ChevronDown, PhoneCall } from 'lucide-react'
import { useNavigate } from '@tanstack/react-router'
import type { Today } from '../../../views/today.contract.ts'
import { logCall } from '../../at-hand/state.ts'
import { firstName, longDay } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import styles from './greeting.module.css'

/** The date and a word for the reader; for those who read other people's days, whose day this is. */
export function Greeting({ today }: { readonly today: Today }) {
  const name = firstName(today.person.name)
  return (
    <header className={styles.greeting}>
      <div>
        <p className="small quiet">{longDay(today.day)}</p>
        <h1>{today.mine ? `Good ${today.partOfDay}, ${name}.` : `${name}’s day`}</h1>
      </div>
      <div className={styles.tools}>
        {today.people.length > 1 && <PersonPicker today={today} />}
        {today.mine && (
          <Button size="small" className={styles.log ?? ''} aria-haspopup="dialog" onClick={logCall}>
            <PhoneCall size={16} strokeWidth={1.75} aria-hidden="true" />
            Log a call <Kbd>L</Kbd>
          </Button>
        )}
      </div>
    </header>
  )
}

function PersonPicker({ today }: { readonly today: Today }) {
  const navigate = useNavigate()
  return (
    <label className={styles.picker}>
      <span className="quiet">Whose day</span>
      <select
        value={today.person.id}
        onChange={(event) => void navigate({ to: '/', search: { person: event.target.value } })}
      >
        {today.people.map(({ id, name, cards }) => (
          <option key={id} value={id}>
            {name} · {cards}
          </option>
        ))}
      </select>
      <ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" />
    </label>
  )
}
