import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Kbd } from '../../ui/kbd.tsx'
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
      <Find text={asked.text ?? ''} onText={(text) => set({ text: text === '' ? undefined : text })} />
    </div>
  )
}

function Find({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return (
    <label className={styles.find}>
      <Search size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className="unseen">Customer, workflow or owner</span>
      <input
        ref={field}
        type="search"
        placeholder="Filter"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          onText('')
          event.currentTarget.blur()
        }}
      />
      <Kbd>/</Kbd>
    </label>
  )
}
