import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenPastOf, replayAll } from '../../test/past-scores.ts'

const db = await testDatabase()

describe('every analysis that was kept', () => {
  it('comes out the same when it is computed again from its inputs, its configuration and its model', async () => {
    const company = await givenPastOf(db, { customers: 300, days: 4 })
    const { replays, different } = await replayAll(db, company)
    expect(different).toEqual([])
    expect(replays).toBeGreaterThan(900)
  })
})
