import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../../test/app.ts'
import { testDatabase } from '../../../test/database.ts'
import { actsIn } from '../../../test/given-company-acts.ts'
import { givenCompany, givenHealthyCustomer, ticketRow, usageRows } from '../../../test/given-company.ts'
import { askingIn } from '../../../test/given-desk.ts'
import { isoDay } from '../../base/day.ts'

const db = await testDatabase({ now: new Date('2027-03-15T09:00:00Z') })
const app = await testApp(db)
const company = await givenCompany(db)
const acts = actsIn(company, db)

await givenHealthyCustomer(company, 'elm', 20)
await givenHealthyCustomer(company, 'fir', 20)
await givenHealthyCustomer(company, 'oak', 300)
await company.import('usage', usageRows('elm', { from: company.today() - 20, to: company.today() - 1, value: 5 }))
await company.import('tickets', [
  ticketRow('t1', 'elm', { priority: 'urgent', createdAt: `${isoDay(company.today() - 1)}T08:00:00Z` }),
])
await company.run()
const ask = askingIn(app, company.id, await acts.personId('Ada Quill'))

const nextDay = async (days = 1): Promise<void> => {
  for (let turn = 0; turn < days; turn += 1) {
    company.at(`${isoDay(company.today() + 1)}T09:00:00Z`)
    await company.run()
  }
}

const open = async (customer: string): Promise<readonly string[]> => {
  const id = await acts.customerId(customer)
  const { body } = await ask.get(`/api/workflows?status=open&customer=${id}`)
  return (body['items'] as readonly { workflow: { id: string } }[]).map(({ workflow }) => workflow.id).sort()
}

describe('what an execution’s texts read', () => {
  let id = ''
  beforeAll(async () => {
    id = await acts.executionOf('elm', 'urgent-action')
  })

  it('is the customer’s figures, people, contract and renewal, as plain data', async () => {
    const { status, body } = await ask.get(`/api/workflows/${id}/context`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      customer: {
        name: 'elm',
        arr: 80_000,
        currency: 'USD',
        owner: 'Ada Quill',
        ownerEmail: 'ada@example.org',
        renewalDate: '2027-04-04',
      },
      data: {
        usage: { activeUsers: 5, licensedUsers: 100, utilizationRate: 5, trend: 'down' },
        financials: { currentARR: 80_000, currency: 'USD' },
        engagement: { supportTickets: 1, urgentTickets: 1, lastQbr: '2027-03-08' },
      },
      contacts: [
        { name: 'Noor', role: 'champion' },
        { name: 'Bo', role: 'economic-buyer' },
      ],
      contracts: [{ endDate: '2027-04-04', value: 80_000, termMonths: 12 }],
      renewal: { date: '2027-04-04', progress: 'none' },
      workflow: { id: 'urgent-action', daysUntilRenewal: 20, stage: 'urgent' },
    })
    const { riskScore, aiSummary } = body['intelligence'] as { riskScore: number; aiSummary: string }
    expect(riskScore).toBeGreaterThan(0)
    expect(aiSummary).toContain('Usage fell 85%')
  })

  it('stays what it was when the execution was begun, and is read anew when that is wished', async () => {
    await ask.post(`/api/workflows/${id}/start`)
    await company.import('customers', [{ externalId: 'elm', name: 'elm', arr: 90_000 }])
    const arrOf = async (query = '') => {
      const { body } = await ask.get(`/api/workflows/${id}/context${query}`)
      return (body['customer'] as { arr: number }).arr
    }
    expect([await arrOf(), await arrOf('?now=true')]).toEqual([80_000, 90_000])
  })
})

describe('through the days', () => {
  it('what was done stays done, and what was not done stays open', async () => {
    expect(await open('fir')).toEqual(['urgent-action'])
    const done = await acts.executionOf('fir', 'urgent-action')
    expect((await ask.post(`/api/workflows/${done}/done-already`, { outcome: 'success' })).status).toBe(200)
    await nextDay(2)
    expect(await open('fir')).toEqual([])
    expect(await open('elm')).toContain('urgent-action')
  })

  it('a renewal that comes to its next stage is due again', async () => {
    await nextDay(4)
    expect(await open('fir')).toEqual(['critical-intervention'])
  })

  it('what a person opened by hand is ranked at once, and no rule takes it back', async () => {
    const customerId = await acts.customerId('oak')
    expect(await open('oak')).toEqual([])
    const opening = { customerId, workflowId: 'out-of-band-risk', reason: 'I do not like their tone.' }
    const { status, body } = await ask.post('/api/workflows', opening)
    expect([status, body['priorityScore']]).toEqual([201, expect.any(Number)])
    await nextDay(10)
    expect(await open('oak')).toEqual(['out-of-band-risk'])
    const { body: after } = await ask.get(`/api/workflows/${String(body['id'])}`)
    expect(after).toMatchObject({ trigger: 'by-hand', status: 'pending', late: true })
  })

  it('and it stands on the day of whoever has it, with who wished it', async () => {
    const { body } = await ask.get('/api/today')
    const cards = [body['one'], ...(body['next'] as object[])]
    expect(cards).toContainEqual(
      expect.objectContaining({
        customer: expect.objectContaining({ name: 'oak' }) as object,
        why: expect.objectContaining({ first: 'Somebody opened it by hand (I do not like their tone.).' }) as object,
      }),
    )
  })
})
