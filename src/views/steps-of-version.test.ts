import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenDesk } from '../../test/given-desk.ts'
import { cardRows, cardOf } from './card.store.ts'
import { runsOf } from './today.store.ts'
import { OPENED_ON } from '../../test/given-executions.ts'

const db = await testDatabase()
const desk = await givenDesk(db)
const { given } = desk

describe('an execution whose workflow has another definition by now', () => {
  it('is shown with the steps, the title and the minutes that it was opened with', async () => {
    const id = await given.execution()
    await desk.rows(
      `insert into workflow_definitions (company_id, workflow_id, version, origin, content_hash, title, family, target_minutes, definition)
       select company_id, workflow_id, version + 1, 'company', 'x', 'Our own way', family, 5, '{"steps": [{"id": "one", "name": "One"}]}'
         from workflow_definitions where workflow_id = 'in-band-risk'`,
    )
    const later = await given.execution()
    const [first, second] = await given.inTx(async (tx) => {
      const rows = new Map((await cardRows(tx, [id, later])).map((row) => [row.id, row]))
      return [id, later].map((each) => {
        const row = rows.get(each)
        return row && cardOf(row, { today: OPENED_ON, folded: [], isNew: false, moved: null }).workflow
      })
    })
    expect(first?.steps).toHaveLength(4)
    expect(first?.title).not.toBe('Our own way')
    expect(second).toMatchObject({ title: 'Our own way', steps: ['One'], minutes: 5 })

    for (const each of [id, later]) await desk.post(`/api/workflows/${each}/start`)
    const { active } = await given.inTx((tx) => runsOf(tx, given.csm))
    const steps = new Map(active.map((run) => [run.executionId, run.steps.length]))
    expect([steps.get(id), steps.get(later)]).toEqual([4, 1])
  })
})
