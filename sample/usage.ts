import { isoDay, weekdayOf, type Day } from '../src/base/day.ts'
import { chanceOf, type Chance } from './chance.ts'
import { told, type SampleRecord } from './records.ts'
import type { UsageStory } from './story.ts'

/** Monday 1 … Sunday 7, against an ordinary working day. */
const WEEK_SHAPE = [0, 0.98, 1.04, 1.03, 1.0, 0.95, 0.14, 0.11] as const

const WEEKS_COMPARED = 8
const DAYS_COMPARED = WEEKS_COMPARED * 7

export type UsageFrame = {
  readonly customerExternalId: string
  readonly today: Day
  /** How many days back the daily values reach. */
  readonly daysBack: number
}

/**
 * Daily active users that end yesterday. The last 28 days hold exactly `change` percent more (or fewer) than the 28 before,
 * as far as whole people allow; within the eight weeks the level moves evenly from week to week.
 */
export function usageRecords(story: UsageStory, frame: UsageFrame): SampleRecord[] {
  const chance = chanceOf(`usage of ${frame.customerExternalId}`)
  const values = dailyValues(story, frame, chance)
  const rows = values.flatMap((value, index) => {
    const ago = index + 1
    if (!isKnown(story, ago)) return []
    return [
      {
        customerExternalId: frame.customerExternalId,
        date: isoDay(frame.today - ago),
        metric: 'active_users',
        value,
      },
    ]
  })
  return [...rows, ...featureRecords(story, frame, chance)]
}

const isKnown = (story: UsageStory, ago: number): boolean =>
  ago >= (story.silentSinceDaysAgo ?? 1) && !(story.gap && ago <= story.gap.from && ago >= story.gap.to)

/** Newest first. A day strays by its weekday and its week, so that the same story has the same figures on whatever weekday it is told. */
function dailyValues(story: UsageStory, frame: UsageFrame, chance: Chance): number[] {
  const noise = story.noise ?? 0.03
  const weeks = Math.ceil(frame.daysBack / 7)
  const strays = Array.from({ length: weeks * 7 }, () => 1 + noise * (2 * chance.next() - 1))
  const days = Array.from({ length: frame.daysBack }, (_, index) => {
    const weekday = weekdayOf(frame.today - index - 1)
    const stray = strays[Math.floor(index / 7) * 7 + weekday - 1] ?? 1
    return Math.max(0, Math.round(levelAt(story, index) * (WEEK_SHAPE[weekday] ?? 1) * stray))
  })
  return days.length < DAYS_COMPARED ? days : exact(days, story, frame.today)
}

/** The level of a week: even steps over the eight weeks that are compared, a slow drift before. */
function levelAt(story: UsageStory, index: number): number {
  const current = story.active
  const before = current / (1 + story.change / 100)
  const week = Math.min(Math.floor(index / 7), WEEKS_COMPARED - 1)
  const level = (current + before) / 2 + ((current - before) / 4) * (3.5 - week)
  if (index < DAYS_COMPARED) return level
  const periods = (index - DAYS_COMPARED) / 28
  return level * (1 + (story.drift ?? 0.5) / 100) ** -periods
}

/**
 * Moves single people between days until the two windows stand in the ratio that the story tells, compared as the trend compares them:
 * by the sum over the weekdays of each weekday's median.
 */
function exact(days: readonly number[], story: UsageStory, today: Day): number[] {
  const { numerator, denominator } = ratioOf(story.change)
  // Monday first, so that the same people move on whatever weekday the story is told.
  const week = [0, 1, 2, 3, 4, 5, 6].sort((a, b) => weekdayOf(today - 1 - a) - weekdayOf(today - 1 - b))
  const [current, before, older] = [days.slice(0, 28), days.slice(28, 56), days.slice(56)]
  const target = Math.max(denominator, Math.round(sumOfMedians(before) / denominator) * denominator)
  return [
    ...withSumOfMedians(current, (target / denominator) * numerator, week),
    ...withSumOfMedians(before, target, week),
    ...older,
  ]
}

function ratioOf(change: number): { numerator: number; denominator: number } {
  let numerator = Math.round(100 + change)
  let denominator = 100
  for (const divisor of [2, 2, 5, 5]) {
    if (numerator % divisor === 0 && denominator % divisor === 0) {
      numerator /= divisor
      denominator /= divisor
    }
  }
  return { numerator, denominator }
}

function sumOfMedians(window: readonly number[]): number {
  let sum = 0
  for (let weekday = 0; weekday < 7; weekday += 1) {
    const [, second = 0, third = 0] = [0, 7, 14, 21].map((week) => window[weekday + week] ?? 0).sort((a, b) => a - b)
    sum += (second + third) / 2
  }
  return sum
}

function withSumOfMedians(window: readonly number[], target: number, week: readonly number[]): number[] {
  const days = [...window]
  const busy = [...week].sort((a, b) => (days[b] ?? 0) - (days[a] ?? 0)).slice(0, 5)
  let difference = target - sumOfMedians(days)
  for (let turn = 0; Math.abs(difference) >= 1; turn += 1) {
    const weekday = busy[turn % busy.length] ?? 0
    for (const week of [0, 7, 14, 21])
      days[weekday + week] = Math.max(0, (days[weekday + week] ?? 0) + Math.sign(difference))
    difference = target - sumOfMedians(days)
    if (turn > 100_000) throw new Error('The usage of a story cannot be made exact')
  }
  return difference === 0 ? days : withHalfStep(days, target, week)
}

/** Half a person in a median is one person on one of its two middle days. */
function withHalfStep(days: readonly number[], target: number, week: readonly number[]): number[] {
  for (const step of [1, -1]) {
    for (const index of [0, 7, 14, 21].flatMap((weeks) => week.map((offset) => weeks + offset))) {
      const moved = days.map((value, at) => (at === index ? Math.max(0, value + step) : value))
      if (sumOfMedians(moved) === target) return moved
    }
  }
  return [...days]
}

/** A report by feature reaches back as far as breadth is ever asked for. */
const FEATURE_DAYS = 126

/** A weekly report by feature; the last one of each says when it was last used. */
function featureRecords(story: UsageStory, frame: UsageFrame, chance: Chance): SampleRecord[] {
  const features = Object.entries(story.features ?? {})
  return features.flatMap(([feature, lastUsedDaysAgo]) => {
    const rows: SampleRecord[] = []
    for (let ago = lastUsedDaysAgo; ago <= Math.min(frame.daysBack, FEATURE_DAYS); ago += 7) {
      const actions = Math.max(1, Math.round(story.active * (1.5 + 4 * chance.next())))
      rows.push(
        told({
          customerExternalId: frame.customerExternalId,
          date: isoDay(frame.today - ago),
          metric: 'key_actions',
          feature,
          value: actions,
        }),
      )
    }
    return rows
  })
}
