import { it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { asOfGivesWhatThatDayGave } from '../../test/lived-days.ts'
import { asOfGivesWhatThatDayOfTheYearGave } from '../../test/lived-years.ts'

const db = await testDatabase()

it('a hundred lives of up to twelve days give, looked back at, what each day’s run gave', async () => {
  await asOfGivesWhatThatDayGave(db, { lives: 100, days: 12 })
})

it('thirty years with a run in each fortnight give, looked back at, what each day’s run gave', async () => {
  await asOfGivesWhatThatDayOfTheYearGave(db, { years: 30, everyDays: 14 })
})
