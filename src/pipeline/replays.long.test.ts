import { expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenPastOf, replayAll } from '../../test/past-scores.ts'

const db = await testDatabase()

// 1,000 customers over two weeks and the twelve before: more than 20,000 analyses, of which 10,000 are taken by chance.
it('10,000 past scores taken by chance replay to the hundredth', async () => {
  const company = await givenPastOf(db, { customers: 1000, days: 14 })
  const { replays, different } = await replayAll(db, company, 10_000)
  expect(different).toEqual([])
  expect(replays).toBe(10_000)
})
