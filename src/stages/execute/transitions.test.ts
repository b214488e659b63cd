import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { givenDesk } from '../../../test/given-desk.ts'
import type { TransitionVector } from '../../spine/execution-vector.ts'

const db = await testDatabase()
const desk = await givenDesk(db)
const { runs, given } = desk

const vectors = JSON.parse(
  readFileSync(new URL('../../spine/vectors/execution-states.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly TransitionVector[] }
const byPeople = vectors.cases.flatMap((row) => (row.kind === 'execution' && row.action !== 'supersede' ? [row] : []))
const byRules = vectors.cases.flatMap((row) => (row.kind === 'execution' && row.action === 'supersede' ? [row] : []))
const ofSteps = vectors.cases.flatMap((row) => (row.kind === 'step' ? [row] : []))

const LATER = '2027-03-17T09:00:00Z'

/** What each act is told at least. Only managers reassign. */
const TOLD: Readonly<Record<string, object>> = {
  snooze: { until: LATER, reason: 'finance decides' },
  escalate: { to: given.manager, reason: 'no answer' },
  reassign: { to: given.manager },
  cancel: { reason: 'other' },
  skip: { reason: 'not needed' },
}

describe('every line of the table of states, over HTTP', () => {
  it.each(byPeople)('$state (begun: $started), $action: $next', async ({ state, started, action, next }) => {
    const id = await runs.inState(state, { started, stepsDone: action === 'complete' })
    const before = await runs.read(id)
    const reply = await desk.post(`/api/workflows/${id}/${action}`, TOLD[action], { who: given.manager })
    const after = await runs.read(id)
    if (next === '409') {
      expect(reply).toMatchObject({
        status: 409,
        body: { current: { id, status: state, version: before.run.version } },
      })
      expect(after).toEqual(before)
      return
    }
    expect(reply).toMatchObject({ status: 200, body: { execution: { id, status: next, version: after.run.version } } })
    expect(after.run).toMatchObject({ status: next, version: before.run.version + 1 })
    expect(after.actions).toEqual([...before.actions, action].sort())
    expect(after.audited).toEqual([...before.audited, `${action} execution`].sort())
    expect(after.flags).toEqual(after.flagsOfSteps)
  })

  it.each(byRules)('$state (begun: $started): nobody supersedes by hand', async ({ state, started }) => {
    const id = await runs.inState(state, { started })
    const before = await runs.read(id)
    expect(await desk.post(`/api/workflows/${id}/actions/supersede`, {})).toMatchObject({ status: 400 })
    expect(await runs.read(id)).toEqual(before)
  })

  it.each(ofSteps)('a step $state of one $execution, $action: $next', async ({ state, execution, action, next }) => {
    const started = execution !== 'pending' && execution !== 'superseded'
    const id = await runs.inState(execution, { started, step: state })
    const before = await runs.read(id)
    const reply = await desk.post(`/api/workflows/${id}/steps/find-cause/${action}`, TOLD[action])
    const after = await runs.read(id)
    if (next === '409') {
      expect(reply).toMatchObject({ status: 409, body: { current: { id, status: execution } } })
      expect(after).toEqual(before)
      return
    }
    expect(reply).toMatchObject({ status: 200, body: { execution: { id, version: before.run.version + 1 } } })
    expect(after.steps.find((step) => step.id === 'find-cause')?.status).toBe(next)
    expect(after.actions).toEqual([...before.actions, action].sort())
    expect(after.audited).toEqual([...before.audited, `${action} step`].sort())
    expect(after.flags).toEqual(after.flagsOfSteps)
  })
})

describe('what may be done now', () => {
  const offered = [...new Set(byPeople.map(({ state, started }) => `${state} ${String(started)}`))].map((each) => {
    const [state = '', started] = each.split(' ')
    return byPeople.filter((row) => row.state === state && String(row.started) === started)
  })

  it.each(offered.map((rows) => [rows[0]?.state, rows[0]?.started, rows] as const))(
    'of one %s (begun: %s) is what is done when it is asked for',
    async (_state, _started, rows) => {
      const [first] = rows
      if (!first) return
      const id = await runs.inState(first.state, { started: first.started, stepsDone: first.started })
      const { body } = await desk.get(`/api/workflows/${id}/actions`, given.manager)
      const actions = body['actions'] as readonly { action: string; allowed: boolean; why: string | null }[]
      for (const { action, next } of rows) {
        const found = actions.find((each) => each.action === action)
        expect([action, found?.allowed]).toEqual([action, next !== '409'])
        if (next === '409') expect(found?.why).toMatch(/\.$/)
      }
    },
  )

  it('of steps says so one by one', async () => {
    const id = await runs.inState('in_progress', { started: true, step: 'completed' })
    const { body } = await desk.get(`/api/workflows/${id}/actions`)
    const steps = body['steps'] as readonly {
      stepId: string
      actions: readonly { action: string; allowed: boolean }[]
    }[]
    const allowed = (stepId: string) =>
      steps.find((step) => step.stepId === stepId)?.actions.flatMap(({ action, allowed: may }) => (may ? [action] : []))
    expect(allowed('find-cause')).toEqual(['reopen', 'comment', 'assign'])
    expect(allowed('draft-plan')).toEqual(['begin', 'complete', 'snooze', 'skip', 'escalate', 'comment', 'assign'])
  })
})
