import { describe, expect, it } from 'vitest'
import { testDatabase } from '../database.ts'
import { live } from './living.ts'
import { promises } from './promises.ts'

const db = await testDatabase()

describe('sixty days in the life of three CSMs with 150 accounts each', () => {
  it.each(['one', 'two', 'three', 'four', 'five'])('keep their promises with the seed %s', async (seed) => {
    const lived = await live({ ...db, seed, csms: 3, accountsEach: 150, days: 60 })
    expect((await promises(db.database, lived)).filter(({ holds }) => !holds)).toEqual([])
  })
})
