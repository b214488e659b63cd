import { it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { asOfGivesWhatThatDayGave } from '../../test/lived-days.ts'

const db = await testDatabase()

it('a hundred lives of up to twelve days give, looked back at, what each day’s run gave', async () => {
  await asOfGivesWhatThatDayGave(db, { lives: 100, days: 12 })
})
