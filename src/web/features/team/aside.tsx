import { Link } from '@tanstack/react-router'
import { Clock3 } from 'lucide-react'
import type { Escalation, Team } from '../../../views/team.contract.ts'
import { dayOfInstant, days, firstName } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { countWord } from '../../words.ts'
import styles from './aside.module.css'
import { MoveMenu } from './move-menu.tsx'
import { allCards } from './moved.ts'
import type { TeamWork } from './use-team.ts'

/** Proposals for whoever is over capacity, what was handed up, and why things are put off. */
export function Aside({ work }: { readonly work: TeamWork }) {
  const { team } = work
  return (
    <aside className={styles.aside} aria-label="For whoever leads">
      {team.proposals.map((proposal) => (
        <ProposalCard key={proposal.from.id} proposal={proposal} work={work} />
      ))}
      <Panel title="Escalated" aside={String(team.escalations.length)}>
        {team.escalations.length === 0 ? (
          <p className={styles.empty}>Nothing was handed up. What a CSM cannot decide alone comes here.</p>
        ) : (
          <ul className={styles.list}>
            {team.escalations.map((each) => (
              <EscalationRow key={`${each.executionId} ${each.step?.id ?? ''}`} escalation={each} work={work} />
            ))}
          </ul>
        )}
      </Panel>
      <Snoozes team={team} />
    </aside>
  )
}

type ProposalProps = { readonly proposal: Team['proposals'][number]; readonly work: TeamWork }

function ProposalCard({ proposal: { from, over, to, executionIds }, work }: ProposalProps) {
  const cards = allCards(work.team).filter(({ executionId }) => executionIds.includes(executionId))
  const names = cards.map(({ customer }) => customer.name)
  const can = cards.length > 0 && cards.every((card) => card.can.includes('reassign'))
  const sentence = to
    ? cards.length > 0
      ? `${firstName(to.name)} has most room. Move ${listed(names)}; nobody has begun ${cards.length === 1 ? 'it' : 'them'}.`
      : `${firstName(to.name)} has most room, but everything that counts is begun. Ask before you move it.`
    : 'Nobody of the team has room.'
  return (
    <section className={styles.proposal} aria-label={`A proposal for ${from.name}`}>
      <h2>A proposal</h2>
      <p>
        {firstName(from.name)} has {over} more than agreed. {sentence}
      </p>
      {to && can && (
        <Button look="filled" onClick={() => void work.give(new Set(executionIds), to)}>
          Move {countWord(cards.length).toLowerCase()} to {firstName(to.name)}
        </Button>
      )}
    </section>
  )
}

const MOST_NAMED = 4

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${countWord(more).toLowerCase()} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}

const MS_PER_DAY = 86_400_000

function EscalationRow({ escalation, work }: { readonly escalation: Escalation; readonly work: TeamWork }) {
  const { executionId, step, customer, workflow, owner, to, reason, by, at, can } = escalation
  const now = new Date()
  const age = Math.floor((now.getTime() - Date.parse(at)) / MS_PER_DAY)
  return (
    <li className={styles.escalation}>
      <Link
        to="/work/$executionId"
        params={{ executionId }}
        search={step ? { step: step.id } : {}}
        className={styles.customer}
      >
        {customer.name}
      </Link>
      <p>{reason === '' ? 'No reason was given.' : reason}</p>
      <p className={styles.meta}>
        <span>
          {step ? `${step.name}, ${workflow}` : workflow}. {by}, {dayOfInstant(at, now)}
          {to ? `, to ${to.name}` : ''}.
        </span>
        {age >= 1 && (
          <span className={styles.waiting}>
            <Clock3 size={14} strokeWidth={1.75} aria-hidden="true" /> Waiting for {days(age)}
          </span>
        )}
      </p>
      {can.includes('act') && (
        <div className={styles.acts}>
          <Button size="small" onClick={() => void work.handBack(escalation)}>
            {owner ? `Hand back to ${firstName(owner.name)}` : 'Take it up'}
          </Button>
          {step === null && can.includes('reassign') && (
            <MoveMenu
              team={work.team}
              ids={new Set([executionId])}
              onGive={(person) => void work.giveOn(escalation, person)}
            >
              <Button look="plain" size="small">
                Give to … <span className="unseen">{customer.name}</span>
              </Button>
            </MoveMenu>
          )}
        </div>
      )}
    </li>
  )
}

function Snoozes({ team: { snoozes } }: { readonly team: Team }) {
  const most = Math.max(1, ...snoozes.reasons.map(({ count }) => count))
  return (
    <Panel title="Why things are put off" aside="28 days">
      {snoozes.reasons.length === 0 ? (
        <p className={styles.empty}>Nothing was put off with a reason.</p>
      ) : (
        <ul className={styles.reasons}>
          {snoozes.reasons.map(({ reason, count }) => (
            <li key={reason}>
              <span className={styles.reason}>{reason}</span>
              <span className={styles.count}>{count}</span>
              <i aria-hidden="true" style={{ width: `${String((100 * count) / most)}%` }} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
