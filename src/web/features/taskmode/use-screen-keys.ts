import { useMemo } from 'react'
import { useKeys } from '../../ui/use-keys.ts'
import type { MenuPart } from './step-menu.tsx'
import { useSingleKeys } from './use-single-keys.ts'

type ScreenKeys = {
  readonly walk: (by: 1 | -1) => void
  readonly jump: (index: number) => void
  readonly open: (part: MenuPart) => void
  readonly onHelp: () => void
  readonly onLeave: () => void
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

const isActing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, summary, [role="tab"], [role="slider"]') !== null

/** Enter: the filled button, unless the focus is on something that Enter belongs to. */
function main(event: KeyboardEvent): void {
  if (isActing(event.target)) return
  const button = document.querySelector<HTMLElement>('[data-primary]')
  if (!button) return
  event.preventDefault()
  button.click()
}

/** The keys of the full screen. Letters and digits can be switched off; arrows, Enter and Escape stay. */
export function useScreenKeys({ walk, jump, open, onHelp, onLeave }: ScreenKeys): void {
  const [singleKeys] = useSingleKeys()
  const keys = useMemo(() => {
    const doing = (work: () => void) => (event: KeyboardEvent) => {
      event.preventDefault()
      work()
    }
    const always = {
      ArrowRight: doing(() => walk(1)),
      ArrowLeft: doing(() => walk(-1)),
      Enter: main,
      Escape: doing(onLeave),
    }
    if (!singleKeys) return always
    return {
      ...always,
      ...Object.fromEntries(DIGITS.map((digit, index) => [digit, doing(() => jump(index))])),
      s: doing(() => open('snooze')),
      k: doing(() => open('skip')),
      e: doing(() => open('escalate')),
      c: doing(() => open('comment')),
      '?': doing(onHelp),
    }
  }, [singleKeys, walk, jump, open, onHelp, onLeave])
  useKeys(keys)
}
