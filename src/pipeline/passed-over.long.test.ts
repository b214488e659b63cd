import { it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { passingOverChangesNothing } from '../../test/passed-over.ts'

const db = await testDatabase()

it('sixty lives of some weeks are left by runs that pass over customers as by runs that look at everybody', async () => {
  await passingOverChangesNothing(db, { lives: 60 })
})
