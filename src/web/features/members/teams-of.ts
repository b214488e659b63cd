import type { Person } from '../../calls/members.ts'

/** The teams that anybody is in, by name. */
export const teamsOf = (people: readonly Person[]): readonly string[] =>
  [...new Set(people.flatMap(({ team }) => (team ? [team.name] : [])))].toSorted((one, other) =>
    one.localeCompare(other),
  )
