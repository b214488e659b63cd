import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './step-menu.module.css'

type Tab<Part extends string> = { readonly part: Part; readonly label: string; readonly Icon: LucideIcon }

type MenuTabsProps<Part extends string> = {
  readonly id: string
  readonly label: string
  readonly tabs: readonly Tab<Part>[]
  readonly shown: Part | null
  readonly onShow: (part: Part) => void
  /** Why the last act was not done. */
  readonly fault: string | null
  readonly children: ReactNode
}

/** What can be done beside working on it, one form at a time. */
export function MenuTabs<Part extends string>({
  id,
  label,
  tabs,
  shown,
  onShow,
  fault,
  children,
}: MenuTabsProps<Part>) {
  return (
    <div className={styles.menu}>
      <div className={styles.parts} role="tablist" aria-label={label}>
        {tabs.map(({ part, label: words, Icon }) => (
          <button
            key={part}
            type="button"
            role="tab"
            aria-selected={shown === part}
            aria-controls={id}
            data-part={part}
            onClick={() => onShow(part)}
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden="true" /> {words}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={id} aria-label={shown ?? ''}>
        {children}
        {fault !== null && (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        )}
      </div>
    </div>
  )
}
