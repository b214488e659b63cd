import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { Panel } from '../../../ui/panel.tsx'
import { useDesk, usePanel } from '../desk.tsx'
import { isTicked } from '../draft.ts'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

/** All ticked: the step may be handed in. */
export function ChecklistPanel({ artifact }: { readonly artifact: ArtifactOf<'checklist'> }) {
  const { readOnly } = useDesk()
  const [draft, change] = usePanel(artifact.id)
  const done = artifact.items.filter(({ key }) => isTicked(draft, key)).length
  return (
    <Panel
      id={elementOf(artifact.id)}
      title={artifact.title}
      aside={`${String(done)} of ${String(artifact.items.length)}`}
    >
      <ul className={styles.ticks}>
        {artifact.items.map(({ key, label }) => (
          <li key={key}>
            <label>
              <input
                type="checkbox"
                checked={isTicked(draft, key)}
                disabled={readOnly}
                onChange={(event) => change({ [key]: event.target.checked })}
              />
              {label}
            </label>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
