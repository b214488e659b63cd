import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { ageOf, figure, percentChange } from '../../../format.ts'
import { Bars } from '../../../ui/bars.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { WhyButton } from '../../../why/why-button.tsx'
import { useDesk } from '../desk.tsx'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

const WEEKS_COMPARED = 4

/** A working day in each of twelve weeks; the last four against the four before. */
export function UsagePanel({ artifact }: { readonly artifact: ArtifactOf<'usage'> }) {
  const { taskMode } = useDesk()
  const { weekly, changePercent, licensed, lastDay } = artifact
  const last = weekly.length - WEEKS_COMPARED
  const lookOf = (week: number): 'old' | 'before' | 'now' =>
    week >= last ? 'now' : week >= last - WEEKS_COMPARED ? 'before' : 'old'
  const says =
    changePercent === null ? 'No comparison yet' : `${percentChange(changePercent)} in 28 days against the 28 before`
  return (
    <Panel
      id={elementOf(artifact.id)}
      title={artifact.title}
      aside={
        <WhyButton
          question={{ figure: 'usage', customerId: taskMode.execution.customer.id }}
          label="Why this trend"
          look="word"
          day={taskMode.today}
        >
          Why?
        </WhyButton>
      }
    >
      <p className={styles.lead}>{says}.</p>
      <Bars
        label={`People on a working day, twelve weeks: ${weekly.map((week) => (week === null ? 'unknown' : figure(Math.round(week)))).join(', ')}`}
        bars={weekly.map((value, week) => ({ value, look: lookOf(week) }))}
        line={licensed === null ? null : { value: licensed, label: `${figure(licensed)} seats` }}
        captions={['12 weeks ago', '4 weeks before', 'last 4 weeks']}
      />
      {lastDay !== null && <p className={styles.source}>Product usage, up to {ageOf(lastDay, taskMode.today)}</p>}
    </Panel>
  )
}
