import { useEffect } from 'react'

type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>

/** Something that keys are typed into; a checkbox knows but the space bar. */
const isField = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement &&
  target.matches('input:not([type="checkbox"]), select, textarea, [contenteditable="true"]')

// Asked before anybody else hears the key, so before any page has come: where nothing moves, what Escape closes is gone before the page hears it.
let covered = false
window.addEventListener(
  'keydown',
  () => {
    covered = document.querySelector('[role="dialog"], [role="menu"], [data-covered]') !== null
  },
  true,
)

/**
 * Single keys for this page. They rest while a field has focus (Escape leaves the field), while something is open over the page, and with Ctrl, Alt
 * or ⌘ held.
 */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (covered || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isField(event.target)) {
        if (event.key === 'Escape') event.target.blur()
        return
      }
      keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]?.(event)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [keys])
}
