import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { UsageWindow } from '../analyze/facts.ts'
import { USAGE_SPIKE } from './determine.defaults.ts'

export type Spike = { readonly on: Day; readonly changePercent: number }

/**
 * A jump of usage that somebody should hear of at once: the newest day lies half above the busiest of the four weeks before it. Against the
 * busiest, not the average: a Monday after a weekend is no jump, and a jump that lasts is told of once. Null: none, or too little is known.
 */
export function usageSpike(windows: readonly UsageWindow[], today: Today): Spike | null {
  const found = windows.flatMap((window) => spikeIn(window, today) ?? [])
  return found.reduce<Spike | null>((best, one) => (best && best.changePercent >= one.changePercent ? best : one), null)
}

function spikeIn({ days, lastDay }: UsageWindow, today: Today): Spike | null {
  const newest = days.at(-1)
  if (newest === null || newest === undefined || newest < USAGE_SPIKE.leastValue) return null
  if (!today.hasCome(lastDay) || today.hasCome(lastDay + USAGE_SPIKE.oldestDays + 1)) return null
  const before = days.slice(-1 - USAGE_SPIKE.daysBefore, -1).filter((value) => value !== null)
  const busiest = Math.max(0, ...before)
  if (before.length < USAGE_SPIKE.leastKnown || busiest === 0) return null
  const changePercent = Math.round((newest / busiest - 1) * 1000) / 10
  return changePercent >= USAGE_SPIKE.abovePercent ? { on: lastDay, changePercent } : null
}
