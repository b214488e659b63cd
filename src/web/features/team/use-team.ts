import { useRef, useState } from 'react'
import type { Escalation, Team } from '../../../views/team.contract.ts'
import { CallFailed } from '../../api.ts'
import { useTeamActs, type TeamAsked } from '../../calls/team.ts'
import type { Done } from '../../ui/toast.tsx'
import { moved } from './moved.ts'
import { givenWords } from './words.ts'

type Person = { readonly id: string; readonly name: string }

export type TeamWork = ReturnType<typeof useTeam>

const NONE: ReadonlySet<string> = new Set()

/** What is selected and dragged on the page, and what is done with it. */
export function useTeam(team: Team, asked: TeamAsked) {
  const acts = useTeamActs(asked)
  const [selected, setSelected] = useState<ReadonlySet<string>>(NONE)
  const [dragged, setDragged] = useState<ReadonlySet<string>>(NONE)
  const [said, setSaid] = useState<Done | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  // The last one that was chosen: a click with Shift chooses up to it.
  const last = useRef<string | null>(null)
  const busy = useRef(false)

  /** Once at a time: a second click while one is under way does nothing. */
  async function once(work: () => Promise<Done | null>): Promise<void> {
    if (busy.current) return
    busy.current = true
    setFault(null)
    try {
      setSaid(await work())
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      setSaid(null)
      setFault(error.message)
    } finally {
      busy.current = false
    }
  }
  const taking = (work: () => Promise<unknown>) => () =>
    once(async () => {
      await work()
      return null
    })

  const give = (ids: ReadonlySet<string>, to: Person): Promise<void> =>
    once(async () => {
      const all = [...ids]
      setSelected(NONE)
      await acts.give({ ids: all, to: to.id }, (before) => moved(before, ids, to.id))
      return { says: givenWords(all.length, to.name), undo: taking(() => acts.giveBack(all)) }
    })

  return {
    team,
    selected,
    dragged,
    said,
    fault,
    dismiss: () => setSaid(null),
    dismissFault: () => setFault(null),
    clear: () => setSelected(NONE),
    /** `among`: the cards in their order on the page, for a range. */
    toggle: (id: string, { range, among }: { readonly range: boolean; readonly among: readonly string[] }) => {
      const [from, to] = [among.indexOf(last.current ?? ''), among.indexOf(id)]
      const some = range && from !== -1 ? among.slice(Math.min(from, to), Math.max(from, to) + 1) : [id]
      setSelected((before) => {
        const next = new Set(before)
        const add = !before.has(id)
        for (const each of some)
          if (add) next.add(each)
          else next.delete(each)
        return next
      })
      last.current = id
    },
    choose: (ids: readonly string[], chosen: boolean) =>
      setSelected((before) => {
        const next = new Set(before)
        for (const id of ids)
          if (chosen) next.add(id)
          else next.delete(id)
        return next
      }),
    /** Whatever is chosen goes along with a chosen one. */
    drag: (id: string) => setDragged(selected.has(id) ? selected : new Set([id])),
    drop: () => setDragged(NONE),
    give,
    /** Takes up what was handed up: it goes on with whoever has it. */
    handBack: (escalation: Escalation) =>
      once(async () => {
        await acts.takeUp(escalation)
        const { customer, owner } = escalation
        return {
          says: `${customer.name} goes on${owner ? ` with ${owner.name}` : ''}.`,
          undo: taking(() => acts.handUpAgain(escalation)),
        }
      }),
    /** Gives what was handed up to somebody, with whom it goes on. */
    giveOn: (escalation: Escalation, to: Person) =>
      once(async () => {
        const ids = [escalation.executionId]
        await acts.give({ ids, to: to.id }, (before) => moved(before, new Set(ids), to.id))
        await acts.takeUp(escalation)
        const undo = taking(async () => {
          await acts.handUpAgain(escalation)
          await acts.giveBack(ids)
        })
        return { says: `${escalation.customer.name} goes on with ${to.name}.`, undo }
      }),
  }
}
