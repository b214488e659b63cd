import { lazy, Suspense, useEffect, useState } from 'react'
import { useSignedIn } from '../calls/session.ts'
import { focusFirst } from '../ui/focus-first.ts'
import { Toast, type Done } from '../ui/toast.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { createTyped, type Typed } from './typed.ts'
import { closeAtHand, logCall, openAtHand, useOpened } from './state.ts'

// Nobody waits for these to see the day, so they are not part of what is loaded first.
const palette = () => import('./palette.tsx')
const logDialog = () => import('./log-dialog.tsx')
const Palette = lazy(async () => ({ default: (await palette()).Palette }))
const LogDialog = lazy(async () => ({ default: (await logDialog()).LogDialog }))
const StartDialog = lazy(async () => ({ default: (await import('./start-dialog.tsx')).StartDialog }))
const TaskDialog = lazy(async () => ({ default: (await import('./task-dialog.tsx')).TaskDialog }))
const PulseDialog = lazy(async () => ({ default: (await import('./pulse-dialog.tsx')).PulseDialog }))
const OverrideDialog = lazy(async () => ({ default: (await import('./override-dialog.tsx')).OverrideDialog }))

const COMES_LATER_MS = 3_000

const NO_KEYS = {}
const KEYS = {
  l: (event: KeyboardEvent): void => {
    event.preventDefault()
    logCall()
  },
}

/** What is at hand on every page: find or do anything, log a call, start a workflow. */
export function AtHand() {
  const me = useSignedIn()
  const signedIn = Boolean(me)
  const opened = useOpened()
  const [done, setDone] = useState<Done | null>(null)
  const [typed] = useState(createTyped)
  useKeys(me && me.person.role !== 'viewer' ? KEYS : NO_KEYS)
  useEffect(() => {
    // What is used many times a day is there before it is asked for, once the page itself has come.
    const timer = setTimeout(() => void Promise.all([palette(), logDialog()]).catch(() => undefined), COMES_LATER_MS)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (!signedIn) return
      event.preventDefault()
      openAtHand({ kind: 'palette' })
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [signedIn])
  const onDone = (said: Done): void => {
    closeAtHand()
    setDone(said)
  }
  return (
    <>
      <Suspense fallback={<Coming typed={typed} />}>
        {opened?.kind === 'palette' && <Palette typed={typed} />}
        {opened?.kind === 'log' && <LogDialog subject={opened.subject} typed={typed} onDone={onDone} />}
        {opened?.kind === 'start' && <StartDialog subject={opened.subject} />}
        {opened?.kind === 'task' && <TaskDialog subject={opened.subject} typed={typed} onDone={onDone} />}
        {opened?.kind === 'pulse' && <PulseDialog subject={opened.subject} onDone={onDone} />}
        {opened?.kind === 'override' && <OverrideDialog {...opened} onDone={onDone} />}
      </Suspense>
      {done && <Toast key={done.says} {...done} onClose={() => setDone(null)} />}
    </>
  )
}

/**
 * Stands where a dialog is still on its way, and takes what is typed meanwhile: as keys of the page behind it, the letters of a name would do
 * things that nobody meant.
 */
function Coming({ typed }: { readonly typed: Typed }) {
  return (
    // Fixed: a browser brings the place where somebody types into view, and the page would move under it.
    <div role="dialog" aria-label="Loading" className="unseen" style={{ position: 'fixed', top: 0 }}>
      <input aria-label="Loading" ref={focusFirst} onChange={(event) => typed.keep(event.target.value)} />
    </div>
  )
}
