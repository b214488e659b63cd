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

  /** Whether it is one of the days that come every so many days, of which `one` is one. */
  isOneOfEvery(days: number, one: Day): boolean {
    const left = (((one - this.#day) % days) + days) % days
    this.hasCome(this.#day + (left === 0 ? 1 : left))
    return left === 0
  }

  /** The days left until a day. */
  until(day: Day): DaysLeft {
    return new DaysLeft(this, day)
  }

  /** The day itself. What is made of it may be something else tomorrow. */
  get day(): Day {
    this.hasCome(this.#day + 1)
    return this.#day
  }

  /** The day as it is written down beside what was decided on it. It notes nothing, so nothing may be decided by it. */
  get stamp(): Day {
    return this.#day
  }

  /** The first day on which one of the answers so far would be another; Infinity: none ever will. */
  get changesOn(): Day {
    return this.#changesOn
  }
}

/** The days that are left until a day, negative ones when it is past. They are counted where somebody asks for their number: tomorrow it is another. */
export class DaysLeft {
  readonly #today: Today
  readonly #until: Day

  constructor(today: Today, until: Day) {
    this.#today = today
    this.#until = until
  }

  areAtMost(days: number): boolean {
    return this.#today.hasCome(this.#until - days)
  }

  get count(): number {
    return this.#until - this.#today.day
  }
}

/** So many days, whatever day it is. */
export const daysLeft = (count: number): DaysLeft => new Today(0).until(count)
