/** Business time. Injected wherever a decision depends on it, so that a test can set it. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is set; for tests and for runs at a set time. */
export function fixedClock(start: Date): Clock & { set(instant: Date): void } {
  let instant = start
  return {
    now: () => new Date(instant.getTime()),
    set: (next) => {
      instant = next
    },
  }
}
