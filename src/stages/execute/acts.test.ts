import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { givenDesk } from '../../../test/given-desk.ts'

const START = new Date('2027-03-15T09:00:00Z')
const db = await testDatabase({ now: START })
const desk = await givenDesk(db)
const { given, runs } = desk
const admin = await desk.person('Agda Frey', 'admin')
beforeEach(() => {
  db.clock.set(START)
})

const STEPS = ['assess-risk', 'find-cause', 'draft-plan', 'draft-outreach']
const twenty = <T>(work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 20 }, work))
const begun = (): Promise<string> => runs.inState('in_progress', { started: true })
const act = (id: string, path: string, body?: object, who = given.csm) =>
  desk.post(`/api/workflows/${id}/${path}`, body, { who })

type Task = { readonly title: string; readonly to: string | null; readonly due: string | null; readonly by: string }
const tasksOf = (id: string): Promise<Task[]> =>
  desk.rows(
    'select title, assigned_to as to, due_on::text as due, created_by as by from tasks where execution_id = $1 order by title',
    [id],
  )
const customerOf = async (id: string) => {
  const [row] = await desk.rows<{ id: string; touched: Date | null; next: string | null }>(
    `select c.id, c.last_touch_at as touched, c.next_step as next from customers c join workflow_executions e on e.customer_id = c.id where e.id = $1`,
    [id],
  )
  return row
}

describe('completing a step', () => {
  it('keeps what came out of it, and names the next one', async () => {
    const id = await begun()
    const told = { duration: 420, outcomes: { action: 'scheduled-call', notes: '{{customer.name}} <b>"agrees"</b>' } }
    const reply = await act(id, 'steps/assess-risk/complete', told)
    expect(reply).toMatchObject({
      status: 200,
      body: { nextStep: 'find-cause', execution: { completionPercentage: 25 } },
    })
    const { steps, run } = await runs.read(id)
    expect(steps[0]?.result).toEqual(told)
    expect(run['current_step']).toBe(1)
  })

  it('by twenty at once is done once; the others are told how it stands', async () => {
    const id = await begun()
    const replies = await twenty(() => act(id, 'steps/find-cause/complete'))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = replies.filter(({ status }) => status === 409)
    expect(refused).toHaveLength(19)
    for (const { body } of refused) expect(body).toMatchObject({ current: { id, completionPercentage: 25 } })
    const { actions, flags, flagsOfSteps } = await runs.read(id)
    expect(actions).toEqual(['complete', 'start'])
    expect(flags).toEqual(flagsOfSteps)
  })

  it('twenty times with one Idempotency-Key gets one answer twenty times', async () => {
    const id = await begun()
    const headers = { 'idempotency-key': 'of this click' }
    const replies = await twenty(() =>
      desk.post(`/api/workflows/${id}/steps/find-cause/complete`, { duration: 60 }, { headers }),
    )
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(replies[0]?.status).toBe(200)
    expect((await runs.read(id)).actions).toEqual(['complete', 'start'])
    const other = await desk.post(`/api/workflows/${id}/steps/find-cause/complete`, { duration: 61 }, { headers })
    expect(other.status).toBe(422)
  })

  it('from an older version is refused with the newer state, and from the present one done', async () => {
    const id = await begun()
    const seen = (await runs.read(id)).run.version
    await act(id, 'steps/assess-risk/complete', { version: seen })
    const refused = await act(id, 'steps/find-cause/complete', { version: seen })
    expect(refused).toMatchObject({ status: 409, body: { current: { version: seen + 1, currentStep: 'find-cause' } } })
    expect((await act(id, 'steps/find-cause/complete', { version: seen + 1 })).status).toBe(200)
  })
})

describe('completing an execution', () => {
  const doneSteps = async (id: string, steps = STEPS): Promise<void> => {
    for (const step of steps) await act(id, `steps/${step}/complete`)
  }

  it('keeps the outcome, makes tasks of the next steps, and notes the touch and the next step with the customer', async () => {
    const id = await begun()
    await doneSteps(id)
    const nextSteps = ['Follow up after the call', 'Send the proposal']
    const outcomes = { status: 'success', nextSteps, confidence: 'high', note: 'They stay.' }
    const reply = await act(id, 'complete', { totalDuration: 2700, outcomes })
    expect(reply).toMatchObject({
      status: 200,
      body: { completed: true, left: [], execution: { status: 'completed' } },
    })
    expect((await runs.read(id)).run).toMatchObject({
      status: 'completed',
      closed_because: 'success',
      outcome: { ...outcomes, duration: 2700 },
    })
    expect(await tasksOf(id)).toEqual(nextSteps.map((title) => ({ title, to: given.csm, due: null, by: 'Ida Nord' })))
    expect(await customerOf(id)).toMatchObject({ touched: START, next: nextSteps[0] })
  })

  it('with steps that could be done now is refused, and says which', async () => {
    const id = await begun()
    await doneSteps(id, ['assess-risk', 'find-cause'])
    await act(id, 'steps/draft-plan/snooze', { for: '1 day', reason: 'waits' })
    const before = await runs.read(id)
    const reply = await act(id, 'complete', { outcomes: { nextSteps: ['Nothing of this'] } })
    expect(reply).toMatchObject({ status: 409, body: { detail: expect.stringContaining('draft-outreach') as string } })
    expect(await runs.read(id)).toEqual(before)
    expect(await tasksOf(id)).toEqual([])
    expect(await customerOf(id)).toMatchObject({ touched: null })
  })

  it('with only a snoozed step left stays in progress, says what returns and when, and writes once what follows', async () => {
    const id = await begun()
    await doneSteps(id, ['assess-risk', 'find-cause', 'draft-plan'])
    await act(id, 'steps/draft-outreach/snooze', { until: '2027-03-18T09:00:00Z', reason: 'after the board' })
    const told = { outcomes: { nextSteps: ['Call on Thursday'] } }
    for (let turn = 0; turn < 2; turn += 1) {
      const reply = await act(id, 'complete', told)
      expect(reply).toMatchObject({
        status: 200,
        body: {
          completed: false,
          execution: { status: 'in_progress', nextDueStepDate: '2027-03-18T09:00:00.000Z' },
          left: [{ stepId: 'draft-outreach', returnsAt: '2027-03-18T09:00:00.000Z' }],
        },
      })
    }
    expect((await runs.read(id)).actions.filter((action) => action === 'progress')).toHaveLength(1)
    expect(await tasksOf(id)).toHaveLength(1)
    await act(id, 'steps/draft-outreach/complete')
    expect(await act(id, 'complete', told)).toMatchObject({ status: 200, body: { completed: true } })
    expect(await tasksOf(id)).toHaveLength(1)
  })

  it.each(['complete', 'done-already', 'cancel'])('by %s releases the opportunity that waited for it', async (how) => {
    const customerId = await given.customer()
    const risk = await given.execution({ customerId })
    const emergency = await given.execution({
      customerId,
      renewalId: await given.renewal(customerId),
      workflowId: 'emergency-retention',
      family: 'renewal',
      stage: 'emergency',
    })
    const opportunity = await given.execution({
      customerId,
      workflowId: 'in-band-opportunity',
      family: 'opportunity',
      held: true,
    })
    const held = async () => (await runs.read(opportunity)).run['held']
    for (const id of [emergency, risk]) {
      expect(await held()).toBe(true)
      if (how === 'complete') {
        const { body } = await act(id, 'start')
        const { steps } = body['execution'] as { steps: readonly { id: string }[] }
        await doneSteps(
          id,
          steps.map((step) => step.id),
        )
      }
      expect((await act(id, how, how === 'cancel' ? { reason: 'other' } : {})).status).toBe(200)
    }
    expect(await held()).toBe(false)
  })

  it('of the two that held it at the same moment releases it too', async () => {
    const burning = async () => {
      const customerId = await given.customer()
      const risk = await given.execution({ customerId })
      const renewal = { workflowId: 'critical-intervention', family: 'renewal', stage: 'critical' } as const
      const critical = await given.execution({ customerId, renewalId: await given.renewal(customerId), ...renewal })
      const opportunity = { workflowId: 'in-band-opportunity', family: 'opportunity', held: true } as const
      return { holders: [risk, critical], held: await given.execution({ customerId, ...opportunity }) }
    }
    for (let turn = 0; turn < 10; turn += 1) {
      const { holders, held } = await burning()
      await Promise.all(holders.map((id) => act(id, 'cancel', { reason: 'other' })))
      expect((await runs.read(held)).run['held']).toBe(false)
    }
  })
})

describe('done already', () => {
  it.each(['pending', 'in_progress', 'snoozed', 'escalated'] as const)(
    'ends one that is %s with one outcome and one line',
    async (state) => {
      const id = await runs.inState(state, { started: state === 'in_progress' })
      const note = 'By phone; "yes" — {{name}} \u202e𝕏'
      expect(await act(id, 'done-already', { outcome: 'signed', note })).toMatchObject({
        status: 200,
        body: { completed: true, execution: { outcome: { status: 'signed', reason: 'done elsewhere', note } } },
      })
      expect((await runs.read(id)).run).toMatchObject({ status: 'completed', closed_because: 'done elsewhere' })
      expect(await customerOf(id)).toMatchObject({ touched: START })
    },
  )

  it('of twenty who say so at once one is heard, and one rest begins', async () => {
    const id = await given.execution()
    const replies = await twenty(() => act(id, 'done-already'))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(409)])
    expect(await desk.rows('select 1 from trigger_rests where execution_id = $1', [id])).toHaveLength(1)
  })
})

describe('cancelling', () => {
  it('because of bad data opens one task for operations, and rests until the data change', async () => {
    const id = await given.execution({ input: 'risk.usage' })
    const reply = await act(id, 'cancel', { reason: 'bad-data', note: 'the seats are wrong' })
    expect(reply).toMatchObject({ status: 200, body: { completed: false, execution: { closedBecause: 'bad-data' } } })
    expect(await tasksOf(id)).toMatchObject([
      {
        title: expect.stringMatching(/: the seats are wrong$/) as string,
        to: admin,
        due: '2027-03-15',
        by: 'Ida Nord',
      },
    ])
    expect(
      await desk.rows("select reason, until_changed ->> 'input' as input from trigger_rests where execution_id = $1", [
        id,
      ]),
    ).toEqual([{ reason: 'bad-data', input: 'risk.usage' }])
  })

  it.each(['not-relevant', 'duplicate', 'asked-not-to', 'other'])(
    'as %s opens none, and is no touch',
    async (reason) => {
      const id = await given.execution()
      await act(id, 'cancel', { reason })
      expect(await tasksOf(id)).toEqual([])
      expect(await customerOf(id)).toMatchObject({ touched: null })
    },
  )

  it('as withdrawn is for the rules alone', async () => {
    const id = await given.execution()
    expect((await act(id, 'cancel', { reason: 'withdrawn' })).status).toBe(400)
  })
})

describe('giving it to somebody', () => {
  it.each([
    ['reassign', { to: '01a2031c-56a4-7da7-87f5-14a9dd01d243' }],
    ['escalate', { to: '01a2031c-56a4-7da7-87f5-14a9dd01d243', reason: 'no answer' }],
    ['steps/find-cause/escalate', { to: '01a2031c-56a4-7da7-87f5-14a9dd01d243', reason: 'no answer' }],
    ['steps/find-cause/assign', { to: '01a2031c-56a4-7da7-87f5-14a9dd01d243' }],
  ])('whom nobody knows, by %s, is refused and changes nothing', async (path, body) => {
    const id = await begun()
    const before = await runs.read(id)
    expect((await act(id, path, body, given.manager)).status).toBe(422)
    expect(await runs.read(id)).toEqual(before)
  })

  it('up without a name goes to whoever leads the owner', async () => {
    const id = await begun()
    const reply = await act(id, 'escalate', { reason: 'they want to leave' })
    expect(reply.body['execution']).toMatchObject({ escalatedTo: { id: given.manager, name: 'Mia Lead' } })
  })

  it('one step, and back', async () => {
    const id = await begun()
    const at = async (to: string | null) => {
      const { body } = await act(id, 'steps/find-cause/assign', { to })
      const { steps } = body['execution'] as { steps: readonly { id: string; assignedTo: unknown }[] }
      return steps.find((step) => step.id === 'find-cause')?.assignedTo
    }
    expect(await at(admin)).toEqual({ id: admin, name: 'Agda Frey' })
    expect(await at(null)).toBeNull()
    const pending = await given.execution()
    expect((await act(pending, 'steps/find-cause/assign', { to: admin })).status).toBe(409)
  })
})

describe('an action of the conversation', () => {
  it('is recorded with what it was told, and a task is written', async () => {
    const id = await begun()
    const told = { stepId: 'draft-plan', title: 'Send the deck', dueOn: '2027-03-19', note: 'asked for it' }
    expect((await act(id, 'actions/create-task', told)).status).toBe(200)
    expect(await tasksOf(id)).toEqual([{ title: 'Send the deck', to: given.csm, due: '2027-03-19', by: 'Ida Nord' }])
    expect((await act(id, 'actions/schedule-call', { data: { at: '2027-03-16T14:00:00Z' } })).status).toBe(200)
    const { body } = await desk.get(`/api/workflows/${id}/history`)
    expect(body['items']).toMatchObject([
      { action: 'schedule-call', stepId: null, detail: { data: { at: '2027-03-16T14:00:00Z' } } },
      { action: 'create-task', stepId: 'draft-plan', reason: 'asked for it', by: { name: 'Ida Nord' } },
      { action: 'start' },
    ])
  })

  it.each([
    ['an act by its name', 'escalate', { reason: 'no answer' }, 200],
    ['an act that misses what it must be told', 'snooze', { reason: 'later' }, 422],
    ['an act told nonsense', 'cancel', { reason: 'because' }, 422],
    ['a task without a title', 'create-task', {}, 422],
    ['a step that there is not', 'save-draft', { stepId: 'no-such-step' }, 404],
    ['a name that nothing has', 'constructor', {}, 400],
  ])('%s', async (_what, action, body, status) => {
    expect((await act(await begun(), `actions/${action}`, body)).status).toBe(status)
  })

  it('comes too late for one that is over', async () => {
    const id = await runs.inState('cancelled', { started: true })
    expect((await act(id, 'actions/save-draft', {})).status).toBe(409)
  })
})
