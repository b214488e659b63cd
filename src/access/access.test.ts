import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { day } from '../base/day.ts'
import { absencesBetween, createAbsence } from './absences.store.ts'
import { createApiKey, revokeKey, verifyApiKey } from './api-keys.store.ts'
import { recordAudit } from './audit.store.ts'
import { companyById, companyNamed, createCompany, listCompanies } from './companies.store.ts'
import { createUser, listUsers, userByEmail, usersCalled } from './users.store.ts'

const db = await testDatabase()
const nord = await createCompany(db, { name: 'Nordlicht', timeZone: 'Europe/Berlin', locale: 'de-DE', currency: 'EUR' })
const sued = await createCompany(db, { name: 'Südwind', timeZone: 'Europe/Vienna' })
const admin = { kind: 'person', id: null, name: 'Ada' } as const

const inNord = <T>(work: Parameters<typeof db.database.withCompany<T>>[1]) => db.database.withCompany(nord.id, work)
const audited = (companyId: string) =>
  db.database.withCompany(companyId, (tx) =>
    tx.rows<{ actor: string; action: string; object: string }>(
      'select actor_name as actor, action, object from audit_log order by at, id',
    ),
  )

describe('a company', () => {
  it('has its time zone, locale and currency, American ones unless others are given', async () => {
    expect(nord).toMatchObject({
      name: 'Nordlicht',
      timeZone: 'Europe/Berlin',
      locale: 'de-DE',
      currency: 'EUR',
      sample: false,
    })
    expect(sued).toMatchObject({ locale: 'en-US', currency: 'USD' })
    expect(await db.database.platform((tx) => companyById(tx, nord.id))).toEqual(nord)
  })

  it('is found by its name, whatever the case', async () => {
    expect(await db.database.platform((tx) => companyNamed(tx, 'SÜDWIND'))).toEqual(sued)
    expect(await db.database.platform((tx) => companyNamed(tx, 'Westwind'))).toBeUndefined()
    expect(await db.database.platform(listCompanies)).toEqual([nord, sued])
  })

  it('begins its audit trail with its creation', async () => {
    expect(await audited(nord.id)).toContainEqual({ actor: 'command line', action: 'create', object: 'company' })
  })

  it.each([
    [{ name: 'nordlicht', timeZone: 'Europe/Berlin' }, /There is a company named "nordlicht" already/],
    [{ name: '  ', timeZone: 'Europe/Berlin' }, /needs a name/],
    [{ name: 'A', timeZone: 'Mars/Olympus' }, /"Mars\/Olympus" is no time zone; write it like Europe\/Berlin/],
    [{ name: 'A', timeZone: 'UTC', locale: 'not a locale' }, /is no locale/],
    [{ name: 'A', timeZone: 'UTC', currency: 'euro' }, /three capital letters/],
  ])('is refused as %o', async (input, complaint) => {
    await expect(createCompany(db, input)).rejects.toThrow(complaint)
  })
})

describe('a member', () => {
  it('belongs to a team that is made when it is new, and to nobody else’s company', async () => {
    const lead = await createUser(db, {
      companyId: nord.id,
      name: 'Mia Lead',
      email: 'mia@nord.example',
      role: 'manager',
      team: 'North',
    })
    const ida = await createUser(
      db,
      {
        companyId: nord.id,
        name: 'Ida Nord',
        email: 'Ida@Nord.example',
        role: 'csm',
        team: 'north',
        leadId: lead.id,
        experience: 1.1,
      },
      admin,
    )
    expect(ida).toMatchObject({
      team: 'North',
      teamId: lead.teamId,
      leadId: lead.id,
      experience: 1.1,
      capacity: 15,
      active: true,
    })
    expect(ida.workingDays).toEqual([1, 2, 3, 4, 5])
    expect((await inNord(listUsers)).map(({ name }) => name)).toEqual(['Ida Nord', 'Mia Lead'])
    expect(await db.database.withCompany(sued.id, listUsers)).toEqual([])
    expect(await audited(nord.id)).toContainEqual({ actor: 'Ada', action: 'create', object: 'user' })
  })

  it('is found by e-mail address, full name or first name', async () => {
    expect((await inNord((tx) => userByEmail(tx, 'IDA@nord.example')))?.name).toBe('Ida Nord')
    for (const called of ['ida@nord.example', ' Ida nord', 'IDA']) {
      expect(
        (await inNord((tx) => usersCalled(tx, called))).map(({ name }) => name),
        called,
      ).toEqual(['Ida Nord'])
    }
    expect(await inNord((tx) => usersCalled(tx, 'nord'))).toEqual([])
  })

  it.each([
    [
      { name: 'Ida Again', email: 'ida@NORD.example', role: 'csm' as const },
      /with the address ida@NORD.example already/,
    ],
    [{ name: 'B', email: 'nowhere', role: 'csm' as const }, /no e-mail address/],
    [{ name: 'B', role: 'csm' as const, experience: 2 }, /experience/],
    [{ name: ' ', role: 'csm' as const }, /needs a name/],
  ])('is refused as %o', async (input, complaint) => {
    await expect(createUser(db, { companyId: nord.id, ...input })).rejects.toThrow(complaint)
  })

  it('may be away, covered by somebody else', async () => {
    const [ida, mia] = await inNord(listUsers)
    const away = { userId: ida!.id, from: day('2027-07-01'), to: day('2027-07-14'), coverId: mia!.id }
    await inNord((tx) => createAbsence(tx, away, admin))
    expect(await inNord((tx) => absencesBetween(tx, day('2027-07-14'), day('2027-07-20')))).toMatchObject([away])
    expect(await inNord((tx) => absencesBetween(tx, day('2027-07-15'), day('2027-07-20')))).toEqual([])
    await expect(inNord((tx) => createAbsence(tx, { ...away, to: day('2027-06-01') }, admin))).rejects.toThrow(/check/)
  })
})

describe('an API key', () => {
  let key = ''
  let id = ''
  beforeEach(async () => {
    ;({ id, key } = await createApiKey(db, { companyId: nord.id, role: 'manager', name: 'nightly export' }))
  })

  it('stands for its company, role and name', async () => {
    expect(await verifyApiKey(db, key)).toEqual({
      companyId: nord.id,
      id,
      name: 'nightly export',
      role: 'manager',
      scopes: [],
    })
  })

  it('is stored as a hash, and noted as used once a minute', async () => {
    const read = () =>
      db.owner.query<{ secret_hash: string; last_used_at: Date | null }>('select * from api_keys where id = $1', [id])
    expect(JSON.stringify((await read()).rows)).not.toContain(key.split('_').slice(2).join('_'))
    await verifyApiKey(db, key)
    const first = (await read()).rows[0]?.last_used_at
    expect(first).toEqual(db.clock.now())
    db.clock.set(new Date(db.clock.now().getTime() + 59_000))
    await verifyApiKey(db, key)
    expect((await read()).rows[0]?.last_used_at).toEqual(first)
  })

  it('opens the door also while its use cannot be noted, as on a full disk', async () => {
    const { id, key } = await createApiKey(db, { companyId: nord.id, role: 'viewer' })
    await db.owner.query(
      `alter table api_keys add constraint nothing_noted check (id <> '${id}' or last_used_at is null) not valid`,
    )
    expect(await verifyApiKey(db, key)).toMatchObject({ id, role: 'viewer' })
    await db.owner.query('alter table api_keys drop constraint nothing_noted')
    await verifyApiKey(db, key)
    const { rows } = await db.owner.query('select from api_keys where id = $1 and last_used_at is not null', [id])
    expect(rows).toHaveLength(1)
  })

  it('is nobody’s when it is wrong, expired or revoked, or put into another company', async () => {
    const elsewhere = key.replace(nord.id.replaceAll('-', ''), sued.id.replaceAll('-', ''))
    for (const wrong of [
      '',
      'rnb_',
      key.slice(0, -1),
      `${key}x`,
      elsewhere,
      key.replace(/.$/, key.endsWith('A') ? 'B' : 'A'),
    ]) {
      expect(await verifyApiKey(db, wrong), wrong).toBeUndefined()
    }
    const soon = new Date(db.clock.now().getTime() + 1_000)
    const brief = await createApiKey(db, { companyId: nord.id, role: 'viewer', expiresAt: soon })
    expect(await verifyApiKey(db, brief.key)).toBeDefined()
    db.clock.set(soon)
    expect(await verifyApiKey(db, brief.key)).toBeUndefined()
    expect(await db.database.withCompany(nord.id, (tx) => revokeKey(tx, id, admin))).toBe(true)
    expect(await db.database.withCompany(nord.id, (tx) => revokeKey(tx, id, admin))).toBe(false)
    expect(await verifyApiKey(db, key)).toBeUndefined()
  })
})

describe('the audit trail', () => {
  it('keeps who did what in the company of the transaction', async () => {
    const entry = { actor: admin, action: 'override', object: 'customer', detail: { figure: 'risk' } }
    await db.database.withCompany(sued.id, (tx) => recordAudit(tx, entry))
    expect(await audited(sued.id)).toContainEqual({ actor: 'Ada', action: 'override', object: 'customer' })
    expect(await audited(nord.id)).not.toContainEqual({ actor: 'Ada', action: 'override', object: 'customer' })
  })

  it('can be changed by nobody who uses the application', async () => {
    await expect(inNord((tx) => tx.run(`update audit_log set actor_name = 'nobody'`))).rejects.toThrow(
      /permission denied/,
    )
    await expect(inNord((tx) => tx.run('truncate audit_log'))).rejects.toThrow(/permission denied/)
  })
})
