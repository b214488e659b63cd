import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenDesk } from '../../test/given-desk.ts'
import type { Startable } from './startable.contract.ts'

const db = await testDatabase()
const desk = await givenDesk(db)
const { given } = desk

const startable = async (customerId: string) => {
  const { status, body } = await desk.get<{ workflows: readonly Startable[] }>(`/api/customers/${customerId}/startable`)
  return { status, of: (id: string) => body.workflows.find((each) => each.id === id), all: body.workflows }
}

describe('what can be started for a customer by hand', () => {
  it('is every workflow, with how long it takes', async () => {
    const { status, all, of } = await startable(await given.customer())
    expect(status).toBe(200)
    expect(all.length).toBeGreaterThan(10)
    expect(of('qbr')).toMatchObject({ id: 'qbr', family: 'cadence', open: null })
    expect(all.every(({ steps, minutes }) => steps > 0 && minutes > 0)).toBe(true)
  })

  it('names what is open of the same family, which is gone on with instead', async () => {
    const customerId = await given.customer()
    const { body } = await desk.post('/api/workflows', { customerId, workflowId: 'health-check' })
    const { of } = await startable(customerId)
    expect(of('qbr')?.open).toMatchObject({ executionId: body['id'] })
    expect(of('in-band-risk')?.open).toBeNull()
    expect((await desk.post('/api/workflows', { customerId, workflowId: 'qbr' })).status).toBe(409)
  })

  it('is unknown of a customer that nobody has', async () => {
    const { status } = await desk.get('/api/customers/01890000-0000-7000-8000-000000000000/startable')
    expect(status).toBe(404)
  })
})
