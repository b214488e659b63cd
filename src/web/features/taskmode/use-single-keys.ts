import { useSyncExternalStore } from 'react'

const PLACE = 'renubu.single-keys'
const listeners = new Set<() => void>()

/** Whether a single letter may act. Whoever speaks to the machine, or hits keys by chance, switches it off. */
export function useSingleKeys(): readonly [on: boolean, set: (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => window.localStorage.getItem(PLACE) !== 'off',
  )
  const set = (next: boolean): void => {
    window.localStorage.setItem(PLACE, next ? 'on' : 'off')
    for (const listener of listeners) listener()
  }
  return [on, set]
}
