import { CornerDownLeft } from 'lucide-react'
import styles from './kbd.module.css'

/** The key that does the same. Read out with its button, hidden where there is no keyboard. */
export function Kbd({ children }: { readonly children: string }) {
  return (
    <kbd className={styles.kbd} aria-hidden="true">
      {/* The sign for Enter is missing in the shipped face. */}
      {children === '↵' ? <CornerDownLeft size={14} strokeWidth={1.75} /> : children}
    </kbd>
  )
}
