import { useMemo, useState } from 'react'
import type { Team, TeamPerson } from '../../../views/team.contract.ts'
import type { TeamAsked } from '../../calls/team.ts'
import { longDay } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Toast } from '../../ui/toast.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { countWord } from '../../words.ts'
import { Aside } from './aside.tsx'
import { CardList } from './card-list.tsx'
import { MoveMenu } from './move-menu.tsx'
import { loadOf } from './moved.ts'
import { PersonRow } from './person-row.tsx'
import styles from './team-page.module.css'
import { useTeam, type TeamWork } from './use-team.ts'
import { finding } from './words.ts'

type Show = 'load' | 'late'

type OverviewProps = {
  readonly team: Team
  readonly asked: TeamAsked
  /** Wants to see all that somebody has, or `nobody`. */
  readonly onWhole: (id: string) => void
  readonly show: Show
  readonly onShow: (show: Show) => void
  readonly onTeam: (team: string | undefined) => void
}

export function Overview({ team, asked, show, onShow, onTeam, onWhole }: OverviewProps) {
  const work = useTeam(team, asked)
  const [menu, setMenu] = useState(false)
  const late = team.people.reduce((sum, person) => sum + person.late, 0)
  useKeys(
    useMemo(
      () => ({
        j: walk(1),
        k: walk(-1),
        ArrowDown: walk(1),
        ArrowUp: walk(-1),
        x: toggleHere,
        m: (event: KeyboardEvent) => {
          event.preventDefault()
          setMenu(work.selected.size > 0)
        },
        Escape: work.clear,
      }),
      [work.clear, work.selected.size],
    ),
  )
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <p className="small dim">
            {longDay(team.day)} · {team.team?.name ?? 'Everybody'}
          </p>
          <h1>{finding(team)}</h1>
        </div>
        <div className={styles.choices}>
          {team.teams.length > 0 && (
            <label>
              <span className="unseen">Team</span>
              <select value={team.team?.id ?? 'all'} onChange={(event) => onTeam(event.target.value)}>
                <option value="all">Everybody</option>
                {team.teams.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <div className={styles.chips} role="group" aria-label="What is shown">
            {(['load', 'late'] as const).map((each) => (
              <button key={each} type="button" aria-pressed={show === each} onClick={() => onShow(each)}>
                {each === 'load' ? 'Load' : 'Late'} {each === 'late' && <span className="tabular">{late}</span>}
              </button>
            ))}
          </div>
        </div>
      </header>
      {work.fault !== null && (
        <p className={styles.fault} role="alert">
          <span>{work.fault}</span>
          <Button look="plain" size="small" onClick={work.dismissFault}>
            Close
          </Button>
        </p>
      )}
      <div className={styles.columns}>
        <People work={work} show={show} whole={asked.whole} onWhole={onWhole} />
        <Aside work={work} />
      </div>
      {work.selected.size > 0 && (
        <div className={styles.bar} role="region" aria-label="Chosen">
          <span>
            <b>{countWord(work.selected.size)}</b> chosen
          </span>
          <MoveMenu
            team={team}
            ids={work.selected}
            opened={menu}
            onOpen={setMenu}
            onGive={(person) => void work.give(work.selected, person)}
          >
            <Button look="filled" size="small">
              Move to … <Kbd>M</Kbd>
            </Button>
          </MoveMenu>
          <Button look="plain" size="small" onClick={work.clear}>
            Clear
          </Button>
        </div>
      )}
      {work.said && <Toast key={work.said.says} {...work.said} onClose={work.dismiss} />}
    </div>
  )
}

const walk = (step: 1 | -1) => (event: KeyboardEvent) => {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-stop]')]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  const next = stops[at === -1 ? (step === 1 ? 0 : stops.length - 1) : at + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** Chooses the card that has focus. */
function toggleHere(event: KeyboardEvent): void {
  const here = document.activeElement
  if (!(here instanceof HTMLElement) || !here.matches('[data-card]')) return
  event.preventDefault()
  here.click()
}

type PeopleProps = {
  readonly work: TeamWork
  readonly show: Show
  readonly whole: readonly string[]
  readonly onWhole: (id: string) => void
}

function People({ work, show, whole, onWhole }: PeopleProps) {
  const { people, unowned } = work.team
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [over, setOver] = useState<string | null>(null)
  const most = Math.max(...people.map((person) => Math.max(loadOf(person), person.capacity)), 1)
  const flip = (id: string): void =>
    setOpened((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  const shown = show === 'late' ? people.filter(({ late }) => late > 0) : people
  if (people.length === 0)
    return <Notice title="Nobody is here yet.">An admin puts people into a team under its members.</Notice>
  if (shown.length === 0) return <Notice title="Nothing is late.">Everything open is within its day.</Notice>
  const showsAll = (id: string) => (whole.includes(id) ? null : () => onWhole(id))
  const cardsOf = (person: TeamPerson) => (show === 'late' ? person.cards.filter((card) => card.late) : person.cards)
  return (
    <section className={styles.people} aria-label={show === 'late' ? 'Late' : 'Load against capacity'}>
      <div className={styles.legend}>
        <h2>{show === 'late' ? 'Late' : 'Load against capacity'}</h2>
        <p className="small quiet">
          <i data-kind="begun" /> in progress <i data-kind="due" /> due this week <i data-kind="capacity" /> capacity
        </p>
      </div>
      <ul>
        {shown.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            cards={cardsOf(person)}
            total={show === 'late' ? person.late : person.open}
            onAll={showsAll(person.id)}
            work={work}
            most={most}
            opened={show === 'late' || opened.has(person.id)}
            onOpen={() => flip(person.id)}
            over={over === person.id}
            onOver={(is) => setOver(is ? person.id : null)}
          />
        ))}
      </ul>
      {unowned.open > 0 && show === 'load' && (
        <div className={styles.unowned}>
          <h3>Nobody has {unowned.open === 1 ? 'this one' : `these ${countWord(unowned.open).toLowerCase()}`}</h3>
          <CardList
            id="cards-nobody"
            name="nobody"
            total={unowned.open}
            cards={unowned.cards}
            onAll={showsAll('nobody')}
            work={work}
          />
        </div>
      )}
    </section>
  )
}
