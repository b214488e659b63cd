import { describe, expect, it } from 'vitest'
import { commandLineOn } from '../../test/command-line.ts'
import { testDatabase } from '../../test/database.ts'
import { verifyApiKey } from '../access/api-keys.store.ts'

const db = await testDatabase({ schema: 'none' })
const renubu = commandLineOn(db)

type Company = { readonly id: string; readonly name: string; readonly timeZone: string }
type Person = { readonly name: string; readonly email: string | null; readonly role: string; readonly team: string }

const inZone = ['--time-zone', 'Europe/Berlin']
const createCompany = (name: string) => renubu('company', 'create', '--name', name, ...inZone, '--json')

describe('a company', () => {
  it('is created with its time zone, in English and dollars unless something else is said', async () => {
    const told = await createCompany('Nordlicht')
    expect(told).toMatchObject({ code: 0, stderr: '' })
    expect(told.json()).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      name: 'Nordlicht',
      timeZone: 'Europe/Berlin',
      locale: 'en-US',
      currency: 'USD',
      sample: false,
    })
    const other = await renubu(
      ...['company', 'create', '--name', 'Südwind', '--time-zone', 'Pacific/Auckland', '--locale', 'de-DE'],
      ...['--currency', 'EUR', '--json'],
    )
    expect(other.json()).toMatchObject({ locale: 'de-DE', currency: 'EUR', timeZone: 'Pacific/Auckland' })
  })

  it('is told to people in a sentence, and listed in a table', async () => {
    const told = await renubu('company', 'create', '--name', 'Ash', ...inZone)
    expect(told.stdout).toMatch(/^Created Ash \(Europe\/Berlin\), id [0-9a-f-]{36}\.\n$/)
    const lines = (await renubu('company', 'list')).stdout.trimEnd().split('\n')
    expect(lines.map((line) => line.split('  ')[0])).toEqual(['name', 'Ash', 'Nordlicht', 'Südwind'])
  })

  it.each(['Nordlicht', 'NORDLICHT', '  nordlicht '])(
    'keeps its name to itself, whatever its case: %j',
    async (name) => {
      const told = await createCompany(name)
      expect(told.code).toBe(1)
      expect(told.json<{ error: string }>().error).toContain('already')
    },
  )

  it.each([
    [['--name', '   '], 'needs a name'],
    [['--name', 'x'.repeat(201)], 'name'],
    [['--name', 'Elm', '--locale', 'klingon!'], 'write it like en-US or de-DE'],
    [['--name', 'Elm', '--currency', 'euro'], 'three capital letters, like USD'],
  ])('is refused when its words are wrong: %j', async (words, says) => {
    const told = await renubu('company', 'create', ...words, ...inZone, '--json')
    expect(told.code).toBe(1)
    expect(told.json<{ error: string }>().error).toContain(says)
    expect(told.stderr).not.toMatch(/\n\s+at /)
  })

  const HOSTILE = [
    `'; drop table companies; --`,
    '"quoted" \\ back',
    '{"json": true}',
    '<script>alert(1)</script>',
    '--json',
    '漢字 🙂 é',
    'line\nbreak',
  ]

  it.each(HOSTILE)('may have any name, which comes back as it went in: %j', async (name) => {
    const made = await renubu('company', 'create', `--name=${name}`, ...inZone, '--json')
    expect(made.code).toBe(0)
    expect(made.json<Company>().name).toBe(name)
    const key = await renubu('key', 'create', `--company=${name}`, '--role', 'viewer', '--json')
    expect(key.json<{ key: string }>().key).toMatch(/^rnb_/)
    const all = (await renubu('company', 'list', '--json')).json<Company[]>()
    expect(all.map((company) => company.name)).toContain(name)
  })

  it('is made once when two ask at the same moment', async () => {
    const told = await Promise.all([createCompany('Twin'), createCompany('TWIN')])
    expect(told.map(({ code }) => code).sort()).toEqual([0, 1])
  })
})

describe('a person', () => {
  const add = (...words: string[]) => renubu('user', 'create', '--company', 'Nordlicht', ...words, '--json')

  it('is added with a role, a team and a lead', async () => {
    await add('--name', 'Ida Berg', '--email', 'ida@example.org', '--role', 'manager', '--team', 'North')
    const told = await add(
      ...['--name', 'Ole Lund', '--email', 'ole@example.org', '--role', 'csm', '--team', 'north'],
      ...['--lead', 'IDA@example.org', '--experience', '1.1', '--capacity', '12', '--time-zone', 'Europe/Oslo'],
    )
    expect(told).toMatchObject({ code: 0, stderr: '' })
    expect(told.json()).toMatchObject({
      name: 'Ole Lund',
      email: 'ole@example.org',
      role: 'csm',
      team: 'North',
      experience: 1.1,
      capacity: 12,
      timeZone: 'Europe/Oslo',
      active: true,
    })
  })

  it('is listed, and told in a sentence', async () => {
    const words = ['--company', 'nordlicht', '--name', 'Una Holt', '--role', 'viewer']
    expect((await renubu('user', 'create', ...words)).stdout).toBe('Added Una Holt as viewer to Nordlicht.\n')
    const people = (await renubu('user', 'list', '--company', 'Nordlicht', '--json')).json<Person[]>()
    expect(people.map(({ name, email }) => [name, email])).toEqual([
      ['Ida Berg', 'ida@example.org'],
      ['Ole Lund', 'ole@example.org'],
      ['Una Holt', null],
    ])
    expect((await renubu('user', 'list', '--company', 'Ash')).stdout).toContain(
      'Nobody works in Ash yet. Add somebody:',
    )
  })

  it.each([
    [['--name', 'Ida Again', '--email', 'IDA@example.org', '--role', 'csm'], 'already'],
    [['--name', 'Una Holt', '--role', 'csm'], 'already'],
    [['--name', 'Bo', '--email', 'bo at home', '--role', 'csm'], 'no e-mail address'],
    [['--name', ' ', '--role', 'csm'], 'needs a name'],
    [['--name', 'Bo', '--role', 'csm', '--experience', '2'], 'experience'],
    [['--name', 'Bo', '--role', 'csm', '--lead', 'nobody@example.org'], 'Nobody in Nordlicht has the address'],
  ])('is refused when it cannot be: %j', async (words, says) => {
    const told = await add(...words)
    expect(told.code).toBe(1)
    expect(told.json<{ error: string }>().error).toContain(says)
  })

  it('of one company is no lead in another', async () => {
    const told = await renubu(
      ...[
        'user',
        'create',
        '--company',
        'Ash',
        '--name',
        'Kit',
        '--role',
        'csm',
        '--lead',
        'ida@example.org',
        '--json',
      ],
    )
    expect(told.json()).toEqual({
      error: 'Nobody in Ash has the address ida@example.org',
      advice: 'Create the lead first',
    })
  })
})

describe('a key', () => {
  it.each(['viewer', 'csm', 'manager', 'admin'])(
    'is made for the role %s, opens its company, and is shown once',
    async (role) => {
      const told = await renubu('key', 'create', '--company', 'Ash', '--role', role, '--name', `for ${role}`, '--json')
      expect(told).toMatchObject({ code: 0, stderr: '' })
      const { key, ...more } = told.json<{ key: string }>()
      expect(more).toEqual({})
      expect(await verifyApiKey(db, key)).toMatchObject({ role, name: `for ${role}` })
      const { rows } = await db.owner.query<{ text: string }>('select k::text as text from api_keys k')
      // The secret itself may hold an underscore, so it is taken by its length.
      expect(rows.map(({ text }) => text).join()).not.toContain(key.slice(-43))
    },
  )

  it('is printed alone for people, so that a shell can take it', async () => {
    const told = await renubu('key', 'create', '--company', 'Ash', '--role', 'csm')
    expect(told.stdout).toMatch(/^rnb_\S+\n$/)
  })

  it('needs to know the company where there are several', async () => {
    const told = await renubu('key', 'create', '--role', 'csm', '--json')
    expect(told.json()).toMatchObject({
      error: 'There are several companies',
      advice: expect.stringMatching(/^Say which one with --company: [^]*Ash, [^]*Nordlicht/) as unknown,
    })
    const unknown = await renubu('key', 'create', '--company', 'Nordlichd', '--role', 'csm', '--json')
    expect(unknown.json()).toMatchObject({ error: 'There is no company named "Nordlichd"' })
  })
})
