import type { Team, TeamPerson } from '../../../views/team.contract.ts'
import { countWord } from '../../words.ts'
import { loadOf } from './moved.ts'

/** The page's finding in a sentence. */
export function finding({ people }: Pick<Team, 'people'>): string {
  const carrying = people.filter(({ capacity }) => capacity > 0)
  if (people.length === 0) return 'Nobody is in this team yet.'
  const over = carrying.filter((person) => loadOf(person) > person.capacity).length
  if (over === 0) return 'Nobody is over capacity.'
  if (carrying.length === 1) return 'One CSM, who is over capacity.'
  const of = countWord(carrying.length).toLowerCase()
  return `${countWord(over)} of ${of} ${over === 1 ? 'is' : 'are'} over capacity.`
}

/** `3 over`, `5 free`, `full`; of whoever takes none by himself nothing. */
export function roomWords({ capacity }: Pick<TeamPerson, 'capacity'>, load: number): string {
  if (capacity === 0) return ''
  if (load > capacity) return `${String(load - capacity)} over`
  return load === capacity ? 'full' : `${String(capacity - load)} free`
}

/** The bar in words, for whoever does not see it. */
export const loadWords = ({ inProgress, dueThisWeek, capacity }: TeamPerson): string =>
  `${String(inProgress)} in progress and ${String(dueThisWeek)} due this week` +
  (capacity > 0 ? `, capacity ${String(capacity)}` : '')

const one = (count: number, word: string): string => `${countWord(count)} ${count === 1 ? word : `${word}s`}`

/** `Three workflows are with Ben Oake now.` */
export const givenWords = (count: number, name: string): string =>
  `${one(count, 'workflow')} ${count === 1 ? 'is' : 'are'} with ${name} now.`
