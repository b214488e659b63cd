import { describe, expect, it } from 'vitest'
import { ask, read, testApp, type Somebody } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenBook } from '../../test/given-book.ts'
import { givenCompany, type GivenCompany } from '../../test/given-company.ts'
import type { Role } from '../access/role.ts'
import { createUser } from '../access/users.store.ts'

const db = await testDatabase()
const app = await testApp(db)

type Settings = Readonly<Record<string, unknown>>
type Change = { readonly path: string; readonly from: unknown; readonly to: unknown }
type Version = {
  readonly version: number
  readonly inForce: boolean
  readonly note: string
  readonly changes: Change[]
}
type Problem = { readonly detail: string }

let people = 0

const personIn = async (company: GivenCompany, role: Role): Promise<Somebody> => ({
  companyId: company.id,
  userId: (await createUser(db, { companyId: company.id, name: `${role} ${String((people += 1))}`, role })).id,
})

const given = async () => {
  const company = await givenCompany(db)
  const admin = await personIn(company, 'admin')
  const save = async (settings: Settings, adopt = true, note = '') =>
    ask<{ version: number; inForce: boolean } & Problem>(app, admin, {
      method: 'POST',
      url: '/api/configuration',
      body: { settings, adopt, note },
    })
  const adopt = (version: number) =>
    ask<{ version: number } & Problem>(app, admin, {
      method: 'POST',
      url: `/api/configuration/versions/${String(version)}/adopt`,
    })
  const inForce = async () =>
    (await read<{ version: number; settings: Settings; changes: Change[] }>(app, admin, '/api/configuration')).body
  const versions = async (query = '') =>
    (await read<{ items: Version[]; nextCursor: string | null }>(app, admin, `/api/configuration/versions${query}`))
      .body
  return { company, admin, save, adopt, inForce, versions }
}

const riskRests = (risk: number): Settings => ({ determine: { rest: { risk } } })

describe('the configuration', () => {
  it('is what ships, complete, until the company says otherwise', async () => {
    const { inForce, save } = await given()
    expect(await inForce()).toMatchObject({
      version: 0,
      settings: {},
      changes: [],
      complete: { determine: { rest: { risk: 30 } } },
    })
    const settings = { ...riskRests(45), analyze: { rules: { risk: { healthShare: 0.4 } } } }
    expect(await save(settings)).toMatchObject({ status: 201, body: { version: 1, inForce: true } })
    expect(await inForce()).toMatchObject({
      version: 1,
      settings,
      complete: { determine: { rest: { risk: 45 } } },
      changes: [
        { path: 'analyze.profiles.default.rules.risk.healthShare', from: 0.5, to: 0.4 },
        { path: 'determine.rest.risk', from: 30, to: 45 },
      ],
    })
  })

  it('has every version with its author, its note and what it changed, the newest first, a page at a time', async () => {
    const { save, versions } = await given()
    await save(riskRests(40), true, 'calmer')
    await save({ ...riskRests(40), prioritize: { dueStepPoints: 10 } }, false, 'try it')
    await save(riskRests(50), true, 'calmer still')
    const first = await versions('?limit=2')
    expect(first.items).toMatchObject([
      {
        version: 3,
        author: expect.stringMatching(/^admin \d+$/) as unknown,
        note: 'calmer still',
        inForce: true,
        changes: [
          { path: 'determine.rest.risk', from: 40, to: 50 },
          { path: 'prioritize', from: { dueStepPoints: 10 }, to: null },
        ],
      },
      {
        version: 2,
        inForce: false,
        adoptedAt: null,
        changes: [{ path: 'prioritize', from: null, to: { dueStepPoints: 10 } }],
      },
    ])
    const rest = await versions(`?limit=2&cursor=${first.nextCursor ?? ''}`)
    expect(rest).toMatchObject({ items: [{ version: 1, note: 'calmer' }], nextCursor: null })
    expect((await read(app, (await given()).admin, '/api/configuration/versions?cursor=x')).status).toBe(422)
  })

  it.each<readonly [string, Settings, RegExp]>([
    ['a part that is none', { queue: {} }, /no part "queue"/],
    ['a name that is none', { determine: { rest: { risc: 1 } } }, /^determine\.rest\.risc is not known/],
    ['a value of another kind', { determine: { rest: { risk: '30' } } }, /^determine\.rest\.risk must be a number/],
    [
      'rules of the analysis',
      { analyze: { rules: { risk: { healthShare: 2 } } } },
      /^analyze\.rules\.risk\.healthShare: /,
    ],
    [
      'rules of a profile',
      { analyze: { profiles: [{ name: 'small', rules: { weights: { support: -1 } } }] } },
      /^analyze\.profiles\.0\.rules\.weights\.support: /,
    ],
    [
      'a row without what every row has',
      { determine: { rules: [{ name: 'x', trigger: 'risk', when: {} }] } },
      /^determine\.rules\.0\.workflowId is missing/,
    ],
    [
      'a row with what none has',
      { prioritize: { weighted: { urgency: [{ untilDays: 7, points: 1, colour: 'red' }] } } },
      /^prioritize\.weighted\.urgency\.0\.colour is not known/,
    ],
    [
      'a condition of another kind',
      { determine: { rules: [{ name: 'x', trigger: 'risk', workflowId: 'qbr', when: { maxDays: '9' } }] } },
      /^determine\.rules\.0\.when\.maxDays must be a number, not a string/,
    ],
    [
      'a workflow that there is not',
      { determine: { rules: [{ name: 'x', trigger: 'risk', workflowId: 'nothing', when: {} }] } },
      /^determine\.rules\.0\.workflowId: there is no workflow "nothing"/,
    ],
    [
      'a division by nought',
      { prioritize: { weighted: { arrUnit: 0 } } },
      /^prioritize\.weighted\.arrUnit must be above 0/,
    ],
    ['a number without an end', { prioritize: { dueStepPoints: 1e300 } }, /^prioritize\.dueStepPoints is beyond/],
  ])('is refused with %s, and the place is named', async (_, settings, says) => {
    const { save, admin, inForce } = await given()
    const saved = await save(settings)
    expect(saved.status).toBe(422)
    expect(saved.body.detail).toMatch(says)
    expect((await inForce()).version).toBe(0)
    expect(
      await ask(app, admin, { method: 'POST', url: '/api/configuration/preview', body: { settings } }),
    ).toMatchObject({
      status: 422,
    })
  })

  it('goes back with one call: an earlier version comes as a new one, and 0 is what ships', async () => {
    const { save, adopt, inForce, versions } = await given()
    await save(riskRests(40))
    await save(riskRests(50))
    expect(await adopt(1)).toEqual({ status: 200, body: { version: 3 } })
    expect(await inForce()).toMatchObject({ version: 3, settings: riskRests(40) })
    expect(await adopt(0)).toMatchObject({ body: { version: 4 } })
    expect(await inForce()).toMatchObject({ version: 4, settings: {}, changes: [] })
    expect((await versions()).items.map(({ note }) => note)).toEqual([
      'Back to what ships',
      'Back to version 1',
      '',
      '',
    ])
  })

  it('takes up a proposal as it is, also one that was overtaken meanwhile', async () => {
    const { save, adopt, inForce } = await given()
    await save(riskRests(40), false)
    expect(await inForce()).toMatchObject({ version: 0 })
    expect(await adopt(1)).toMatchObject({ body: { version: 1 } })
    await save(riskRests(60), false)
    await save(riskRests(50))
    expect(await adopt(2)).toMatchObject({ body: { version: 4 } })
    expect(await inForce()).toMatchObject({ version: 4, settings: riskRests(60) })
  })

  it('is adopted once when several adopt it at the same moment', async () => {
    const { save, adopt, versions } = await given()
    await save(riskRests(40))
    await save(riskRests(50))
    await Promise.all([adopt(1), adopt(1), adopt(1)])
    const { items } = await versions()
    expect(items.filter(({ inForce }) => inForce)).toHaveLength(1)
    expect(items[0]).toMatchObject({ note: 'Back to version 1' })
  })

  it('in force already, or not there, says so', async () => {
    const { save, adopt } = await given()
    await save(riskRests(40))
    expect(await adopt(1)).toMatchObject({ status: 409 })
    expect(await adopt(2)).toMatchObject({ status: 404 })
  })

  it('of one company is not another’s', async () => {
    const [ours, theirs] = [await given(), await given()]
    await ours.save(riskRests(40))
    expect(await theirs.inForce()).toMatchObject({ version: 0 })
    expect(await theirs.adopt(1)).toMatchObject({ status: 404 })
    expect((await theirs.versions()).items).toEqual([])
  })

  it.each([
    ['viewer', 403, 403],
    ['csm', 403, 403],
    ['manager', 200, 403],
    ['admin', 200, 201],
  ] as const)('may be read and changed by a %s: %i, %i', async (role, reads, writes) => {
    const { company } = await given()
    const who = await personIn(company, role)
    expect((await read(app, who, '/api/configuration')).status).toBe(reads)
    expect((await read(app, who, '/api/configuration/versions')).status).toBe(reads)
    const body = { settings: {} }
    expect((await ask(app, who, { method: 'POST', url: '/api/configuration/preview', body })).status).toBe(reads)
    expect((await ask(app, who, { method: 'POST', url: '/api/configuration', body })).status).toBe(writes)
  })

  it('is out of the hands of an admin who is none any more at once', async () => {
    const { admin, save } = await given()
    expect((await save({})).status).toBe(201)
    await db.owner.query(`update users set role = 'viewer' where id = $1`, [admin.userId])
    expect((await save({})).status).toBe(403)
  })

  it('is written once for one Idempotency-Key', async () => {
    const { admin, versions } = await given()
    const again = () =>
      ask(app, admin, {
        method: 'POST',
        url: '/api/configuration',
        body: { settings: {}, adopt: true },
        headers: { 'idempotency-key': 'one' },
      })
    expect(await again()).toEqual(await again())
    expect((await versions()).items).toHaveLength(1)
  })
})

type Card = {
  readonly customer: { readonly name: string }
  readonly workflow: { readonly id: string }
  readonly place: number
}
type Preview = {
  readonly customers: { readonly looked: number; readonly total: number }
  readonly counts: { readonly new: number; readonly gone: number; readonly moved: number }
  readonly new: Card[]
  readonly gone: Card[]
  readonly moved: (Card & { readonly before: Card })[]
}

describe('a preview', () => {
  /** Three customers of one CSM: a small one that renews soon, a large one that renews later, one that is far off. */
  const withQueue = async () => {
    const world = await given()
    const { company, admin } = world
    await company.import('users', [{ externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' }])
    await givenBook(company, {
      aspen: { renewsIn: 5, arr: 20_000 },
      birch: { renewsIn: 100, arr: 400_000 },
      cedar: { renewsIn: 250 },
    })
    await company.run()
    const preview = async (settings: Settings) =>
      (await ask<Preview>(app, admin, { method: 'POST', url: '/api/configuration/preview', body: { settings } })).body
    const queue = () =>
      company.query<{ name: string; workflow: string }>(
        `select c.name, e.workflow_id as workflow from workflow_executions e join customers c on c.id = e.customer_id where e.closed_at is null order by 1, 2`,
      )
    return { ...world, preview, queue }
  }

  it('of the settings in force shows no change, whatever they are', async () => {
    const { preview, save, company } = await withQueue()
    expect(await preview({})).toMatchObject({
      customers: { looked: 3, total: 3 },
      counts: { new: 0, gone: 0, moved: 0 },
    })
    const settings = { prioritize: { model: 'multiplicative' } }
    await save(settings)
    await company.run()
    expect((await preview(settings)).counts).toEqual({ new: 0, gone: 0, moved: 0 })
  })

  it('shows the cards that would change places, and tomorrow’s run does what it said', async () => {
    const { preview, save, company } = await withQueue()
    const settings = { prioritize: { weighted: { weights: { arr: 10 } } } }
    const { moved, counts } = await preview(settings)
    expect(counts).toEqual({ new: 0, gone: 0, moved: 2 })
    const places = moved.map(({ customer, before, place }) => [customer.name, before.place, place])
    expect(places).toEqual([
      ['birch', 2, 1],
      ['aspen', 1, 2],
    ])
    await save(settings)
    company.at('2027-03-16T09:00:00Z')
    await company.run('scheduled')
    company.at('2027-03-15T09:00:00Z')
    const [first] = await company.query<{ name: string }>(
      `select c.name from workflow_executions e join customers c on c.id = e.customer_id where e.closed_at is null order by priority_score desc limit 1`,
    )
    expect(first?.name).toBe('birch')
  })

  it('shows the cards that would come and go', async () => {
    const { preview } = await withQueue()
    const earlier = await preview({
      determine: {
        rules: [{ name: 'all', trigger: 'renewal', workflowId: 'standard-renewal', when: { maxDays: 300 } }],
      },
    })
    expect(earlier.new).toMatchObject([{ customer: { name: 'cedar' }, workflow: { id: 'standard-renewal' } }])
    const withoutAny = await preview({ determine: { rules: [], withdrawAfterDays: 0 } })
    expect(withoutAny.new).toEqual([])
  })

  it('writes nothing', async () => {
    const { preview, queue, company } = await withQueue()
    const state = async () => [
      await queue(),
      await company.query('select count(*) from customer_intelligence'),
      await company.query('select count(*) from audit_log'),
      await company.query('select count(*) from configurations'),
    ]
    const before = await state()
    await preview({
      determine: { rules: [] },
      analyze: { stages: 'four-stage' },
      prioritize: { model: 'multiplicative' },
    })
    expect(await state()).toEqual(before)
  })

  it('says nothing of another company’s customers', async () => {
    await withQueue()
    const { admin } = await given()
    const { body } = await ask<Preview>(app, admin, {
      method: 'POST',
      url: '/api/configuration/preview',
      body: { settings: {} },
    })
    expect(body).toMatchObject({ customers: { looked: 0, total: 0 }, counts: { new: 0, gone: 0, moved: 0 } })
  })
})
