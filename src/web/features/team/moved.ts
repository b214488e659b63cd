import type { Team, TeamCard, TeamPerson } from '../../../views/team.contract.ts'

type Carrying = Pick<TeamPerson, 'inProgress' | 'dueThisWeek'>

/** What somebody carries: begun, and due within the week. */
export const loadOf = ({ inProgress, dueThisWeek }: Carrying): number => inProgress + dueThisWeek

/** Every card on the page, whoever has it. */
export const allCards = ({ people, unowned }: Team): readonly TeamCard[] => [
  ...people.flatMap(({ cards }) => cards),
  ...unowned.cards,
]

/** How many of these would add to somebody's load: those that count and are not his already. */
export function addedLoad(team: Team, ids: ReadonlySet<string>, toId: string): number {
  const own = new Set(team.people.find(({ id }) => id === toId)?.cards.map(({ executionId }) => executionId))
  return allCards(team).filter((card) => card.counts && ids.has(card.executionId) && !own.has(card.executionId)).length
}

/** The page as it is once these have been given to somebody. */
export function moved(team: Team, ids: ReadonlySet<string>, toId: string): Team {
  const goes = ({ executionId }: TeamCard): boolean => ids.has(executionId)
  const going = allCards(team).filter(goes)
  return {
    ...team,
    people: team.people.map((person) => {
      const stays = person.cards.filter((card) => !goes(card))
      const cards = person.id === toId ? [...stays, ...going] : stays
      return { ...person, ...counted(person, cards), cards }
    }),
    unowned: {
      open: team.unowned.open - team.unowned.cards.filter(goes).length,
      cards: team.unowned.cards.filter((card) => !goes(card)),
    },
    proposals: team.proposals.filter(({ executionIds }) => !executionIds.some((id) => ids.has(id))),
  }
}

/** A person's counts with other cards: what is not on the page stays counted. */
function counted(person: TeamPerson, cards: readonly TeamCard[]) {
  const change = (fits: (card: TeamCard) => boolean): number =>
    cards.filter(fits).length - person.cards.filter(fits).length
  return {
    open: person.open + change(() => true),
    inProgress: person.inProgress + change(({ status }) => status === 'in_progress'),
    dueThisWeek: person.dueThisWeek + change(({ status, counts }) => counts && status === 'pending'),
    late: person.late + change(({ late }) => late),
    escalated: person.escalated + change(({ status }) => status === 'escalated'),
  }
}
