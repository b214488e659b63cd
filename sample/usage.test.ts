import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, isoDay, weekdayOf } from '../src/base/day.ts'
import { usageReading } from '../src/stages/analyze/trend.ts'
import type { UsageStory } from './story.ts'
import { usageRecords } from './usage.ts'

const TODAY = day('2027-03-10')

function windowOf(story: UsageStory, today: number, id = 'one') {
  const rows = usageRecords(story, { customerExternalId: id, today, daysBack: 120 })
  const byDay = new Map(
    rows.filter((row) => row['metric'] === 'active_users').map((row) => [row['date'], Number(row['value'])]),
  )
  const days = Array.from({ length: 84 }, (_, index) => byDay.get(isoDay(today - 84 + index)) ?? null)
  return { metric: 'active_users', lastDay: today - 1, days }
}

const changeOf = (story: UsageStory, today: number, id?: string): number => {
  const reading = usageReading(windowOf(story, today, id))
  return reading ? Math.round((reading.current / reading.before - 1) * 1000) / 10 : Number.NaN
}

describe('the usage of a story', () => {
  it.each([-23, 20, 0, -41, 7])('changes by %d percent, as the trend reads it', (change) => {
    expect(changeOf({ active: 140, change }, TODAY)).toBe(change)
  })

  it('changes by what the story says on whatever day it is told', () => {
    const told = fc.record({
      active: fc.integer({ min: 40, max: 900 }),
      change: fc.integer({ min: -60, max: 60 }),
      today: fc.integer({ min: day('2026-01-01'), max: day('2029-12-31') }),
    })
    fc.assert(
      fc.property(told, ({ active, change, today }) => {
        expect(changeOf({ active, change }, today)).toBe(change)
      }),
    )
  })

  it('rests at the weekend and ends yesterday', () => {
    const rows = usageRecords({ active: 100, change: 0 }, { customerExternalId: 'one', today: TODAY, daysBack: 100 })
    expect(rows[0]?.['date']).toBe(isoDay(TODAY - 1))
    const saturdays = rows.filter((row) => weekdayOf(day(String(row['date']))) === 6).map((row) => Number(row['value']))
    expect(Math.max(...saturdays)).toBeLessThan(30)
  })

  it('falls silent where the story says so, and leaves its gap out', () => {
    const story = { active: 100, change: 0, silentSinceDaysAgo: 12, gap: { from: 30, to: 25 } }
    const days = usageRecords(story, { customerExternalId: 'one', today: TODAY, daysBack: 60 }).map(
      (row) => row['date'],
    )
    expect(days[0]).toBe(isoDay(TODAY - 12))
    expect(days).not.toContain(isoDay(TODAY - 27))
    expect(days).toContain(isoDay(TODAY - 31))
  })

  it('reports each feature weekly, back from the day it was last used', () => {
    const story = { active: 50, change: 0, features: { reports: 3, exports: 40 } }
    const rows = usageRecords(story, { customerExternalId: 'one', today: TODAY, daysBack: 100 })
    const last = (feature: string) => rows.find((row) => row['feature'] === feature)?.['date']
    expect([last('reports'), last('exports')]).toEqual([isoDay(TODAY - 3), isoDay(TODAY - 40)])
  })

  it('is the same when told twice, and another for another customer', () => {
    const story = { active: 80, change: -10 }
    expect(windowOf(story, TODAY)).toEqual(windowOf(story, TODAY))
    expect(windowOf(story, TODAY, 'two')).not.toEqual(windowOf(story, TODAY, 'one'))
  })
})
