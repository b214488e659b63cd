import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { ageOf } from '../../../format.ts'
import { Panel } from '../../../ui/panel.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDesk } from '../desk.tsx'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

/** Records as they are, the newest first. */
export function RecordsPanel({ artifact }: { readonly artifact: ArtifactOf<'records'> }) {
  const { taskMode } = useDesk()
  return (
    <Panel id={elementOf(artifact.id)} title={artifact.title}>
      <ul className={styles.records}>
        {artifact.rows.map(({ key, label, tag, on, note }) => (
          <li key={key}>
            <span>
              <b>{label}</b> {tag && <Tag tone={tag.tone}>{tag.label}</Tag>}
            </span>
            <span className="small quiet">{on !== null && ageOf(on, taskMode.today)}</span>
            {note !== '' && <p>{note}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
