import { Check, Clock3, Sparkles, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Done, Run, Today } from '../../../views/today.contract.ts'
import { clockTime, dayOfInstant, days } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressDashes } from '../../ui/progress-dashes.tsx'
import { countWord } from '../../words.ts'
import styles from './side-panel.module.css'

type Part = 'active' | 'snoozed' | 'escalated'

const PARTS = [
  { part: 'active', label: 'Active', empty: 'Nothing is in progress.' },
  { part: 'snoozed', label: 'Snoozed', empty: 'Nothing is snoozed.' },
  { part: 'escalated', label: 'Escalated', empty: 'Nothing is escalated.' },
] as const satisfies readonly { part: Part; label: string; empty: string }[]

/** What is under way, what is done, and how fresh the facts are. */
export function SidePanel({ today }: { readonly today: Today }) {
  return (
    <aside className={styles.panel} aria-label="Workflows">
      <Runs today={today} />
      <DoneList today={today} />
      <Freshness today={today} />
    </aside>
  )
}

function Runs({ today }: { readonly today: Today }) {
  const [part, setPart] = useState<Part>('active')
  const chosen = PARTS.find((each) => each.part === part) ?? PARTS[0]
  return (
    <section>
      <div className={styles.parts} role="tablist" aria-label="Workflows by state">
        {PARTS.map((each) => (
          <button
            key={each.part}
            type="button"
            role="tab"
            id={`tab-${each.part}`}
            aria-selected={part === each.part}
            aria-controls="runs"
            onClick={() => setPart(each.part)}
          >
            {each.label} <span className="tabular">{today[each.part].length}</span>
          </button>
        ))}
      </div>
      <div role="tabpanel" id="runs" aria-labelledby={`tab-${part}`}>
        {today[part].length === 0 ? (
          <p className={styles.empty}>{chosen.empty}</p>
        ) : (
          <RunList key={part} runs={today[part]} />
        )}
      </div>
    </section>
  )
}

const SHOWN = 3

function RunList({ runs }: { readonly runs: readonly Run[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? runs : runs.slice(0, SHOWN)
  return (
    <>
      <ul>
        {shown.map((run) => (
          <li key={run.executionId} className={styles.run}>
            <b>{run.customer}</b>
            <span className="dim">{runLine(run)}</span>
            <ProgressDashes steps={run.steps} label={progressWords(run)} />
          </li>
        ))}
      </ul>
      {shown.length < runs.length && (
        <Button look="plain" size="small" className={styles.more ?? ''} onClick={() => setAll(true)}>
          {countWord(runs.length - shown.length)} more
        </Button>
      )}
    </>
  )
}

const doneOf = (run: Run): number => run.steps.filter((step) => step === 'done').length
const snoozedOf = (run: Run): number => run.steps.filter((step) => step === 'snoozed').length

function progressWords(run: Run): string {
  const snoozed = snoozedOf(run)
  return `${String(doneOf(run))} of ${String(run.steps.length)} steps done${snoozed > 0 ? `, ${countWord(snoozed).toLowerCase()} snoozed` : ''}`
}

function runLine(run: Run): string {
  const snoozed = snoozedOf(run)
  const progress = `${String(doneOf(run))} of ${String(run.steps.length)}`
  if (run.until) return `${run.workflow} · back ${dayOfInstant(run.until, new Date())}`
  if (run.to) return `${run.workflow} · with ${run.to}`
  return `${run.workflow} · ${progress}${snoozed > 0 ? `, ${countWord(snoozed).toLowerCase()} snoozed` : ''}`
}

function DoneList({ today }: { readonly today: Today }) {
  const count = today.doneToday.length + today.doneForYou.length
  if (count === 0) return null
  return (
    <section>
      <h2 className={styles.title}>
        Done today <span className="small quiet tabular">{count}</span>
      </h2>
      <ul>
        {today.doneToday.map((done) => (
          <DoneLine key={`${done.customer} ${done.says}`} done={done} icon={<Check size={16} strokeWidth={1.75} />} />
        ))}
        {today.doneForYou.map((done) => (
          <DoneLine
            key={`${done.customer} ${done.says}`}
            done={done}
            icon={<Sparkles size={16} strokeWidth={1.75} />}
          />
        ))}
      </ul>
    </section>
  )
}

function DoneLine({ done, icon }: { readonly done: Done; readonly icon: React.ReactNode }) {
  return (
    <li className={styles.done}>
      <span className={styles.fine}>{icon}</span>
      <span>
        <b>{done.customer}</b> <span className="dim">{done.says}</span>
      </span>
    </li>
  )
}

function Freshness({ today }: { readonly today: Today }) {
  if (today.readAt === null) return null
  const stale = today.sources.filter((source) => source.stale)
  const read = `Read at ${clockTime(today.readAt)} ${dayOfInstant(today.readAt, new Date())}.`
  return (
    <section className={styles.fresh} data-stale={stale.length > 0 || undefined}>
      {stale.length > 0 ? <TriangleAlert size={16} strokeWidth={1.75} /> : <Clock3 size={16} strokeWidth={1.75} />}
      <p>
        {read}{' '}
        {stale.length === 0
          ? 'All sources are fresh.'
          : `${stale.map(({ name, daysOld }) => `${name}: ${days(daysOld)} old`).join(', ')}. Figures that use them say so.`}
      </p>
    </section>
  )
}
