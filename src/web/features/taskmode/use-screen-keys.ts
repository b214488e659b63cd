import { useMemo } from 'react'
import type { PageAct } from '../../at-hand/state.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { useSingleKeys } from './use-single-keys.ts'

type ScreenKeys = {
  readonly walk: (by: 1 | -1) => void
  readonly acts: readonly PageAct[]
}

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
export function useScreenKeys({ walk, acts }: ScreenKeys): void {
  const [singleKeys] = useSingleKeys()
  const keys = useMemo(() => {
    const doing = (work: () => void) => (event: KeyboardEvent) => {
      event.preventDefault()
      work()
    }
    const keyed = acts.flatMap(({ key, run }) => (key === null ? [] : [[key, doing(run)] as const]))
    return {
      ArrowRight: doing(() => walk(1)),
      ArrowLeft: doing(() => walk(-1)),
      Enter: main,
      ...Object.fromEntries(
        keyed.flatMap(([key, run]) => {
          if (key === 'Esc') return [['Escape', run]]
          return singleKeys ? [[key.toLowerCase(), run]] : []
        }),
      ),
    }
  }, [singleKeys, walk, acts])
  useKeys(keys)
}
