import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { ask, read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenBook } from '../../test/given-book.ts'
import { actsIn } from '../../test/given-company-acts.ts'
import { givenCompany, ticketRow, usageRows, type GivenCompany } from '../../test/given-company.ts'
import { createApiKey } from '../access/api-keys.store.ts'
import { isoDay } from '../base/day.ts'
import type { AnalysisReply } from '../stages/analyze/intelligence.contract.ts'
import type { AnalyzeCustomer, NotePulse, SetOverride } from './customer.contract.ts'

const db = await testDatabase()
const app = await testApp(db)
const NOW = '2027-03-15T09:00:00Z'
beforeEach(() => db.clock.set(new Date(NOW)))

type Analyzed = z.output<(typeof AnalyzeCustomer)['replies'][200]>
type Overridden = z.output<(typeof SetOverride)['replies'][201]>
type Pulsed = z.output<(typeof NotePulse)['replies'][201]>

async function givenPeople(): Promise<GivenCompany & ReturnType<typeof actsIn>> {
  const company = await givenCompany(db)
  await company.import('users', [
    { externalId: 'ada', name: 'ada', email: 'ada@example.org', role: 'csm' },
    { externalId: 'ben', name: 'ben', email: 'ben@example.org', role: 'csm' },
    { externalId: 'mo', name: 'mo', email: 'mo@example.org', role: 'manager' },
    { externalId: 'vi', name: 'vi', email: 'vi@example.org', role: 'viewer' },
  ])
  await givenBook(company, {
    birch: { renewsIn: 250 },
    alder: { renewsIn: 250 },
    cedar: { renewsIn: 40 },
    elm: { renewsIn: 40 },
  })
  await company.run()
  return { ...company, ...actsIn(company, db) }
}

let company: Awaited<ReturnType<typeof givenPeople>>
beforeAll(async () => {
  db.clock.set(new Date(NOW))
  company = await givenPeople()
})

const at = async (customer: string, act: string): Promise<string> =>
  `/api/intelligence/customer/${await company.customerId(customer)}/${act}`

const analyze = async (customer: string, person = 'ada') =>
  ask<Analyzed>(app, await company.as(person), { method: 'POST', url: await at(customer, 'analyze') })

const sum = (figure: AnalysisReply['health']): number =>
  Math.round(figure.factors.reduce((all, { contribution }) => all + contribution, 0) * 100) / 100

describe('analyzing one customer now', () => {
  it('confirms what stands while nothing new is known', async () => {
    const { status, body } = await analyze('alder')
    expect(status).toBe(200)
    expect(body).toMatchObject({ isNew: false, opened: [], closed: [] })
    expect(body.can).toEqual(expect.arrayContaining(['act', 'override']))
  })

  it('hears of new facts at once: figures with factors that add up, and what became due', async () => {
    const today = company.today()
    await company.import('usage', usageRows('birch', { from: today - 28, to: today - 1, value: 2 }))
    await company.import(
      'tickets',
      [1, 2, 3].map((n) =>
        ticketRow(`b${String(n)}`, 'birch', { priority: 'urgent', createdAt: '2027-03-14T08:00:00Z' }),
      ),
    )
    await company.import('contracts', [
      {
        externalId: 'birch-contract',
        customerExternalId: 'birch',
        endDate: isoDay(today + 10),
        termMonths: 12,
        value: 80_000,
      },
    ])
    const { body } = await analyze('birch')
    const { analysis } = body
    for (const figure of [analysis.health, analysis.risk, analysis.opportunity]) expect(sum(figure)).toBe(figure.value)
    expect(analysis.risk.factors.map(({ sentence }) => sentence)).toContain(
      'Three urgent tickets (open, two count at most).',
    )
    expect(analysis.renewals[0]).toMatchObject({ stage: 'critical', days: 10 })
    expect(body.opened.map(({ workflow, assignedTo }) => [workflow.id, assignedTo])).toEqual([
      ['critical-intervention', 'ada'],
      ['urgent-ticket', 'ada'],
    ])
    expect(body.opened[0]?.because).toBe('The renewal is in 10 days and the stage is critical.')
  })

  it('comes to what the daily run would have come to', async () => {
    const mine = () =>
      company.query(
        `select s.health, s.risk, s.opportunity, s.stage, e.workflow_id, e.priority_score from customer_standings s
           join customers c on c.id = s.customer_id left join workflow_executions e on e.customer_id = c.id and e.closed_at is null
          where c.external_id = 'cedar'`,
      )
    await company.import('tickets', [
      ticketRow('c1', 'cedar', { priority: 'urgent', createdAt: '2027-03-14T08:00:00Z' }),
    ])
    await analyze('cedar')
    const alone = await mine()
    await company.query(`update facts_versions set version = version + 1`)
    await company.run()
    expect(await mine()).toEqual(alone)
  })

  it('gives what nobody owns to somebody, and scores it', async () => {
    await company.import('customers', [
      {
        externalId: 'stray',
        name: 'stray',
        arr: 50_000,
        status: 'active',
        lifecycleStage: 'mature',
        customerSince: '2024-01-01',
      },
    ])
    await company.import('contracts', [
      {
        externalId: 'stray-1',
        customerExternalId: 'stray',
        startDate: '2026-04-01',
        endDate: '2027-04-10',
        value: 50_000,
      },
    ])
    const { body } = await analyze('stray')
    expect(body.opened).toHaveLength(1)
    expect(body.opened[0]?.assignedTo).not.toBeNull()
    const [run] = await company.query<{ scored: boolean }>(
      'select priority_score is not null as scored from workflow_executions where id = $1',
      [body.opened[0]?.id],
    )
    expect(run).toEqual({ scored: true })
  })

  it('is for the owner and for who leads, and leaves a line in the audit trail', async () => {
    expect((await analyze('alder', 'ben')).status).toBe(403)
    expect((await analyze('alder', 'vi')).status).toBe(403)
    expect((await analyze('alder', 'mo')).status).toBe(200)
    const [line] = await company.query<{ actor_name: string; detail: object }>(
      `select actor_name, detail from audit_log where action = 'analyze' and object = 'customer' order by at desc, id desc limit 1`,
    )
    expect(line).toMatchObject({ actor_name: 'mo', detail: { cause: 'asked', opened: 0 } })
  })

  it('two at once do not open the same thing twice', async () => {
    await company.import('contracts', [
      {
        externalId: 'alder-contract',
        customerExternalId: 'alder',
        endDate: isoDay(company.today() + 20),
        termMonths: 12,
        value: 80_000,
      },
    ])
    const answers = await Promise.all([analyze('alder'), analyze('alder'), analyze('alder', 'mo')])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(answers.flatMap(({ body }) => body.opened)).toHaveLength(1)
  })

  it('a key of a manager may; one that is only let to read may not', async () => {
    const url = await at('alder', 'analyze')
    const asKey = async (scopes: readonly string[]) => {
      const { key } = await createApiKey(db, { companyId: company.id, role: 'manager', scopes })
      return (await app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${key}` } })).statusCode
    }
    expect(await asKey(['intelligence:write'])).toBe(200)
    expect(await asKey(['intelligence:read'])).toBe(403)
  })

  it('knows nothing of an archived customer', async () => {
    await company.import('customers', [{ externalId: 'gone', name: 'gone' }])
    await company.query(`update customers set archived_at = app.now() where external_id = 'gone'`)
    expect((await analyze('gone', 'mo')).status).toBe(404)
  })
})

describe('an override', () => {
  const set = async (body: object, person = 'ada', customer = 'cedar') =>
    ask<Overridden>(app, await company.as(person), { method: 'POST', url: await at(customer, 'override'), body })
  const end = async (figure: string, person = 'ada') =>
    ask<Analyzed>(app, await company.as(person), { method: 'DELETE', url: await at('cedar', `override/${figure}`) })
  const risk = { figure: 'risk', value: 91.5, reason: 'They told me on the phone' }

  it('stands beside the computed figure for 30 days, and the score uses it', async () => {
    const { status, body } = await set(risk, 'ada', 'elm')
    expect(status).toBe(201)
    expect(body.override).toMatchObject({
      figure: 'risk',
      value: 91.5,
      by: 'ada',
      from: '2027-03-15',
      until: '2027-04-14',
    })
    expect(body.analysis.risk).toMatchObject({ override: 91.5 })
    expect(body.analysis.risk.value).toBeLessThan(91.5)
    expect(body.opened.map(({ workflow }) => workflow.id)).toContain('in-band-risk')
    const [run] = await company.query<{ risk: number }>(
      `select (f->>1)::float as risk from workflow_executions e join customers c on c.id = e.customer_id, json_array_elements(e.priority_factors) f
        where c.external_id = 'elm' and e.family = 'renewal' and f->>0 = 'risk'`,
    )
    expect(run).toEqual({ risk: 91.5 })
  })

  it('is told beside what is said of the customer, with what the reader may do', async () => {
    await set({ ...risk, note: 'Call of Friday' })
    type Said = { readonly overrides: object[]; readonly can: readonly string[]; readonly riskScore: number }
    const { body } = await read<Said>(app, await company.as('vi'), await at('cedar', 'insights'))
    expect(body.overrides).toEqual([
      { ...risk, note: 'Call of Friday', by: 'ada', from: '2027-03-15', until: '2027-04-14' },
    ])
    expect(body).toMatchObject({ riskScore: 91.5, can: ['read', 'comment'] })
    const page = `/api/customers/${await company.customerId('cedar')}/page`
    expect((await read<Said>(app, await company.as('vi'), page)).body).toMatchObject({
      overrides: body.overrides,
      pulse: null,
      can: ['read', 'comment'],
    })
  })

  it('gives way to a newer one, and ends when it is taken back', async () => {
    await set(risk)
    expect((await set({ ...risk, value: 20, days: 5 })).body.override).toMatchObject({ value: 20, until: '2027-03-20' })
    const { status, body } = await end('risk')
    expect([status, body.analysis.risk.override]).toEqual([200, null])
    expect((await end('risk')).status).toBe(404)
  })

  it('expires by itself', async () => {
    await set({ ...risk, days: 2 })
    db.clock.set(new Date('2027-03-17T09:00:00Z'))
    expect((await analyze('cedar')).body.analysis.risk.override).toBe(91.5)
    db.clock.set(new Date('2027-03-18T09:00:00Z'))
    expect((await analyze('cedar')).body.analysis.risk.override).toBeNull()
  })

  it.each([
    [{ ...risk, days: 91 }],
    [{ ...risk, days: 0 }],
    [{ ...risk, value: 100.5 }],
    [{ ...risk, value: -1 }],
    [{ ...risk, reason: '   ' }],
    [{ ...risk, figure: 'opportunity' }],
  ])('is refused: %j', async (body) => {
    expect((await set(body)).status).toBe(400)
  })

  it('is not for somebody else’s customer, except for who leads', async () => {
    expect((await set(risk, 'ben')).status).toBe(403)
    expect((await set(risk, 'mo')).status).toBe(201)
    expect((await end('risk', 'ben')).status).toBe(403)
    expect((await end('risk', 'mo')).status).toBe(200)
  })

  it('takes part in a run as of its days, and in none before', async () => {
    await set({ ...risk, value: 77, days: 10 })
    db.clock.set(new Date('2027-03-20T09:00:00Z'))
    await end('risk')
    const overrideOf = async (date: string) => {
      const id = await company.customerId('cedar')
      return (await read<AnalysisReply>(app, await company.as('ada'), `/api/intelligence/customer/${id}/at/${date}`))
        .body.risk.override
    }
    for (const day of [14, 15, 19, 20]) await company.run('as-of', company.today() - 20 + day)
    expect(await overrideOf('2027-03-14')).toBeNull()
    expect(await overrideOf('2027-03-19')).toBe(77)
    expect(await overrideOf('2027-03-20')).toBeNull()
  })
})

describe('a pulse', () => {
  const note = async (body: object, person = 'ada') =>
    ask<Pulsed>(app, await company.as(person), { method: 'POST', url: await at('cedar', 'pulse'), body })

  it('is kept and weighs nothing while the configuration gives it no weight', async () => {
    const before = (await analyze('cedar')).body.analysis.health.value
    const { status, body } = await note({ colour: 'red', line: 'The new CFO asks what we cost' })
    expect(status).toBe(201)
    expect(body.pulse).toMatchObject({
      colour: 'red',
      line: 'The new CFO asks what we cost',
      by: 'ada',
      day: '2027-03-15',
    })
    expect(body.analysis.health.value).toBe(before)
  })

  it('moves health once it has a weight', async () => {
    await company.query(
      `insert into configurations (company_id, version, settings, created_by, adopted_at)
       values (app.company_id(), 1, '{"analyze":{"rules":{"weights":{"pulse":20}}}}', 'test', app.now())`,
    )
    const red = (await note({ colour: 'red' })).body.analysis
    const green = (await note({ colour: 'green' })).body.analysis
    expect(green.health.value).toBeGreaterThan(red.health.value)
    expect(green.health.factors).toContainEqual(
      expect.objectContaining({ factor: 'health.pulse', value: 'green', sentence: 'CSM’s pulse is green.', age: 0 }),
    )
  })

  it('is one of three colours, from who works on the customer', async () => {
    expect((await note({ colour: 'blue' })).status).toBe(400)
    expect((await note({ colour: 'red' }, 'ben')).status).toBe(403)
  })
})
