import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { dayIn, MONDAY_TO_FRIDAY, weekdayOf } from '../../base/day.ts'
import { hourIn } from '../../base/hour.ts'
import { testDatabase } from '../../../test/database.ts'
import { givenDesk } from '../../../test/given-desk.ts'
import { morningOf, returnsOn, SNOOZES } from './snooze.ts'

const START = new Date('2027-03-15T09:00:00Z')
const db = await testDatabase({ now: START })
const desk = await givenDesk(db)
const { given, runs } = desk
const berlin = await desk.person('Bea Lorentz', 'csm', { timeZone: 'Europe/Berlin', leadId: given.manager })
const york = await desk.person('Nat York', 'csm', { timeZone: 'America/New_York', leadId: given.manager })

beforeEach(() => {
  db.clock.set(START)
})

const RENEWS = '2027-05-01'
const DECIDES = '2027-04-01'

async function renewing({ decides = null as string | null, assignedTo = given.csm } = {}): Promise<string> {
  const customerId = await given.customer()
  const renewalId = await given.renewal(customerId, { date: RENEWS })
  await desk.rows('update renewals set decision_date = $2 where id = $1', [renewalId, decides])
  const workflow = { workflowId: 'standard-renewal', family: 'renewal', stage: 'active' } as const
  return given.execution({ customerId, renewalId, assignedTo, ...workflow })
}

const snooze = (id: string, body: object) =>
  desk.post(`/api/workflows/${id}/snooze`, { reason: 'finance decides', ...body })
const tasks = (id: string) =>
  desk.rows<{ title: string }>('select title, assigned_to as to from tasks where execution_id = $1', [id])

describe('putting a renewal off', () => {
  it.each([
    ['until the day of the renewal', null, `${RENEWS}T20:00:00Z`, 200],
    ['to the day after the renewal', null, '2027-05-02T00:00:00Z', 422],
    ['until the day of the decision', DECIDES, `${DECIDES}T20:00:00Z`, 200],
    ['beyond the decision, though not the renewal', DECIDES, '2027-04-02T08:00:00Z', 422],
    ['into the past', null, '2027-03-15T09:00:00Z', 409],
    ['for more than two years', null, '2029-04-01T00:00:00Z', 422],
    ['to the end of time, from far east of it', null, '9999-12-31T23:59:59-12:00', 422],
    ['to the year nought', null, '0000-01-01T00:00:00+12:00', 409],
  ])('%s', async (_what, decides, until, status) => {
    const id = await renewing({ decides })
    const before = await runs.read(id)
    expect((await snooze(id, { until })).status).toBe(status)
    if (status !== 200) expect(await runs.read(id)).toEqual(before)
    expect(await tasks(id)).toEqual([])
  })

  it.each([
    ['without a time', {}, 422],
    ['with two', { until: '2027-03-16T09:00:00Z', for: '1 day' }, 422],
    ['without a reason', { until: '2027-03-16T09:00:00Z', reason: '  ' }, 400],
    ['for a word that is none', { for: '3 moons' }, 400],
  ])('%s is refused', async (_what, body, status) => {
    expect((await snooze(await renewing(), body)).status).toBe(status)
  })

  it('beyond the renewal, knowingly, is done, and the manager is told why', async () => {
    const id = await renewing()
    expect((await snooze(id, { until: '2027-05-03T08:00:00Z', pastRenewal: true })).status).toBe(200)
    expect(await tasks(id)).toEqual([
      { title: expect.stringMatching(/put off beyond 2027-05-01: finance decides$/) as string, to: given.manager },
    ])
    const { body } = await desk.get(`/api/workflows/${id}/history`)
    expect(body['items']).toMatchObject([{ action: 'snooze', detail: { passes: RENEWS }, reason: 'finance decides' }])
  })

  it('step by step obeys the same dates', async () => {
    const id = await renewing()
    await desk.post(`/api/workflows/${id}/start`)
    const { steps } = (await runs.read(id)) as { steps: readonly { id: string }[] }
    const path = `/api/workflows/${id}/steps/${steps[0]?.id ?? ''}/snooze`
    const told = { until: '2027-05-03T08:00:00Z', reason: 'waits' }
    expect((await desk.post(path, told)).status).toBe(422)
    expect((await desk.post(path, { ...told, pastRenewal: true })).status).toBe(200)
    expect(await tasks(id)).toHaveLength(1)
  })
})

describe('putting off for working days', () => {
  const until = async (assignedTo: string, now: string, choice: string): Promise<unknown> => {
    db.clock.set(new Date(now))
    const id = await given.execution({ assignedTo })
    const { body } = await desk.post(
      `/api/workflows/${id}/snooze`,
      { for: choice, reason: 'later' },
      { who: assignedTo },
    )
    return (body['execution'] as { snoozedUntil: string }).snoozedUntil
  }

  it.each([
    // Clocks go forward on 28 March in Berlin and on 14 March in New York: nine o'clock stays nine o'clock.
    [
      'Berlin, over the night that has an hour less',
      berlin,
      '2027-03-26T15:00:00Z',
      '1 day',
      '2027-03-29T07:00:00.000Z',
    ],
    ['Berlin, the week before', berlin, '2027-03-19T15:00:00Z', '1 day', '2027-03-22T08:00:00.000Z'],
    ['Berlin, a week over it', berlin, '2027-03-24T15:00:00Z', '1 week', '2027-03-31T07:00:00.000Z'],
    ['Berlin, back in autumn', berlin, '2027-10-29T15:00:00Z', '1 day', '2027-11-01T08:00:00.000Z'],
    ['New York, over its own night', york, '2027-03-12T15:00:00Z', '1 day', '2027-03-15T13:00:00.000Z'],
    ['New York, where it is still the day before', york, '2027-03-16T02:00:00Z', '1 day', '2027-03-16T13:00:00.000Z'],
  ])('returns at nine in the morning of %s', async (_where, person, now, choice, returns) => {
    expect(await until(person, now, choice)).toBe(returns)
  })

  it('returns at nine by the clock on the wall in every zone, whatever the clocks do meanwhile', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, fc.constantFrom(...SNOOZES), (zone, now, choice) => {
        const today = dayIn(zone, now)
        const day = returnsOn(choice, today, MONDAY_TO_FRIDAY)
        const at = morningOf(day, zone)
        expect([dayIn(zone, at), hourIn(zone, at), at.getUTCSeconds()]).toEqual([day, 9, 0])
        expect(day).toBeGreaterThan(today)
        expect(weekdayOf(day)).toBeLessThanOrEqual(5)
      }),
      { numRuns: 1000 },
    )
  })

  it('until a local time given with its offset keeps the instant', async () => {
    const id = await given.execution()
    const { body } = await snooze(id, { until: '2027-03-29T09:00:00+02:00' })
    expect(body['execution']).toMatchObject({ snoozedUntil: '2027-03-29T07:00:00.000Z' })
  })
})
