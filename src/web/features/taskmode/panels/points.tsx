import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { Panel } from '../../../ui/panel.tsx'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

/** What to bring up, each with the figure behind it. */
export function PointsPanel({ artifact }: { readonly artifact: ArtifactOf<'points'> }) {
  return (
    <Panel id={elementOf(artifact.id)} title={artifact.title} aside={artifact.writtenBy}>
      <ul className={styles.findings}>
        {artifact.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </Panel>
  )
}
