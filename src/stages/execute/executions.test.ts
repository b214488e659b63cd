import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { givenDesk } from '../../../test/given-desk.ts'
import { OPENED_ON } from '../../../test/given-executions.ts'

const START = new Date('2027-03-15T09:00:00Z')
const db = await testDatabase({ now: START })
const desk = await givenDesk(db)
const neighbour = await givenDesk(db)
const { given, runs } = desk
beforeEach(() => {
  db.clock.set(START)
})

const NOBODY = '01a2031c-56a4-7da7-87f5-14a9dd01d243'

type Listed = { readonly items: readonly { readonly id: string }[]; readonly nextCursor: string | null }
const list = async (query: string): Promise<Listed> => (await desk.get<Listed>(`/api/workflows?${query}`)).body
const idsOf = async (query: string): Promise<readonly string[]> => (await list(query)).items.map(({ id }) => id)

describe('the list of executions', () => {
  it('is filtered by what each of them is', async () => {
    const customerId = await given.customer()
    const mine = async (known: Parameters<typeof given.execution>[0] = {}) => given.execution({ customerId, ...known })
    const late = await mine({ dueOn: OPENED_ON - 1 })
    const held = await mine({
      workflowId: 'in-band-opportunity',
      family: 'opportunity',
      held: true,
      assignedTo: given.manager,
    })
    const renewalId = await given.renewal(customerId)
    const renewal = await mine({ renewalId, workflowId: 'urgent-action', family: 'renewal', stage: 'urgent' })
    const over = await mine({ workflowId: 'strategic-planning', family: 'strategic', dueOn: OPENED_ON - 1 })
    await desk.post(`/api/workflows/${over}/cancel`, { reason: 'other' })
    const of = (query: string) => idsOf(`customer=${customerId}&${query}`)
    const newest = (...ids: string[]) => ids.sort().reverse()
    expect(await of('')).toEqual(newest(over, renewal, held, late))
    expect(await of('status=open')).toEqual(newest(renewal, held, late))
    expect(await of('status=cancelled')).toEqual([over])
    expect(await of('late=true')).toEqual([late])
    expect(await of('late=false')).toEqual(newest(over, renewal, held))
    expect(await of('held=true')).toEqual([held])
    expect(await of('family=renewal')).toEqual([renewal])
    expect(await of('stage=urgent')).toEqual([renewal])
    expect(await of(`csm=${given.manager}`)).toEqual([held])
    expect(await of('csm=mia')).toEqual([held])
    expect(await of('csm=Ida%20Nord&family=risk&late=true&held=false&status=pending')).toEqual([late])
  })

  it('goes on behind each page, whatever came in front of it meanwhile', async () => {
    const customerId = await given.customer()
    const event = (key: string) =>
      given.execution({ customerId, workflowId: 'urgent-ticket', family: 'event', eventKey: key })
    const all: string[] = []
    for (const key of ['a', 'b', 'c', 'd', 'e']) all.push(await event(key))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await list(`customer=${customerId}&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
      if (seen.length === 2) await event('late-comer')
    } while (cursor !== null)
    expect(seen).toEqual(all.sort().reverse())
  })

  it.each([
    ['a cursor of nobody', 'cursor=abc', 422],
    ['a person of nobody', 'csm=nobody', 404],
    ['a status that is none', 'status=done', 400],
    ['a page of none', 'limit=0', 400],
  ])('is refused for %s', async (_what, query, status) => {
    expect((await desk.get(`/api/workflows?${query}`)).status).toBe(status)
  })
})

describe('one execution', () => {
  it('shows the steps of the version that it was opened with, before and after it is begun', async () => {
    const id = await given.execution({ workflowId: 'qbr', family: 'cadence', leadingSteps: ['confirm-decision-path'] })
    await desk.rows(
      `insert into workflow_definitions (company_id, workflow_id, version, origin, content_hash, title, family, target_minutes, definition)
       select company_id, workflow_id, version + 1, 'company', 'x', 'Our own way', family, 5, '{"steps": [{"id": "only-one", "name": "Only one"}]}'
         from workflow_definitions where workflow_id = 'qbr' order by version desc limit 1`,
    )
    const steps = async () => {
      const { body } = await desk.get(`/api/workflows/${id}`)
      return (body['steps'] as readonly { id: string; name: string }[]).map((step) => `${step.id}: ${step.name}`)
    }
    const before = await steps()
    expect(before[0]).toBe('confirm-decision-path: Confirm who decides and when')
    expect(before).toHaveLength(6)
    await desk.post(`/api/workflows/${id}/start`)
    expect(await steps()).toEqual(before)
    const later = await given.execution({ workflowId: 'qbr', family: 'cadence' })
    expect((await desk.get(`/api/workflows/${later}`)).body).toMatchObject({
      workflow: { title: 'Our own way' },
      steps: [{ id: 'only-one', name: 'Only one', status: 'not_started' }],
    })
  })

  it('says where it stands: what is done, what returns, and what is next', async () => {
    const id = await runs.inState('in_progress', { started: true, step: 'completed' })
    const steps = await runs.read(id).then((read) => read.steps.map((step) => step.id))
    expect(steps).toContain('find-cause')
    await desk.post(`/api/workflows/${id}/steps/assess-risk/snooze`, { until: '2027-03-16T08:00:00Z', reason: 'waits' })
    const { body } = await desk.get(`/api/workflows/${id}/status`)
    expect(body).toMatchObject({
      id,
      status: 'in_progress',
      completionPercentage: 25,
      hasSnoozedSteps: true,
      nextDueStepDate: '2027-03-16T08:00:00.000Z',
      currentStep: 'draft-plan',
    })
    expect(Object.keys(body)).not.toContain('priorityFactors')
  })

  it('tells what was done to it, the newest first, a page at a time', async () => {
    const id = await runs.inState('in_progress', { started: true })
    for (const text of ['one', 'two', 'three'])
      await desk.post(`/api/workflows/${id}/steps/find-cause/comment`, { text })
    const { body: first } = await desk.get<{ items: { reason: string }[]; nextCursor: string }>(
      `/api/workflows/${id}/history?limit=3`,
    )
    const { items, nextCursor } = first
    expect(items.map(({ reason }) => reason)).toEqual(['three', 'two', 'one'])
    const { body } = await desk.get(`/api/workflows/${id}/history?limit=3&cursor=${nextCursor}`)
    expect(body).toMatchObject({ items: [{ action: 'start', by: { id: given.csm } }], nextCursor: null })
  })

  it.each([
    'é'.repeat(2000),
    '{{customer.name}} {% include "x" %}',
    "'; drop table tasks; --",
    '<img onerror=x>',
    '\u202ereversed',
  ])('takes a comment as it is written: %s', async (text) => {
    const id = await given.execution()
    const reply = await desk.post(`/api/workflows/${id}/steps/find-cause/comment`, { text })
    expect(reply).toMatchObject({ status: 201, body: { action: 'comment', stepId: 'find-cause', reason: text } })
  })

  it('of another company is as unknown as one that there is not, in every way to ask and to act', async () => {
    const id = await runs.inState('in_progress', { started: true })
    const before = await runs.read(id)
    const customerId = await given.customer()
    const asked: readonly (readonly ['get' | 'post', (id: string) => string, object?])[] = [
      ['get', (of) => `/api/workflows/${of}`],
      ['get', (of) => `/api/workflows/${of}/status`],
      ['get', (of) => `/api/workflows/${of}/context`],
      ['get', (of) => `/api/workflows/${of}/actions`],
      ['get', (of) => `/api/workflows/${of}/history`],
      ['post', (of) => `/api/workflows/${of}/start`],
      ['post', (of) => `/api/workflows/${of}/complete`],
      ['post', (of) => `/api/workflows/${of}/cancel`, { reason: 'other' }],
      ['post', (of) => `/api/workflows/${of}/actions/save-draft`, {}],
      ['post', (of) => `/api/workflows/${of}/steps/find-cause/complete`],
      ['post', (of) => `/api/workflows/${of}/steps/find-cause/comment`, { text: 'hello' }],
      ['post', (of) => `/api/workflows/${of}/steps/find-cause/assign`, { to: null }],
    ]
    const ask = async (method: 'get' | 'post', url: string, body?: object) => {
      const { status, body: said } = await (method === 'get'
        ? neighbour.get(url, neighbour.given.manager)
        : neighbour.post(url, body, { who: neighbour.given.manager }))
      return { status, detail: said['detail'] }
    }
    for (const [method, url, body] of asked) {
      const theirs = await ask(method, url(id), body)
      expect([url(id), theirs.status]).toEqual([url(id), 404])
      expect(theirs).toEqual(await ask(method, url(NOBODY), body))
    }
    const many = await ask('post', '/api/workflows/reassign', undefined)
    expect(many.status).toBe(400)
    const opening = { customerId, workflowId: 'health-check' }
    expect(await ask('post', '/api/workflows', opening)).toEqual(
      await ask('post', '/api/workflows', { ...opening, customerId: NOBODY }),
    )
    expect((await neighbour.get(`/api/workflows?customer=${customerId}`)).body).toMatchObject({ items: [] })
    expect(await runs.read(id)).toEqual(before)
  })

  it('is not given to a person of another company', async () => {
    const id = await given.execution()
    const to = neighbour.given.csm
    expect((await desk.post(`/api/workflows/${id}/reassign`, { to }, { who: given.manager })).status).toBe(422)
  })
})

describe('opening a workflow by hand', () => {
  const open = (body: object, who = given.csm) => desk.post('/api/workflows', body, { who })

  it('opens it for the owner, with its reason, begun when that is wished', async () => {
    const customerId = await given.customer()
    const body = { customerId, workflowId: 'emergency-renewal', reason: 'They called me.', start: true }
    const reply = await open(body, given.manager)
    expect(reply).toMatchObject({
      status: 201,
      body: {
        workflow: { id: 'emergency-retention', family: 'renewal' },
        customer: { id: customerId },
        csm: { id: given.csm },
        status: 'in_progress',
        trigger: 'by-hand',
        because: [{ code: 'by-hand', value: 'They called me.' }],
      },
    })
    const { actions, audited } = await runs.read(String(reply.body['id']))
    expect([actions, audited]).toEqual([['start'], ['open execution', 'start execution']])
  })

  it.each([
    ['in-band-risk', 'out-of-band-risk'],
    ['strategic-planning', 'strategic-planning'],
    ['urgent-ticket', 'urgent-ticket'],
    ['health-check', 'qbr'],
    ['urgent-action', 'negotiation-prep'],
  ])('%s: then no %s, and the refusal names the one that is open', async (workflowId, second) => {
    const customerId = await given.customer()
    const { body: first } = await open({ customerId, workflowId })
    expect(await open({ customerId, workflowId: second })).toMatchObject({
      status: 409,
      body: { openExecution: { id: first['id'], workflow: { id: workflowId } } },
    })
    await desk.post(`/api/workflows/${String(first['id'])}/done-already`)
    expect((await open({ customerId, workflowId: second })).status).toBe(201)
  })

  it('by twenty at once opens one', async () => {
    const customerId = await given.customer()
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => open({ customerId, workflowId: 'health-check' })),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)])
    expect(await idsOf(`customer=${customerId}`)).toHaveLength(1)
  })

  it('an opportunity waits while it burns, and a risk makes it wait', async () => {
    const held = async (customerId: string, workflows: readonly string[]) => {
      for (const workflowId of workflows) expect((await open({ customerId, workflowId })).status).toBe(201)
      return (await list(`customer=${customerId}&held=true`)).items.length
    }
    expect(await held(await given.customer(), ['in-band-risk', 'in-band-opportunity'])).toBe(1)
    expect(await held(await given.customer(), ['in-band-opportunity', 'in-band-risk'])).toBe(1)
    expect(await held(await given.customer(), ['in-band-opportunity', 'health-check'])).toBe(0)
  })

  it.each([
    ['a workflow that there is not', { workflowId: '__proto__' }, 422],
    ['a renewal that there is not', { workflowId: 'urgent-action', renewalId: NOBODY }, 422],
    ['no workflow', { workflowId: '' }, 400],
    ['a customer of nobody', { customerId: NOBODY, workflowId: 'qbr' }, 404],
  ])('is refused for %s', async (_what, body, status) => {
    expect((await open({ customerId: await given.customer(), ...body })).status).toBe(status)
  })

  it('is refused for a customer that was put away', async () => {
    const customerId = await given.customer()
    await desk.rows('update customers set archived_at = app.now() where id = $1', [customerId])
    expect((await open({ customerId, workflowId: 'qbr' })).status).toBe(404)
  })
})
