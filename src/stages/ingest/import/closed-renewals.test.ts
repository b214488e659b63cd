import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import { closeRenewals } from '../../../spine/renewal.store.ts'

const db = await testDatabase()
const at = (iso: string): void => db.clock.set(new Date(iso))
beforeEach(() => at('2027-03-15T09:00:00Z'))

async function givenRenewal(known: object): Promise<GivenImports> {
  const company = await givenImports(db)
  await company.import('customers', [{ externalId: 'c1', name: 'Birch' }])
  await told(company, known)
  return company
}

const told = (company: GivenImports, known: object) =>
  company.import('renewals', [{ externalId: 'r1', customerExternalId: 'c1', date: '2027-09-30', ...known }])

const stored = async (company: GivenImports) =>
  (
    await company.query<object>(
      'select progress, auto_signed as "bySilence", closed_at as "closedAt", arr_at_stake as "arrAtStake" from renewals',
    )
  )[0]

/** The day's rules close it. */
const closedByRules = (company: GivenImports, auto: boolean) =>
  db.database.withCompany(company.id, async (tx) => {
    const row = await tx.row<{ id: string }>('select id from renewals')
    await closeRenewals(tx, [{ renewalId: row?.id ?? '', progress: 'signed', auto }])
  })

describe('a renewal that its source opens again', () => {
  it.each([
    ['and gives no moment of closing', { progress: 'none' }],
    ['and empties its moment of closing', { progress: 'verbal', closedAt: null }],
    ['and leaves its moment of closing where it was', { progress: 'contacted', closedAt: '2027-03-01T10:00:00Z' }],
  ])('%s is open', async (_how, known) => {
    const company = await givenRenewal({ progress: 'signed', closedAt: '2027-03-01T10:00:00Z' })
    expect(await told(company, known)).toMatchObject({ updated: 1, rejected: 0 })
    expect(await stored(company)).toMatchObject({ progress: known.progress, closedAt: null })
  })

  it('after it had been signed by silence is open, and was not signed by silence', async () => {
    const company = await givenRenewal({ progress: 'none' })
    await closedByRules(company, true)
    expect(await told(company, { progress: 'proposed' })).toMatchObject({ updated: 1, rejected: 0 })
    expect(await stored(company)).toMatchObject({ progress: 'proposed', bySilence: false, closedAt: null })
  })
})

describe('a renewal that the rules closed', () => {
  it.each([true, false])('stays so while its source repeats what it said before (by silence: %s)', async (auto) => {
    const company = await givenRenewal({ progress: 'contacted', arrAtStake: 100 })
    await closedByRules(company, auto)
    const closed = await stored(company)
    at('2027-03-16T09:00:00Z')
    expect(await told(company, { progress: 'contacted', arrAtStake: 100 })).toMatchObject({ unchanged: 1 })
    expect(await told(company, { progress: 'contacted', arrAtStake: 200 })).toMatchObject({ updated: 1 })
    expect(await told(company, { progress: 'contacted', arrAtStake: 200 })).toMatchObject({ unchanged: 1 })
    expect(await stored(company)).toEqual({ ...closed, arrAtStake: 200 })
  })

  it('is opened when the source said so after it had closed it itself', async () => {
    const company = await givenRenewal({ progress: 'none' })
    await told(company, { progress: 'signed' })
    expect(await told(company, { progress: 'none' })).toMatchObject({ updated: 1 })
    expect(await stored(company)).toMatchObject({ progress: 'none', closedAt: null })
  })

  it('by silence is signed by a signature when its source says so', async () => {
    const company = await givenRenewal({ progress: 'none' })
    await closedByRules(company, true)
    const signed = { progress: 'signed', closedAt: '2027-03-10T10:00:00Z' }
    expect(await told(company, signed)).toMatchObject({ updated: 1 })
    expect(await stored(company)).toMatchObject({ bySilence: false, closedAt: new Date(signed.closedAt) })
    expect(await told(company, signed)).toMatchObject({ unchanged: 1 })
  })
})

describe('a moment of closing', () => {
  it('that no source gives is when the renewal was first heard to be closed, however often that is repeated', async () => {
    const company = await givenRenewal({ progress: 'none' })
    await told(company, { progress: 'signed' })
    at('2027-03-20T09:00:00Z')
    expect(await told(company, { progress: 'signed' })).toMatchObject({ unchanged: 1 })
    expect(await stored(company)).toMatchObject({ closedAt: new Date('2027-03-15T09:00:00Z') })
  })

  it('of a new renewal that is open is not taken', async () => {
    const company = await givenRenewal({ progress: 'verbal', closedAt: '2027-03-01T10:00:00Z' })
    expect(await stored(company)).toMatchObject({ progress: 'verbal', closedAt: null })
  })
})
