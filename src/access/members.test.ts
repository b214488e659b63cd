import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { systemActor } from '../base/actor.ts'
import { day } from '../base/day.ts'
import { absencesBetween, createAbsence } from './absences.store.ts'
import { createApiKey, revokeKey, verifyApiKey } from './api-keys.store.ts'
import { recordAudit } from './audit.store.ts'
import { createCompany, listCompanies } from './companies.store.ts'
import { createUser, listUsers, userByEmail, userById, usersCalled } from './users.store.ts'

const db = await testDatabase()
const actor = { kind: 'person', id: null, name: 'Ada' } as const
let count = 0

const company = async () => {
  count += 1
  const { id } = await createCompany(db, { name: `Members ${String(count)}`, timeZone: 'Europe/Berlin' })
  return { id, inTx: <T>(work: Parameters<typeof db.database.withCompany<T>>[1]) => db.database.withCompany(id, work) }
}
type Company = Awaited<ReturnType<typeof company>>
const csm = ({ id: companyId }: Company, name: string, more: object = {}) =>
  createUser(db, { companyId, name, role: 'csm', ...more }, actor)
const auditOf = ({ inTx }: Company, object: string) =>
  inTx((tx) =>
    tx.rows(
      'select actor_kind as kind, actor_name as name, action, detail from audit_log where object = $1 order by at',
      [object],
    ),
  )

const HOSTILE = [
  `Robert'); drop table users; --`,
  '漢字 かな',
  '🙂'.repeat(60),
  '{{customer.name}}',
  '=cmd|calc',
  '<b onload=alert(1)>',
  'a\tb',
]

describe('a company', () => {
  it('is made once when ten make it at once', async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 10 }, () => createCompany(db, { name: 'Crowded', timeZone: 'UTC' })),
    )
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await db.database.platform(listCompanies)).filter(({ name }) => name === 'Crowded')).toHaveLength(1)
  })

  it.each(HOSTILE)('is called what it is called: %j', async (name) => {
    expect((await createCompany(db, { name, timeZone: 'UTC' })).name).toBe(name)
  })

  it.each([
    [{ name: 'x'.repeat(201), timeZone: 'UTC' }, /name/],
    [{ name: 'A', timeZone: '' }, /is no time zone/],
    [{ name: 'A', timeZone: 'UTC', currency: 'us$' }, /three capital letters/],
    [{ name: '', timeZone: 'nowhere', locale: '', currency: '' }, /name.*timeZone.*locale.*currency/],
  ])('is refused as %j, with every fault', async (input, complaint) => {
    await expect(createCompany(db, input)).rejects.toThrow(complaint)
  })
})

describe('a member', () => {
  it.each(HOSTILE)('is called what he is called, and found by it: %j', async (name) => {
    const of = await company()
    const { id } = await csm(of, name)
    expect((await of.inTx((tx) => userById(tx, id)))?.name).toBe(name)
    expect((await of.inTx((tx) => usersCalled(tx, name))).map((user) => user.id)).toEqual([id])
  })

  it('with a time zone that does not exist is refused, before any run by days stops at it', async () => {
    const of = await company()
    await expect(csm(of, 'Ida', { timeZone: 'Mars/Olympus' })).rejects.toThrow(/"Mars\/Olympus" is no time zone/)
    expect((await csm(of, 'Ida', { timeZone: 'Asia/Kolkata' })).timeZone).toBe('Asia/Kolkata')
  })

  it.each([[[0]], [[8]], [[1.5]]])('at work on %j is refused', async (workingDays) => {
    await expect(csm(await company(), 'Ida', { workingDays })).rejects.toThrow(/workingDays/)
  })

  it('led by somebody unknown, or by another company’s manager, is refused in plain words', async () => {
    const [of, others] = [await company(), await company()]
    const { id: theirs } = await csm(others, 'Mia')
    for (const leadId of [theirs, '01a2031c-56a4-7da7-87f5-14a9dd01d243'])
      await expect(csm(of, 'Ida', { leadId })).rejects.toThrow(`leadId: There is no member ${leadId}`)
    expect(await of.inTx(listUsers)).toEqual([])
  })

  it('brings a team once, when many come with it at once', async () => {
    const of = await company()
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        csm(of, `Person ${String(index)}`, { team: index % 2 ? 'NORTH' : 'north' }),
      ),
    )
    expect(new Set(made.map(({ teamId }) => teamId)).size).toBe(1)
  })

  it('of the same first name as another is not guessed at', async () => {
    const of = await company()
    await csm(of, 'Ida North')
    await csm(of, 'Ida South')
    expect((await of.inTx((tx) => usersCalled(tx, 'ida'))).map(({ name }) => name)).toEqual(['Ida North', 'Ida South'])
    expect((await of.inTx((tx) => usersCalled(tx, 'ida south'))).map(({ name }) => name)).toEqual(['Ida South'])
  })

  it('who left is not meant any more, and stays on the list', async () => {
    const of = await company()
    const { id } = await csm(of, 'Ida', { email: 'ida@members.example' })
    await of.inTx((tx) => tx.run('update users set active = false where id = $1', [id]))
    expect(await of.inTx((tx) => usersCalled(tx, 'ida'))).toEqual([])
    expect((await of.inTx(listUsers)).map(({ active }) => active)).toEqual([false])
  })

  it('has an address that another company’s member may have too', async () => {
    const [of, others] = [await company(), await company()]
    const email = 'ida@members.example'
    const [mine, theirs] = [await csm(of, 'Ida', { email }), await csm(others, 'Ida', { email })]
    expect((await of.inTx((tx) => userByEmail(tx, email.toUpperCase())))?.id).toBe(mine.id)
    expect(await of.inTx((tx) => userById(tx, theirs.id))).toBeUndefined()
  })

  it('is made by somebody whom the audit trail names, and by nobody when it was refused', async () => {
    const of = await company()
    await csm(of, 'Ida')
    await expect(csm(of, 'IDA')).rejects.toThrow(/with the name IDA already/)
    expect(await auditOf(of, 'user')).toEqual([
      { kind: 'person', name: 'Ada', action: 'create', detail: { role: 'csm' } },
    ])
  })
})

describe('an absence', () => {
  it('counts both its ends, and is in the audit trail', async () => {
    const of = await company()
    const [{ id: userId }, { id: coverId }] = [await csm(of, 'Ida'), await csm(of, 'Bo')]
    const absence = { userId, from: day('2027-03-28'), to: day('2027-03-28'), coverId }
    const id = await of.inTx((tx) => createAbsence(tx, absence, actor))
    const between = (from: string, to: string) => of.inTx((tx) => absencesBetween(tx, day(from), day(to)))
    expect(await between('2027-03-28', '2027-03-28')).toEqual([{ ...absence, id }])
    expect(await between('2027-03-01', '2027-03-27')).toEqual([])
    expect(await between('2027-03-29', '2027-04-30')).toEqual([])
    expect(await auditOf(of, 'absence')).toMatchObject([
      { action: 'create', name: 'Ada', detail: { user: userId, from: '2027-03-28', cover: coverId } },
    ])
  })

  it('is neither covered by oneself nor by another company’s people', async () => {
    const [of, others] = [await company(), await company()]
    const [{ id: userId }, { id: theirs }] = [await csm(of, 'Ida'), await csm(others, 'Bo')]
    const away = (coverId: string) =>
      of.inTx((tx) => createAbsence(tx, { userId, from: day('2027-03-01'), to: day('2027-03-02'), coverId }, actor))
    await expect(away(userId)).rejects.toThrow(/check constraint/)
    await expect(away(theirs)).rejects.toThrow(/foreign key/)
  })
})

describe('an API key', () => {
  it('is told apart from every other, and each is ended by itself', async () => {
    const of = await company()
    const keys = await Promise.all(
      Array.from({ length: 5 }, () => createApiKey(db, { companyId: of.id, role: 'csm' }, actor)),
    )
    expect(new Set(keys.map(({ key }) => key)).size).toBe(5)
    const [first, ...others] = keys
    await of.inTx((tx) => revokeKey(tx, first?.id ?? '', actor))
    expect(await verifyApiKey(db, first?.key ?? '')).toBeUndefined()
    for (const { key, id } of others) expect((await verifyApiKey(db, key))?.id).toBe(id)
  })

  it('is ended at once for all who use it at the same time', async () => {
    const of = await company()
    const { id, key } = await createApiKey(db, { companyId: of.id, role: 'csm' })
    const ended = await Promise.all(Array.from({ length: 5 }, () => of.inTx((tx) => revokeKey(tx, id, actor))))
    expect(ended.filter(Boolean)).toHaveLength(1)
    expect(await Promise.all(Array.from({ length: 5 }, () => verifyApiKey(db, key)))).toEqual(Array(5).fill(undefined))
  })

  it('is not ended by another company', async () => {
    const [of, others] = [await company(), await company()]
    const { id, key } = await createApiKey(db, { companyId: of.id, role: 'csm' })
    expect(await others.inTx((tx) => revokeKey(tx, id, actor))).toBe(false)
    expect(await verifyApiKey(db, key)).toMatchObject({ companyId: of.id })
  })

  it('without a name is not made, nor one of a company that is not there', async () => {
    const of = await company()
    await expect(createApiKey(db, { companyId: of.id, role: 'csm', name: '' })).rejects.toThrow(/check/)
    await expect(createApiKey(db, { companyId: '01a2031c-56a4-7da7-87f5-14a9dd01d243', role: 'csm' })).rejects.toThrow(
      /foreign key/,
    )
    expect(await auditOf(of, 'api-key')).toEqual([])
  })

  it('is in the audit trail from beginning to end, and its secret is not', async () => {
    const of = await company()
    const { id, key } = await createApiKey(
      db,
      { companyId: of.id, role: 'manager', name: 'nightly' },
      systemActor('command line'),
    )
    await of.inTx((tx) => revokeKey(tx, id, actor))
    const audited = await auditOf(of, 'api-key')
    expect(audited).toEqual([
      {
        kind: 'system',
        name: 'command line',
        action: 'create',
        detail: { name: 'nightly', role: 'manager', scopes: [] },
      },
      { kind: 'person', name: 'Ada', action: 'revoke', detail: {} },
    ])
    expect(JSON.stringify(audited)).not.toContain(key.split('_').slice(2).join('_'))
  })
})

describe('the audit trail', () => {
  it('keeps what it is told, hostile text and deep detail included', async () => {
    const of = await company()
    const detail = { note: HOSTILE.join('\n'), deep: { list: [1, null, { a: 'b' }] }, ['__proto__']: 'own' }
    await of.inTx((tx) => recordAudit(tx, { actor, action: 'override', object: 'customer', detail }))
    expect(await auditOf(of, 'customer')).toEqual([{ kind: 'person', name: 'Ada', action: 'override', detail }])
  })

  it('takes no entry for another company', async () => {
    const [of, others] = [await company(), await company()]
    const entry = { companyId: others.id, actor, action: 'spy', object: 'company' }
    await expect(of.inTx((tx) => recordAudit(tx, entry))).rejects.toThrow(/row-level security/)
    await expect(db.database.platform((tx) => recordAudit(tx, { ...entry, companyId: of.id }))).rejects.toThrow(
      /row-level security/,
    )
  })

  it('forgets what was taken back together with the act', async () => {
    const of = await company()
    const work = of.inTx(async (tx) => {
      await recordAudit(tx, { actor, action: 'override', object: 'customer' })
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await auditOf(of, 'customer')).toEqual([])
  })
})
