import { beforeEach, describe, expect, it } from 'vitest'
import { isoDay } from '../base/day.ts'
import { systemActor } from '../base/actor.ts'
import { actOnExecution } from '../spine/execution-acts.store.ts'
import { finishExecution } from '../stages/determine/finish.store.ts'
import { DEFAULT_SETTINGS } from '../stages/determine/determine.defaults.ts'
import { testDatabase } from '../../test/database.ts'
import { givenCompany, givenHealthyCustomer, type GivenCompany } from '../../test/given-company.ts'

const db = await testDatabase()

beforeEach(() => db.clock.set(new Date('2027-03-15T09:00:00Z')))

type Card = {
  readonly id: string
  readonly workflow: string
  readonly status: string
  readonly derived: boolean
  readonly counted: string
}

const cardsOf = (company: GivenCompany) =>
  company.query<Card>(
    `select e.id, e.workflow_id as workflow, e.status, r.derived, s.stage_date::text as counted
       from workflow_executions e join renewals r on r.id = e.renewal_id join customer_standings s on s.customer_id = e.customer_id
      where e.family = 'renewal' order by e.opened_on, e.id`,
  )

/** What the CRM says of the renewal of birch in 100 days. */
const told = (company: GivenCompany, more: object = {}): Promise<string> =>
  company.import('renewals', [
    {
      externalId: 'crm-1',
      customerExternalId: 'birch',
      contractExternalIds: ['birch-contract'],
      date: isoDay(company.today() + 100),
      arrAtStake: 80_000,
      progress: 'contacted',
      updatedAt: '2027-03-15T08:00:00Z',
      ...more,
    },
  ])

async function givenCard(): Promise<{ company: GivenCompany; card: Card }> {
  const company = await givenCompany(db)
  await givenHealthyCustomer(company)
  await company.run()
  const [card] = await cardsOf(company)
  if (!card) throw new Error('No card was opened')
  return { company, card }
}

async function finish(company: GivenCompany, id: string): Promise<void> {
  const finished = await db.database.withCompany(company.id, (tx) =>
    finishExecution(tx, id, {
      actor: systemActor('test'),
      event: { action: 'close', outcome: { status: 'done elsewhere' }, at: db.clock.now() },
      today: company.today(),
      settings: DEFAULT_SETTINGS,
      cadence: () => ({ contactDays: 60, qbrDays: 180 }),
    }),
  )
  expect(finished.ok).toBe(true)
}

describe('a renewal that nothing speaks of any more', () => {
  it('stays while somebody is at it, and does not stop the day', async () => {
    const { company, card } = await givenCard()
    await db.database.withCompany(company.id, (tx) =>
      actOnExecution(tx, card.id, { event: { action: 'start', at: db.clock.now() }, actor: systemActor('test') }),
    )
    await company.query('delete from contracts')
    // By hand, only those of whom something new is known are looked at.
    const hear = (licensedUsers: number) =>
      company.import('customers', [{ externalId: 'birch', name: 'birch', licensedUsers }])
    await hear(90)
    await company.run()
    await hear(80)
    await company.run()
    const open = () =>
      company.query<{ workflow: string }>(
        `select workflow_id as workflow from workflow_executions where closed_at is null order by workflow_id`,
      )
    expect(await open()).toEqual([{ workflow: 'confirm-renewal-date' }, { workflow: 'standard-renewal' }])
    await finish(company, card.id)
    await hear(70)
    await company.run()
    expect(await open()).toEqual([{ workflow: 'confirm-renewal-date' }])
    expect(await company.query('select from renewals')).toEqual([])
  })
})

describe('a renewal that a source brings after it was derived', () => {
  it('takes over the card, which stays the same one', async () => {
    const { company, card } = await givenCard()
    expect(card).toMatchObject({ workflow: 'standard-renewal', derived: true })
    await told(company)
    await company.run()
    expect(await cardsOf(company)).toMatchObject([{ id: card.id, status: 'pending', derived: false }])
    expect(await company.query('select from renewals')).toHaveLength(1)
  })

  it('brings nothing back that was done', async () => {
    const { company, card } = await givenCard()
    await finish(company, card.id)
    await told(company)
    await company.run()
    expect(await cardsOf(company)).toMatchObject([{ id: card.id, status: 'completed', derived: false }])
  })

  it('closes what it says was signed, card and all', async () => {
    const { company, card } = await givenCard()
    await told(company, { progress: 'signed', closedAt: '2027-03-15T08:00:00Z' })
    await company.run()
    expect(await cardsOf(company)).toMatchObject([{ id: card.id, status: 'completed' }])
    expect(await company.query(`select from renewals where closed_at is null`)).toEqual([])
  })

  it('takes the place of that derived from the customer’s own date, too', async () => {
    const company = await givenCompany(db)
    const date = isoDay(company.today() + 100)
    await company.import('customers', [
      { externalId: 'birch', name: 'birch', renewalDate: date, lifecycleStage: 'mature', arr: 80_000, touch: 'mid' },
    ])
    await company.run()
    await told(company, { contractExternalIds: undefined })
    await company.run()
    expect(await company.query('select derived from renewals')).toEqual([{ derived: false }])
    expect(await cardsOf(company)).toMatchObject([{ workflow: 'standard-renewal', status: 'pending' }])
  })

  it('keeps counting to the last day of notice of the contract that it names, whichever comes first', async () => {
    const company = await givenCompany(db)
    await told(company).catch(() => undefined)
    await givenHealthyCustomer(company)
    await company.import('contracts', [
      {
        externalId: 'birch-contract',
        customerExternalId: 'birch',
        endDate: isoDay(company.today() + 100),
        autoRenew: true,
        noticeDays: 60,
      },
    ])
    await company.run()
    expect(await cardsOf(company)).toMatchObject([
      { workflow: 'contract-finalization', counted: isoDay(company.today() + 40), derived: false },
    ])
  })
})
