import { describe, expect, it } from 'vitest'
import { testDatabase } from '../database.ts'
import { live, type Lived } from './living.ts'
import { printed } from './printing.ts'
import { promises } from './promises.ts'

const db = await testDatabase()

const someDays = (days: number): Promise<Lived> => live({ ...db, seed: 'short', csms: 1, accountsEach: 60, days })

/** A morning without what differs from one database to the next: the ids. */
const told = ({ mornings }: Lived) =>
  mornings.map(({ csm, day, cards, open, dueThisWeek, doneForYou, gated }) => ({
    csm,
    day,
    open,
    dueThisWeek,
    doneForYou,
    gated,
    cards: cards.map(({ customer, workflowId, score, status, why, dueOn, isNew, moved, folded }) => ({
      customer,
      workflowId,
      score,
      status,
      why,
      dueOn,
      isNew,
      moved,
      folded: [...folded].sort(),
    })),
  }))

describe('two weeks in the life of a CSM with sixty accounts', () => {
  it('keep what sixty days have to keep, and are the same for the same seed', async () => {
    const lived = await someDays(14)
    const broken = (await promises(db.database, lived)).filter(({ holds }) => !holds)
    expect(broken).toEqual([])
    const deeds = new Set(lived.done.map(({ deed }) => deed))
    expect(deeds).toContain('completed')
    expect(lived.done.length).toBeGreaterThan(50)
    const [first] = lived.mornings
    expect(first && printed(first)).toContain('Emergency Renewal')
    const again = told(await someDays(4))
    expect(again).toEqual(told(lived).slice(0, again.length))
  })
})
