import { describe, expect, test } from 'vitest'
import { fixedClock, systemClock } from './clock.ts'

describe('the business clock', () => {
  test('stands still until it is set', () => {
    const clock = fixedClock(new Date('2026-10-27T13:00:00Z'))
    expect(clock.now().toISOString()).toBe('2026-10-27T13:00:00.000Z')
    clock.set(new Date('2026-10-29T13:00:00Z'))
    expect(clock.now().toISOString()).toBe('2026-10-29T13:00:00.000Z')
  })

  test('hands out a copy, so that nobody turns it by accident', () => {
    const clock = fixedClock(new Date('2026-10-27T13:00:00Z'))
    clock.now().setFullYear(1999)
    expect(clock.now().getFullYear()).toBe(2026)
  })

  test('runs with the machine in production', () => {
    expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000)
  })
})
