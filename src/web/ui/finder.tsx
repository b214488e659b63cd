import { Search } from 'lucide-react'
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { focusFirst } from './focus-first.ts'
import styles from './finder.module.css'

export type Option = {
  readonly key: string
  readonly label: string
  /** Other words that find it. */
  readonly also?: string | undefined
  readonly icon?: ReactNode
  /** At the end of the row: what tells it from others, or the key that does the same. */
  readonly note?: ReactNode
  readonly run: () => void
}

export type OptionGroup = { readonly title: string; readonly options: readonly Option[] }

type FinderProps = {
  readonly label: string
  readonly placeholder: string
  readonly text: string
  readonly onText: (text: string) => void
  readonly groups: readonly OptionGroup[]
  /** What is looked for has not come yet: what stood there before stays. */
  readonly busy: boolean
  /** Where nothing is found. */
  readonly empty: string
}

/** A field and what it finds, in groups: arrows choose, Enter takes. The focus stays in the field. */
export function Finder({ label, placeholder, text, onText, groups, busy, empty }: FinderProps) {
  const id = useId()
  const [chosen, setChosen] = useState(0)
  const shown = groups.filter(({ options }) => options.length > 0)
  const all = shown.flatMap(({ options }) => options)
  const at = Math.min(chosen, all.length - 1)
  const choose = (next: number): void => {
    const place = (next + all.length) % Math.max(all.length, 1)
    setChosen(place)
    document.getElementById(`${id}-${all[place]?.key ?? ''}`)?.scrollIntoView({ block: 'nearest' })
  }
  const press = (event: KeyboardEvent): void => {
    const move: Readonly<Record<string, () => void>> = {
      ArrowDown: () => choose(at + 1),
      ArrowUp: () => choose(at - 1),
      // Enter that ends a word of an input method takes nothing.
      Enter: () => !event.nativeEvent.isComposing && all[at]?.run(),
    }
    const act = move[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const current = all[at]
  return (
    <div className={styles.finder}>
      <div className={styles.field}>
        <Search size={16} strokeWidth={1.75} aria-hidden="true" />
        <input
          ref={focusFirst}
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? `${id}-${current.key}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          placeholder={placeholder}
          value={text}
          maxLength={100}
          onChange={(event) => {
            setChosen(0)
            onText(event.target.value)
          }}
          onKeyDown={press}
        />
      </div>
      <div role="listbox" id={`${id}-list`} aria-label={label} aria-busy={busy} className={styles.list}>
        {shown.map(({ title, options }) => (
          <div key={title} role="group" aria-label={title}>
            <p className={styles.title} aria-hidden="true">
              {title}
            </p>
            {options.map((option) => (
              <div
                key={option.key}
                id={`${id}-${option.key}`}
                role="option"
                aria-selected={option === current}
                className={styles.option}
                onPointerMove={() => setChosen(all.indexOf(option))}
                onClick={() => option.run()}
              >
                {option.icon}
                <span className={styles.label}>
                  <Marked text={option.label} words={text.trim()} />
                </span>
                {option.note !== undefined && <span className={styles.note}>{option.note}</span>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p role="status" className={all.length === 0 && !busy ? styles.empty : 'unseen'}>
        {all.length === 0 ? (busy ? '' : empty) : `${String(all.length)} found`}
      </p>
    </div>
  )
}

/** The words that were looked for, where they stand in what was found. */
function Marked({ text, words }: { readonly text: string; readonly words: string }) {
  const at = words === '' ? -1 : text.toLowerCase().indexOf(words.toLowerCase())
  if (at === -1) return text
  return (
    <>
      {text.slice(0, at)}
      <mark className={styles.mark}>{text.slice(at, at + words.length)}</mark>
      {text.slice(at + words.length)}
    </>
  )
}
