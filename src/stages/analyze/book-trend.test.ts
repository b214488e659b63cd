import { describe, expect, it } from 'vitest'
import { bookTrend } from './book-trend.ts'

describe('the trend of the whole book', () => {
  it.each([
    [Array.from({ length: 21 }, (_, index) => index - 32), -22],
    [Array.from({ length: 20 }, (_, index) => index), 9.5],
    [Array.from({ length: 40 }, () => -0.04), 0],
  ])('is the median of its customers', (changes, median) => {
    expect(bookTrend(changes)).toEqual({ medianChangePercent: median, customers: changes.length })
  })

  it('does not depend on the order, and not on one who left for the moon', () => {
    const changes = Array.from({ length: 30 }, (_, index) => index)
    expect(bookTrend([...changes].reverse())).toEqual(bookTrend(changes))
    expect(bookTrend([...changes.slice(0, 29), 999]).medianChangePercent).toBe(14.5)
  })

  it('is unknown for a book too small to have a mood', () => {
    expect(bookTrend([-50, -60])).toEqual({ medianChangePercent: null, customers: 2 })
    expect(bookTrend([])).toEqual({ medianChangePercent: null, customers: 0 })
  })
})
