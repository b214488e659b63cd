import { beforeEach, describe, expect, it } from 'vitest'
import { ask as askAs } from '../../../test/app.ts'
import { testDatabase } from '../../../test/database.ts'
import { givenDesk } from '../../../test/given-desk.ts'
import type { Task, TasksPage } from './tasks.contract.ts'

const db = await testDatabase()
let desk: Awaited<ReturnType<typeof givenDesk>>
let other: string
let viewer: string
let customer: string

beforeEach(async () => {
  desk = await givenDesk(db)
  other = await desk.person('Rolf Ahl', 'csm')
  viewer = await desk.person('Vera Holt', 'viewer')
  customer = await desk.given.customer()
})

type Method = 'POST' | 'PATCH' | 'DELETE'
const send = <T = Task>(method: Method, url: string, { who, body }: { who?: string; body?: object } = {}) =>
  askAs<T>(
    desk.app,
    { companyId: desk.given.companyId, userId: who ?? desk.given.csm },
    { method, url, ...(body ? { body } : {}) },
  )
const add = async (body: object = {}, who?: string): Promise<Task> => {
  const { status, body: made } = await send('POST', '/api/tasks', {
    body: { title: 'Call Noor', ...body },
    ...(who === undefined ? {} : { who }),
  })
  expect(status).toBe(201)
  return made
}
type Listed = { readonly items: readonly Task[]; readonly nextCursor: string | null }
const list = async (query = ''): Promise<Listed> => (await desk.get<Listed>(`/api/tasks${query}`)).body
const titles = ({ items }: Listed) => items.map(({ title }) => title)
const audited = (id: string) =>
  desk.rows<{ action: string; by: string }>(
    `select action, actor_name as by from audit_log where object = 'task' and object_id = $1 order by at, id`,
    [id],
  )

describe('a task', () => {
  it('is whoever’s adds it, unless somebody else is named', async () => {
    const own = await add({ dueOn: '2027-03-20', customerId: customer })
    expect(own).toMatchObject({
      title: 'Call Noor',
      status: 'open',
      dueOn: '2027-03-20',
      assignee: { id: desk.given.csm, name: 'Ida Nord' },
      customer: { id: customer },
      workflow: null,
      createdBy: 'Ida Nord',
    })
    expect(own.can).toEqual(['read', 'act'])
    expect(await add({ assigneeId: other })).toMatchObject({ assignee: { id: other }, can: ['read'] })
    expect(await add({ assigneeId: null })).toMatchObject({ assignee: null, can: ['read', 'act'] })
  })

  it('is changed in what is named, completed, reopened and deleted, each with its row of the audit trail', async () => {
    const { id } = await add({ dueOn: '2027-03-20' })
    const changed = await send('PATCH', `/api/tasks/${id}`, { body: { title: 'Write to Noor' } })
    expect(changed.body).toMatchObject({ title: 'Write to Noor', dueOn: '2027-03-20' })
    expect((await send('PATCH', `/api/tasks/${id}`, { body: { dueOn: null } })).body).toMatchObject({ dueOn: null })
    const done = await send('POST', `/api/tasks/${id}/complete`)
    expect(done.body).toMatchObject({ status: 'done', doneAt: db.clock.now().toISOString() })
    expect((await send('POST', `/api/tasks/${id}/reopen`)).body).toMatchObject({ status: 'open', doneAt: null })
    expect((await send('DELETE', `/api/tasks/${id}`)).body).toMatchObject({ status: 'dropped' })
    expect((await send('POST', `/api/tasks/${id}/reopen`)).body).toMatchObject({ status: 'open' })
    const actions = ['create', 'change', 'change', 'complete', 'reopen', 'delete', 'reopen']
    expect(await audited(id)).toEqual(actions.map((action) => ({ action, by: 'Ida Nord' })))
  })

  it.each([
    ['completed', 'complete', []],
    ['completed', 'delete', []],
    ['open', 'reopen', ['reopen']],
  ])('that is %s cannot be told to %s: the answer says how it stands', async (_state, move, before) => {
    const { id } = await add()
    await send('POST', `/api/tasks/${id}/complete`)
    for (const step of before) await send('POST', `/api/tasks/${id}/${step}`)
    const [method, url] = move === 'delete' ? ['DELETE' as const, ''] : ['POST' as const, `/${move}`]
    const answer = await send<{ current: Task }>(method, `/api/tasks/${id}${url}`)
    expect(answer).toMatchObject({ status: 409, body: { current: { id } } })
  })

  it('is acted on by whoever has it and whoever leads; others read it', async () => {
    const { id } = await add()
    for (const who of [other, viewer])
      expect([who, (await send('POST', `/api/tasks/${id}/complete`, { who })).status]).toEqual([who, 403])
    expect((await desk.get(`/api/tasks/${id}`, other)).body).toMatchObject({ id, can: ['read'] })
    expect((await send('POST', `/api/tasks/${id}/complete`, { who: desk.given.manager })).status).toBe(200)
  })

  it.each([
    ['without a title', { title: ' ' }, 400],
    ['on no day', { dueOn: '2027-02-30' }, 400],
    ['of nobody’s customer', { customerId: '01a2031c-56a4-7da7-87f5-14a9dd01d243' }, 404],
    ['for nobody that is here', { assigneeId: '01a2031c-56a4-7da7-87f5-14a9dd01d243' }, 422],
  ])('%s is not taken', async (_why, body, status) => {
    expect((await send('POST', '/api/tasks', { body: { title: 'Call', ...body } })).status).toBe(status)
    const { id } = await add()
    expect((await send('PATCH', `/api/tasks/${id}`, { body })).status).toBe(status)
  })

  it('is not given to somebody who only reads', async () => {
    expect((await send('POST', '/api/tasks', { body: { title: 'Call', assigneeId: viewer } })).status).toBe(422)
  })

  it('of another company is unknown', async () => {
    const { id } = await add()
    const others = await givenDesk(db)
    expect((await others.get(`/api/tasks/${id}`)).status).toBe(404)
    expect((await others.post(`/api/tasks/${id}/complete`)).status).toBe(404)
    expect((await others.post('/api/tasks', { title: 'Call', customerId: customer })).status).toBe(404)
  })

  it('is added once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'once' }
    for (let time = 0; time < 2; time += 1) await desk.post('/api/tasks', { title: 'Once' }, { headers })
    expect(titles(await list()).filter((title) => title === 'Once')).toHaveLength(1)
  })

  it('that a conversation made leads back to its workflow', async () => {
    const id = await desk.runs.inState('in_progress', { started: true })
    await desk.post(`/api/workflows/${id}/actions/create-task`, { title: 'Send the agenda' })
    const { items } = await list(`?execution=${id}`)
    expect(items).toMatchObject([{ title: 'Send the agenda', workflow: { executionId: id } }])
  })
})

describe('the list', () => {
  it('comes by the day, without one last, a page at a time, each once', async () => {
    for (const [title, dueOn] of [
      ['c', null],
      ['b', '2027-03-20'],
      ['d', null],
      ['a', '2027-03-01'],
      ['b2', '2027-03-20'],
    ])
      await add({ title, dueOn })
    const seen: string[] = []
    let page = await list('?limit=2')
    for (;;) {
      seen.push(...titles(page))
      if (page.nextCursor === null) break
      page = await list(`?limit=2&cursor=${page.nextCursor}`)
    }
    expect(seen).toEqual(['a', 'b', 'b2', 'c', 'd'])
  })

  it('of done and deleted ones comes a page at a time too, the latest first', async () => {
    const start = db.clock.now()
    for (const [index, title] of ['first', 'second', 'third'].entries()) {
      db.clock.set(new Date(start.getTime() + index * 60_000))
      const { id } = await add({ title })
      await send('POST', `/api/tasks/${id}/complete`)
      await send('DELETE', `/api/tasks/${(await add({ title: `no ${title}` })).id}`)
    }
    for (const [status, expected] of [
      ['done', ['third', 'second', 'first']],
      ['dropped', ['no third', 'no second', 'no first']],
    ] as const) {
      const page = await list(`?status=${status}&limit=2`)
      const rest = await list(`?status=${status}&limit=2&cursor=${page.nextCursor ?? ''}`)
      expect([...titles(page), ...titles(rest)]).toEqual(expected)
    }
    db.clock.set(start)
  })

  it('is narrowed by whose, by customer and by day', async () => {
    await add({ title: 'mine', dueOn: '2027-03-20', customerId: customer })
    await add({ title: 'other’s', assigneeId: other })
    await add({ title: 'nobody’s', assigneeId: null })
    expect(titles(await list('?assignee=me'))).toEqual(['mine'])
    expect(titles(await list(`?assignee=${other}`))).toEqual(['other’s'])
    expect(titles(await list('?assignee=nobody'))).toEqual(['nobody’s'])
    expect(titles(await list(`?customer=${customer}`))).toEqual(['mine'])
    expect(titles(await list('?dueUntil=2027-03-19'))).toEqual([])
  })

  it('takes no cursor of another list', async () => {
    expect((await desk.get('/api/tasks?cursor=WyJ4Il0')).status).toBe(422)
  })
})

describe('the page', () => {
  const page = async (who?: string, query = '') =>
    (await desk.get<TasksPage>(`/api/tasks/page${query}`, who ?? desk.given.csm)).body

  it('of a CSM is his own, with his customers and whom he can ask', async () => {
    await add({ title: 'mine' })
    await add({ title: 'other’s', assigneeId: other })
    const { whose, open, done, people, customers } = await page()
    expect([whose, open.map(({ title }) => title), done]).toEqual(['mine', ['mine'], []])
    expect(people.map(({ name }) => name)).toEqual(['Ida Nord', 'Mia Lead', 'Rolf Ahl'])
    expect(customers.map(({ id }) => id)).toEqual([customer])
    expect((await desk.get('/api/tasks/page?whose=team')).status).toBe(403)
  })

  it('of whoever leads is his own or the team’s, what nobody has included', async () => {
    await add({ title: 'Ida’s' })
    await add({ title: 'nobody’s', assigneeId: null })
    expect((await page(desk.given.manager)).open).toEqual([])
    const team = await page(desk.given.manager, '?whose=team')
    expect(team.open.map(({ title }) => title).toSorted()).toEqual(['Ida’s', 'nobody’s'])
    expect((await page(viewer)).whose).toBe('team')
  })

  it('shows what was done in two weeks', async () => {
    const { id } = await add({ title: 'done' })
    await send('POST', `/api/tasks/${id}/complete`)
    expect((await page()).done.map(({ title }) => title)).toEqual(['done'])
    await desk.rows(`update tasks set done_at = app.now() - interval '15 days' where id = $1 returning id`, [id])
    expect((await page()).done).toEqual([])
  })
})
