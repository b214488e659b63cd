import { useNavigate } from '@tanstack/react-router'
import { FindField } from '../../ui/find-field.tsx'
import { FAMILY_WORDS } from '../../words.ts'
import { KINDS, type Asked, type Kind } from './filter.ts'
import styles from './filters.module.css'

type FiltersProps = {
  readonly asked: Asked
  readonly whose: 'mine' | 'everybody'
  readonly counts: Readonly<Record<Kind, number>>
}

/** What is shown stands in the address, so that it can be kept and sent. */
export function Filters({ asked, whose, counts }: FiltersProps) {
  const navigate = useNavigate({ from: '/queue' })
  const set = (change: Asked & { readonly whose?: 'mine' | 'everybody' }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const chip = (kind: Kind | undefined, label: string, count: number) => (
    <button
      key={label}
      type="button"
      className={styles.chip}
      aria-pressed={asked.kind === kind}
      onClick={() => set({ kind })}
    >
      {label} <span className="tabular">{count}</span>
    </button>
  )
  return (
    <div className={styles.filters}>
      <div className={styles.switch} role="group" aria-label="Whose queue">
        {(['mine', 'everybody'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={whose === each} onClick={() => set({ whose: each })}>
            {each === 'mine' ? 'Mine' : 'Everybody'}
          </button>
        ))}
      </div>
      <div className={styles.chips} role="group" aria-label="Kind">
        {chip(undefined, 'All', all)}
        {KINDS.filter((kind) => counts[kind] > 0 || asked.kind === kind).map((kind) =>
          chip(kind, FAMILY_WORDS[kind], counts[kind]),
        )}
      </div>
      <FindField
        label="Customer, workflow or owner"
        placeholder="Filter"
        className={styles.find}
        text={asked.text ?? ''}
        onText={(text) => set({ text: text === '' ? undefined : text })}
      />
    </div>
  )
}
