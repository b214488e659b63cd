import { describe, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { passingOverChangesNothing } from '../../test/passed-over.ts'

// A change is judged by the same lives each time; `npm run test:long` looks for new ones.
const SEED = 5

const db = await testDatabase()

describe('a run that passes over customers', () => {
  it('leaves everything as one that looks at everybody does', async () => {
    await passingOverChangesNothing(db, { lives: 2, seed: SEED })
  })
})
