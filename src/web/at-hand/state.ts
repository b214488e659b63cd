import { useEffect, useSyncExternalStore } from 'react'

/** Whom something is done with. */
export type Subject = { readonly id: string; readonly name: string; readonly can: readonly string[] }

/** An act that the page in front offers, with the key that does the same there (null: none does), and other words that find it. */
export type PageAct = {
  readonly label: string
  readonly key: string | null
  readonly also?: string
  readonly run: () => void
}

/** What the page in front is about. */
export type Current = { readonly subject: Subject; readonly acts: readonly PageAct[] }

/** What is open over the page. `subject` null: it is asked for first; of a task: it is about nobody in particular. */
export type Opened =
  | { readonly kind: 'palette' }
  | { readonly kind: 'log' | 'start' | 'task'; readonly subject: Subject | null }
  | { readonly kind: 'pulse'; readonly subject: Subject }
  | {
      readonly kind: 'override'
      readonly subject: Subject
      readonly figure: 'health' | 'risk'
      readonly computed: number
    }

function valueOf<T>(first: T) {
  const listeners = new Set<() => void>()
  let value = first
  return {
    get: () => value,
    set: (next: T): void => {
      value = next
      for (const listener of listeners) listener()
    },
    listen: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const opened = valueOf<Opened | null>(null)
const current = valueOf<Current | null>(null)

let focusedBefore: Element | null = null

/** Opens something over the page; one thing in place of another keeps where the focus came from. */
export function openAtHand(what: Opened): void {
  if (opened.get() === null) focusedBefore = document.activeElement
  // The keys of the page rest from now on, whether what was opened has come yet or not.
  document.documentElement.dataset['covered'] = ''
  opened.set(what)
}

/** Closes it, and gives the focus back. */
export function closeAtHand(): void {
  opened.set(null)
  delete document.documentElement.dataset['covered']
  const before = focusedBefore
  focusedBefore = null
  window.setTimeout(() => {
    if (opened.get() === null && before instanceof HTMLElement && before.isConnected) before.focus()
  }, 0)
}

export const useOpened = (): Opened | null => useSyncExternalStore(opened.listen, opened.get)

/** What the page in front is about; null: nothing of one customer. */
export const currentThing = (): Current | null => current.get()

/** Logs a call with whoever is in front; where that is nobody, it is asked with whom. */
export const logCall = (): void => openAtHand({ kind: 'log', subject: current.get()?.subject ?? null })

/** Makes this what the palette and the keys are about, as long as it stands there. */
export function useAsCurrent(thing: Current | null): void {
  useEffect(() => {
    current.set(thing)
    return () => {
      if (current.get() === thing) current.set(null)
    }
  }, [thing])
}
