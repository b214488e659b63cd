import { useEffect } from 'react'

type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))

/** Single keys for this page. They rest while a field has focus, while a popover is open, and with Ctrl, Alt or ⌘ held. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isField(event.target) || document.querySelector('[role="dialog"], [role="menu"]')) return
      keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]?.(event)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [keys])
}
