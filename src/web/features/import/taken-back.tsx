import type { ImportDetail } from '../../calls/imports.ts'
import { figure } from '../../format.ts'
import { Panel } from '../../ui/panel.tsx'
import { countWord } from '../../words.ts'
import lists from './lists.module.css'
import styles from './done-step.module.css'

/** What went back, and what was kept because somebody has worked with it or changed it since. */
export function TakenBack({ found }: { readonly found: ImportDetail }) {
  const { undo, report } = found
  if (!undo || (!report && undo.deleted + undo.restored === 0)) {
    return (
      <>
        <h1>It was discarded.</h1>
        <p className={styles.about}>{found.name} never came in; nothing has changed.</p>
      </>
    )
  }
  const { deleted, restored, archived, kept } = undo
  const back = deleted + restored
  return (
    <>
      <h1>{back === 1 ? 'One record went back.' : `${countWord(back)} records went back.`}</h1>
      <p className={styles.about}>
        {figure(deleted)} were removed, {figure(restored)} are again what they were before {found.name}.
      </p>
      <Named
        title="No longer shown, because somebody has worked with them"
        note="They have workflows, comments or tasks, which stay readable."
        names={archived}
      />
      <Named
        title="Kept, because they have changed since"
        note="A later import, a webhook or a person has changed them; they stay as they are."
        names={kept}
      />
    </>
  )
}

const SHOWN = 20

type NamedProps = { readonly title: string; readonly note: string; readonly names: readonly string[] }

function Named({ title, note, names }: NamedProps) {
  if (names.length === 0) return null
  const more = names.length - SHOWN
  return (
    <div className={lists.list}>
      <Panel title={title} aside={figure(names.length)}>
        <p className="small">{names.slice(0, SHOWN).join(' · ')}</p>
        <p className="small quiet">
          {more > 0 ? `And ${figure(more)} more. ` : ''}
          {note}
        </p>
      </Panel>
    </div>
  )
}
