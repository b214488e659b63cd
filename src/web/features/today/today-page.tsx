import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CloudOff, Lock } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { Today } from '../../../views/today.contract.ts'
import { useAsCurrent, type Current } from '../../at-hand/state.ts'
import { CallFailed } from '../../api.ts'
import { useHeld } from '../../calls/held-acts.ts'
import { todayQuery } from '../../calls/today.ts'
import { clockTime, dayWithDate } from '../../format.ts'
import { Loading } from '../../ui/skeleton.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Toast, type Done } from '../../ui/toast.tsx'
import { BackBanner } from './back-banner.tsx'
import { Greeting } from './greeting.tsx'
import { NextRows } from './next-rows.tsx'
import { OneThing } from './one-thing.tsx'
import { SidePanel } from './side-panel.tsx'
import { withoutHeld } from './without-held.ts'
import { TodaySkeleton } from './today-skeleton.tsx'
import styles from './today-page.module.css'
import { LoadFailed } from '../../load-failed.tsx'
import { NoCustomers } from '../../no-customers.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { askWhy } from '../../why/ask-why.ts'

const route = getRouteApi('/inside/')

/** One thing, what is next, and nothing else. */
export function TodayPage() {
  const { person } = route.useSearch()
  const { data, error, refetch, dataUpdatedAt } = useQuery(todayQuery(person))
  useEffect(() => {
    document.title = 'Today · Renubu'
  }, [])
  if (data?.isEmpty) return <NoCustomers />
  if (data) return <Day today={data} staleSince={error ? dataUpdatedAt : null} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <Loading>
      <TodaySkeleton />
    </Loading>
  )
}

function Day({ today: read, staleSince }: { readonly today: Today; readonly staleSince: number | null }) {
  useKeys(KEYS)
  const [done, setDone] = useState<Done | null>(null)
  const { held } = useHeld()
  const today = useMemo(
    () => withoutHeld(read, new Set(held.filter(({ state }) => state !== 'refused').map((each) => each.executionId))),
    [read, held],
  )
  useAsCurrent(useThing(today))
  const { day } = today
  return (
    <div className={styles.today}>
      <div className={styles.column}>
        <Greeting today={today} />
        {staleSince !== null && (
          <p className={styles.offline} role="status">
            <CloudOff size={16} strokeWidth={1.75} aria-hidden="true" />
            <span>
              <b>The server cannot be reached.</b> This is Today as of {clockTime(new Date(staleSince).toISOString())}.
            </span>
          </p>
        )}
        {today.back.length > 0 && <BackBanner back={today.back} mine={today.mine} />}
        {today.one ? (
          <OneThing
            key={today.one.executionId}
            card={today.one}
            next={today.next[0]}
            day={day}
            mine={today.mine}
            onDone={setDone}
          />
        ) : (
          <Quiet today={today} />
        )}
        {today.next.length > 0 && (
          <NextRows
            one={today.one}
            cards={today.next}
            total={today.total}
            day={day}
            mine={today.mine}
            onDone={setDone}
          />
        )}
      </div>
      <SidePanel today={today} />
      {done && <Toast key={done.says} {...done} onClose={() => setDone(null)} />}
    </div>
  )
}

/** The one thing, and what can be done with it from here. */
function useThing({ one, mine }: Today): Current | null {
  const id = one?.customer.id
  const name = one?.customer.name
  const begun = one?.status !== 'pending'
  return useMemo(() => {
    if (id === undefined || name === undefined) return null
    const click = (selector: string) => () => document.querySelector<HTMLElement>(`article ${selector}`)?.click()
    const acts = [
      { label: begun ? 'Go on' : 'Begin', key: '↵', run: click('[data-primary]') },
      { label: 'Done already', key: 'D', run: click('[data-act="done"]') },
      { label: 'Not me', key: 'M', run: click('[data-act="not-me"]') },
      { label: 'Wrong', key: 'X', run: click('[data-act="wrong"]') },
      { label: 'Not now', key: 'S', run: click('[data-act="not-now"]') },
    ]
    const why = { label: 'Why is it first?', key: 'W', run: click('[data-why="score"]') }
    return { subject: { id, name, can: mine ? ['act'] : [] }, acts: mine ? [...acts, why] : [why] }
  }, [id, name, begun, mine])
}

const stops = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-stop]')]

const walk = (step: 1 | -1) => (event: KeyboardEvent) => {
  const all = stops()
  const at = all.findIndex(
    (stop) => stop === document.activeElement || stop.closest('[data-card]')?.contains(document.activeElement),
  )
  const next = all[at === -1 ? (step === 1 ? 0 : all.length - 1) : at + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** The act of this name on the card that has focus, else on the one thing. */
function actOn(act: string) {
  return (event: KeyboardEvent): void => {
    const focused = document.activeElement?.closest('[data-card]') ?? document
    const button = focused.querySelector<HTMLElement>(`[data-act="${act}"]`)
    if (!button) return
    event.preventDefault()
    button.focus()
    button.click()
  }
}

/** Enter begins the one thing, unless the focus is on something that Enter belongs to. */
function begin(event: KeyboardEvent): void {
  if (event.target instanceof HTMLElement && event.target.closest('button, a, summary')) return
  document.querySelector<HTMLElement>('[data-primary]')?.click()
}

/** W asks why: of the row that has focus, else of the one thing. The arrows walk over the one thing and the rows. */
const KEYS = {
  w: askWhy,
  d: actOn('done'),
  m: actOn('not-me'),
  x: actOn('wrong'),
  s: actOn('not-now'),
  ArrowDown: walk(1),
  ArrowUp: walk(-1),
  Enter: begin,
}

function Quiet({ today }: { readonly today: Today }) {
  if (today.readAt === null) {
    return (
      <Notice title="Nothing has been read yet.">
        The first reading makes this page. It comes every morning at six.
      </Notice>
    )
  }
  const next = today.upcoming
  return (
    <Notice title="Nothing is due. Enjoy the quiet.">
      {next
        ? `The next thing comes on ${dayWithDate(next.on, today.day)}: ${next.customer}, ${next.workflow.toLowerCase()}.`
        : 'Every customer has been looked at, and none needs you today.'}
    </Notice>
  )
}

function Failed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const problem = error instanceof CallFailed ? error.problem : null
  if (problem?.status === 403 || problem?.status === 404) {
    return (
      <Notice icon={<Lock size={16} strokeWidth={1.75} />} title="You cannot open this day.">
        {problem.detail}
      </Notice>
    )
  }
  return <LoadFailed title="Today did not load." error={error} onRetry={onRetry} />
}
