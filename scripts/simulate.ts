import { parseArgs } from 'node:util'
import { live } from '../test/simulate/living.ts'
import { inOwnDatabase } from '../test/simulate/own-database.ts'
import { printed } from '../test/simulate/printing.ts'
import { promiseLine, promises } from '../test/simulate/promises.ts'

// Lives through sixty days of three books of 150 accounts and prints what a CSM finds on the first day and on the thirtieth, for people
// to read. Exits with 1 when one of the promises is broken.

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: 'one' },
    csms: { type: 'string', default: '3' },
    accounts: { type: 'string', default: '150' },
    days: { type: 'string', default: '60' },
    show: { type: 'string', default: '1,30' },
  },
})
const shown = new Set(values.show.split(',').map(Number))

await inOwnDatabase(async ({ database, clock }) => {
  let first: number | null = null
  const lived = await live({
    database,
    clock,
    seed: values.seed,
    csms: Number(values.csms),
    accountsEach: Number(values.accounts),
    days: Number(values.days),
    onMorning: (morning) => {
      first ??= morning.day
      if (shown.has(morning.day - first + 1)) console.log(printed(morning))
    },
  })
  const found = await promises(database, lived)
  console.log(`Seed ${values.seed}, ${values.days} days, ${String(lived.done.length)} cards worked on`)
  console.log(found.map(promiseLine).join('\n'))
  process.exitCode = found.every(({ holds }) => holds) ? 0 : 1
})
