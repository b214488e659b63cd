import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { figure, plainDay } from '../../../format.ts'
import { Line } from '../../../ui/line.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { WhyButton } from '../../../why/why-button.tsx'
import { useDesk } from '../desk.tsx'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

/** How health went, analysis by analysis. */
export function HistoryPanel({ artifact }: { readonly artifact: ArtifactOf<'history'> }) {
  const { taskMode } = useDesk()
  const [first, last] = [artifact.points[0], artifact.points.at(-1)]
  if (!first || !last) return null
  const change = Math.round(last.health) - Math.round(first.health)
  const since = plainDay(first.asOf, taskMode.today)
  const says =
    change === 0
      ? `As it was on ${since}`
      : `${figure(Math.abs(change))} points ${change > 0 ? 'gained' : 'lost'} since ${since}`
  return (
    <Panel
      id={elementOf(artifact.id)}
      title={artifact.title}
      aside={
        <WhyButton
          question={{ figure: 'health', customerId: taskMode.execution.customer.id }}
          label={`Why health ${figure(Math.round(last.health))}`}
          look="word"
          day={taskMode.today}
        >
          Why {figure(Math.round(last.health))}?
        </WhyButton>
      }
    >
      <p className={styles.lead}>{says}.</p>
      <Line
        label={`Health from ${figure(Math.round(first.health))} on ${since} to ${figure(Math.round(last.health))} now`}
        points={artifact.points.map(({ asOf, health }) => ({ at: Date.parse(asOf), value: health }))}
        low={0}
        high={100}
        captions={[since, plainDay(last.asOf, taskMode.today)]}
        end={figure(Math.round(last.health))}
      />
    </Panel>
  )
}
