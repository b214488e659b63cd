import { Check, CloudOff, LoaderCircle } from 'lucide-react'
import { clockTime } from '../../format.ts'
import type { Keeping } from './draft-keeper.ts'
import styles from './header.module.css'

/** Where what was typed is. “Saved” is said only when the server has said so. */
export function Saved({ keeping }: { readonly keeping: Keeping }) {
  return (
    <span className={styles.saved} role="status">
      {keeping.state === 'saved' && (
        <>
          <Check size={14} strokeWidth={1.75} aria-hidden="true" /> Saved {clockTime(keeping.at)}
        </>
      )}
      {keeping.state === 'saving' && (
        <>
          <LoaderCircle size={14} strokeWidth={1.75} aria-hidden="true" /> Saving
        </>
      )}
      {keeping.state === 'here' && (
        <>
          <CloudOff size={14} strokeWidth={1.75} aria-hidden="true" /> Kept on this device
        </>
      )}
      {keeping.state === 'changed' && 'Not saved'}
    </span>
  )
}
