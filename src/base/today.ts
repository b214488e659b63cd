import type { Day } from './day.ts'

/**
 * The day that something is decided on. It answers only whether a day has come, and notes the nearest that has not: up to then it would give
 * every answer that it gave again, so that what was made of these answers alone holds until then, whatever it is.
 */
export class Today {
  readonly #day: Day
  #changesOn: Day = Infinity

  constructor(day: Day) {
    this.#day = day
  }

  /** Whether a day is today or lies before. */
  hasCome(day: Day): boolean {
    if (day <= this.#day) return true
    if (day < this.#changesOn) this.#changesOn = day
    return false
  }

  /** Whole weeks begun since a day: 0 up to it, 1 for the seven days after it. */
  weeksBegunSince(day: Day): number {
    const weeks = Math.max(0, Math.ceil((this.#day - day) / 7))
    this.hasCome(day + weeks * 7 + 1)
    return weeks
  }

  /** The day itself. What is made of it may be something else tomorrow. */
  get day(): Day {
    this.hasCome(this.#day + 1)
    return this.#day
  }

  /** The first day on which one of the answers so far would be another; Infinity: none ever will. */
  get changesOn(): Day {
    return this.#changesOn
  }
}
