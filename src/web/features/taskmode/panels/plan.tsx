import { Plus, X } from 'lucide-react'
import type { ArtifactOf } from '../../../../stages/compose/artifacts.contract.ts'
import { Button } from '../../../ui/button.tsx'
import { fieldClass } from '../../../ui/field.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useDesk, usePanel } from '../desk.tsx'
import { planItems, type PlanItem } from '../outcomes.ts'
import { elementOf } from './element.ts'
import styles from './panels.module.css'

/** What is to be done, in order; words and days may be changed. */
export function PlanPanel({ artifact }: { readonly artifact: ArtifactOf<'plan'> }) {
  const { readOnly } = useDesk()
  const [draft, change] = usePanel(artifact.id)
  const items = planItems(artifact, draft)
  const put = (next: readonly PlanItem[]): void => change({ items: next })
  const edit = (key: string, patch: Partial<PlanItem>): void =>
    put(items.map((item) => (item.key === key ? { ...item, ...patch } : item)))
  const add = (): void => {
    const dueOn = items.at(-1)?.dueOn ?? null
    put([...items, { key: nextKey(items), title: '', dueOn, because: '', done: false }])
  }
  const open = items.filter(({ done }) => !done).length
  return (
    <Panel id={elementOf(artifact.id)} title={artifact.title} aside={`${String(open)} to do`}>
      <ol className={styles.plan}>
        {items.map((item, index) => (
          <li key={item.key} data-done={item.done || undefined}>
            <input
              type="checkbox"
              aria-label={`Done: ${item.title}`}
              checked={item.done}
              disabled={readOnly}
              onChange={(event) => edit(item.key, { done: event.target.checked })}
            />
            <span className={styles.what}>
              <textarea
                className={fieldClass}
                rows={1}
                aria-label={`What, ${String(index + 1)}`}
                value={item.title}
                readOnly={readOnly}
                maxLength={200}
                onChange={(event) => edit(item.key, { title: event.target.value.replaceAll('\n', ' ') })}
              />
              {item.because !== '' && <small>{item.because}</small>}
            </span>
            <input
              type="date"
              className={fieldClass}
              aria-label={`By when, ${String(index + 1)}`}
              value={item.dueOn ?? ''}
              readOnly={readOnly}
              onChange={(event) => edit(item.key, { dueOn: event.target.value === '' ? null : event.target.value })}
            />
            {!readOnly && (
              <button
                type="button"
                className={styles.remove}
                aria-label={`Take out: ${item.title}`}
                onClick={() => put(items.filter(({ key }) => key !== item.key))}
              >
                <X size={16} strokeWidth={1.75} />
              </button>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && (
        <Button look="plain" size="small" onClick={add}>
          <Plus size={16} strokeWidth={1.75} aria-hidden="true" /> Add a line
        </Button>
      )}
    </Panel>
  )
}

/** A key that no line of the plan has, nor had while those behind it stand. */
function nextKey(items: readonly PlanItem[]): string {
  const own = items.flatMap(({ key }) => Number(/^own-(\d+)$/.exec(key)?.[1] ?? 0))
  return `own-${String(Math.max(0, ...own) + 1)}`
}
