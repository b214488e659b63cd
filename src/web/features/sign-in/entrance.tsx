import { CircleX } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Mark } from '../../ui/mark.tsx'
import styles from './entrance.module.css'

type EntranceProps = {
  /** Of the window. */
  readonly title: string
  readonly heading: string
  readonly lead?: ReactNode
  readonly children: ReactNode
  /** The sample people take the width of the page; a form does not. */
  readonly wide?: boolean
}

/** The page before anybody is in: the sign, one thing to do, and nothing else. */
export function Entrance({ title, heading, lead, children, wide = false }: EntranceProps) {
  useEffect(() => {
    document.title = `${title} · Renubu`
  }, [title])
  return (
    <div className={styles.page}>
      <header>
        <Mark />
      </header>
      <main data-wide={wide}>
        <h1>{heading}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children}
      </main>
      <footer>Everything stays on this machine.</footer>
    </div>
  )
}

/** What was wrong with what was sent, under the form. */
export function Fault({ error }: { readonly error: Error | null }) {
  if (!error) return null
  return (
    <p role="alert" className={styles.fault}>
      <CircleX size={16} strokeWidth={1.75} aria-hidden="true" /> <span>{error.message}</span>
    </p>
  )
}

type EntranceFormProps = {
  readonly verb: string
  /** What is sent by it: once at a time, and what was wrong with it stands over the button. */
  readonly sending: { readonly isPending: boolean; readonly error: Error | null }
  readonly onSubmit: () => void
  /** What else one can do here. */
  readonly below?: ReactNode
  readonly children: ReactNode
}

/** Fields one below the other, what was wrong with them, and the act below them. */
export function EntranceForm({ verb, sending, onSubmit, below, children }: EntranceFormProps) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!sending.isPending) onSubmit()
      }}
    >
      {children}
      <Fault error={sending.error} />
      <Button type="submit" look="filled" disabled={sending.isPending}>
        {verb}
      </Button>
      {below}
    </form>
  )
}

/** Where there is nothing to fill in: the way on. */
export function EntranceActs({ children }: { readonly children: ReactNode }) {
  return <div className={styles.form}>{children}</div>
}

/** Who one is: the address that one signs in with. */
export function EmailField({ email, onEmail }: { readonly email: string; readonly onEmail: (email: string) => void }) {
  return (
    <TextField
      label="E-mail address"
      type="email"
      autoComplete="username"
      required
      autoFocus
      value={email}
      onText={onEmail}
    />
  )
}
