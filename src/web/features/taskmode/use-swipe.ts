import { useRef, type TouchEvent } from 'react'

// Shorter ones are a finger that rests, and those that go down as far as across are scrolling.
const SHORTEST_PX = 60
const ACROSS = 2

type Swipe = {
  readonly onTouchStart: (event: TouchEvent) => void
  readonly onTouchEnd: (event: TouchEvent) => void
}

/** One finger that goes across: where to. What itself moves across under it (a slider, a field, what scrolls to the side) keeps it. */
export function useSwipe(onSwipe: (way: 'left' | 'right') => void): Swipe {
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null)
  return {
    onTouchStart: ({ touches, target, currentTarget }) => {
      const finger = touches[0]
      const counts = touches.length === 1 && !movesAcross(target, currentTarget)
      from.current = finger && counts ? { x: finger.clientX, y: finger.clientY } : null
    },
    onTouchEnd: ({ changedTouches }) => {
      const finger = changedTouches[0]
      const began = from.current
      from.current = null
      if (!finger || !began) return
      const [across, down] = [finger.clientX - began.x, finger.clientY - began.y]
      if (Math.abs(across) < SHORTEST_PX || Math.abs(across) < ACROSS * Math.abs(down)) return
      onSwipe(across < 0 ? 'left' : 'right')
    },
  }
}

const OWN = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [role="slider"]'

function movesAcross(target: EventTarget, within: Element): boolean {
  let element = target instanceof Element ? target : null
  while (element && element !== within) {
    if (element.matches(OWN)) return true
    if (element.scrollWidth > element.clientWidth && /auto|scroll/.test(getComputedStyle(element).overflowX))
      return true
    element = element.parentElement
  }
  return false
}
