import { beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { ask, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenBook } from '../../test/given-book.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenCompany, ticketRow, type GivenCompany } from '../../test/given-company.ts'
import { givenSender } from '../../test/given-webhooks.ts'
import { workOff } from '../../test/workers-beside.ts'
import { analyzeAtOnce } from './at-once.ts'
import type { AnalyzeCustomer } from './customer.contract.ts'

// Twenty who want the same thing of one customer at the same moment.

const db = await testDatabase()
const app = await testApp(db)
beforeEach(() => db.clock.set(new Date('2027-03-15T09:00:00Z')))

type Analyzed = z.output<(typeof AnalyzeCustomer)['replies'][200]>

/** A company after its day's run, of which the run did not know yet that birch has urgent tickets. */
async function givenNews() {
  const company = await givenCompany(db)
  await company.import('users', [
    { externalId: 'mo', name: 'mo', email: 'mo@example.org', role: 'manager' },
    { externalId: 'ada', name: 'ada', email: 'ada@example.org', role: 'csm' },
  ])
  await givenBook(company, { birch: { renewsIn: 250 } })
  await company.run()
  await company.import(
    'tickets',
    [1, 2].map((n) => ticketRow(`t${String(n)}`, 'birch', { priority: 'urgent', createdAt: '2027-03-14T08:00:00Z' })),
  )
  await company.query(`update contracts set end_date = '2027-03-25'`)
  await company.query('update facts_versions set version = version + 1')
  const acts = actsIn(company, db)
  const customerId = await acts.customerId('birch')
  return { company, customerId, mo: await acts.as('mo') }
}

const TWENTY = Array.from({ length: 20 }, (_, turn) => turn)
const atOnce = <T>(work: (turn: number) => Promise<T>): Promise<T[]> => Promise.all(TWENTY.map(work))

const open = (company: GivenCompany) =>
  company.query<{ workflow: string; count: number }>(
    `select workflow_id as workflow, count(*)::int as count from workflow_executions where closed_at is null group by 1 order by 1`,
  )

const ONE_EACH = [
  { workflow: 'critical-intervention', count: 1 },
  { workflow: 'urgent-ticket', count: 1 },
]

describe('twenty at once', () => {
  it('who analyze one customer open each workflow once, and are told the same figures', async () => {
    const { company, customerId, mo } = await givenNews()
    const answers = await atOnce(() =>
      ask<Analyzed>(app, mo, { method: 'POST', url: `/api/intelligence/customer/${customerId}/analyze` }),
    )
    expect(answers.map(({ status }) => status)).toEqual(TWENTY.map(() => 200))
    const figures = answers.map(({ body: { analysis } }) => [analysis.health.value, analysis.risk.value])
    expect(figures).toEqual(figures.map(() => figures[0]))
    expect(answers.filter(({ body }) => body.isNew)).toHaveLength(1)
    expect(answers.flatMap(({ body }) => body.opened.map(({ workflow }) => workflow.id)).sort()).toEqual(
      ONE_EACH.map(({ workflow }) => workflow),
    )
    expect(await open(company)).toEqual(ONE_EACH)
  })

  it('who open one workflow by hand open one, and the others are told which', async () => {
    const { company, customerId, mo } = await givenNews()
    const body = { customerId, workflowId: 'qbr', start: true }
    const answers = await atOnce(() =>
      ask<{ id: string; openExecution?: { id: string } }>(app, mo, { method: 'POST', url: '/api/workflows', body }),
    )
    const made = answers.filter(({ status }) => status === 201)
    expect(made).toHaveLength(1)
    const others = answers.filter(({ status }) => status === 409)
    expect(others.map(({ body }) => body.openExecution?.id)).toEqual(TWENTY.slice(1).map(() => made[0]?.body.id))
    expect(await open(company)).toEqual([{ workflow: 'qbr', count: 1 }])
  })

  it('things that happen are heard of once each, whoever else looks, opens and starts meanwhile', async () => {
    const { company, customerId, mo } = await givenNews()
    const sender = await givenSender(db, app, company.id)
    const statuses = await atOnce(async (turn) => {
      switch (turn % 4) {
        case 0: {
          const url = `/api/intelligence/customer/${customerId}/analyze`
          return (await ask(app, mo, { method: 'POST', url })).status
        }
        case 1:
          await analyzeAtOnce(db, { companyId: company.id, customerIds: [customerId], startedBy: 'test' })
          return 200
        case 2: {
          const body = { customerId, workflowId: turn < 10 ? 'urgent-ticket' : 'critical-intervention', start: true }
          return (await ask(app, mo, { method: 'POST', url: '/api/workflows', body })).status
        }
        default: {
          const ticket = { id: `h${String(turn)}`, subject: 'Down', priority: 'urgent', status: 'open' }
          await sender.send({ customerId: 'birch', occurredAt: db.clock.now().toISOString(), tickets: [ticket] })
          await workOff(db)
          return 200
        }
      }
    })
    expect(statuses.filter((status) => ![200, 201, 409].includes(status))).toEqual([])
    const opened = await open(company)
    expect(opened.map(({ workflow }) => workflow)).toEqual(ONE_EACH.map(({ workflow }) => workflow))
  })
})
