import { describe, expect, it } from 'vitest'
import { commandLineOn } from '../../test/command-line.ts'
import { testDatabase } from '../../test/database.ts'

const db = await testDatabase({ schema: 'none' })
const renubu = commandLineOn(db)

type Refusal = { readonly error: string; readonly advice?: string }

const COMMANDS = [
  [],
  ['serve'],
  ['worker'],
  ['company'],
  ['company', 'create'],
  ['company', 'list'],
  ['user'],
  ['user', 'create'],
  ['user', 'list'],
  ['key', 'create'],
  ['migrate'],
  ['doctor'],
  ['import'],
  ['export'],
  ['run', 'daily'],
  ['queue'],
  ['explain'],
]

describe('every command', () => {
  it.each(COMMANDS)('answers --help with its usage, on stdout and without failing: %s %s', async (...words) => {
    const told = await renubu(...words, '--help')
    expect(told).toMatchObject({ code: 0, stderr: '' })
    expect(told.stdout).toMatch(new RegExp(`^Usage: renubu ${words.join(' ')}`.trimEnd()))
  })

  it.each(COMMANDS)('refuses an option that it does not know, by name: %s %s', async (...words) => {
    const needed = words.includes('create') ? ['--name', 'Ash', '--role', 'csm', '--time-zone', 'UTC'] : []
    const known = needed.filter((_, at) => words[0] !== 'company' || (at !== 2 && at !== 3))
    const told = await renubu(...words, ...(words[0] === 'key' ? known.slice(0, 4) : known), '--colour')
    expect(told).toMatchObject({ code: 1, stdout: '' })
    expect(told.stderr).toMatch(/unknown option '--colour'[^]*renubu --help/)
  })
})

describe('a line that is no command', () => {
  it.each([
    [['frobnicate'], `unknown command 'frobnicate'`],
    [['company', 'destroy'], `unknown command 'destroy'`],
    [['company', 'create'], `required option '--name <name>' not specified`],
    [['company', 'create', '--name'], `option '--name <name>' argument missing`],
    [['key', 'create'], `required option '--role <role>' not specified`],
    [['key', 'create', '--role', 'king'], `It is one of viewer, csm, manager, admin.`],
    [['user', 'create', '--name', 'Ada', '--role', 'king'], `It is one of viewer, csm, manager, admin.`],
    [['user', 'create', '--name', 'Ada', '--role', 'csm', '--capacity', 'many'], 'It is a whole number.'],
    [['user', 'create', '--name', 'Ada', '--role', 'csm', '--capacity', '-1'], 'It is a whole number.'],
    [['user', 'create', '--name', 'Ada', '--role', 'csm', '--experience', 'much'], 'It is a number, like 1.1.'],
    [['user', 'create', '--name', 'Ada', '--role', 'csm', '--time-zone', 'Mars/Olympus'], 'It is no time zone'],
    [['company', 'create', '--name', 'Ash', '--time-zone', 'CEST+2'], 'write it like Europe/Berlin'],
    [['doctor', 'now'], 'too many arguments'],
  ])('is refused with what is wrong: %j', async (words, says) => {
    const told = await renubu(...words)
    expect(told).toMatchObject({ code: 1, stdout: '' })
    expect(told.stderr).toContain(says)
    const asJson = await renubu(...words, '--json')
    expect(asJson.code).toBe(1)
    expect(asJson.json<Refusal>().error).toContain(says)
    expect(asJson.json<Refusal>().error).not.toMatch(/^error:/)
    expect(asJson.json<Refusal>().advice).toContain('--help')
  })

  it('of nothing at all shows what there is, and fails', async () => {
    const told = await renubu()
    expect(told).toMatchObject({ code: 1, stdout: '' })
    expect(told.stderr).toContain('Usage: renubu')
    expect((await renubu('--json')).json()).toMatchObject({ error: 'No command was given' })
  })
})

describe('the first command on an empty database', () => {
  it('brings the schema, and tells which migrations it applied', async () => {
    const { applied } = (await renubu('migrate', '--json')).json<{ applied: string[] }>()
    expect(applied[0]).toBe('0001-initial.sql')
  })
})

describe('without a company', () => {
  it('the commands of one say how to make it', async () => {
    const told = await renubu('key', 'create', '--role', 'admin', '--json')
    expect(told).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no company yet') as unknown })
    expect(told.json()).toEqual({
      error: 'There is no company yet',
      advice: 'Create one: renubu company create --name NAME --time-zone ZONE',
    })
    expect((await renubu('company', 'list')).stdout).toContain('There is no company yet. Create one:')
    expect((await renubu('company', 'list', '--json')).json()).toEqual([])
  })

  it('the doctor works, and says the same', async () => {
    const told = await renubu('doctor', '--json')
    const { healthy, findings } = told.json<{ healthy: boolean; findings: { check: string; state: string }[] }>()
    expect({ code: told.code, healthy }).toEqual({ code: 0, healthy: true })
    expect(findings.map(({ check }) => check)).toContain('companies')
    expect((await renubu('doctor')).stdout).toContain('? companies: there is none yet')
  })
})

describe('the schema', () => {
  it('is up to date after any command, and migrate says so', async () => {
    expect((await renubu('migrate', '--json')).json()).toEqual({ applied: [] })
    expect((await renubu('migrate')).stdout).toBe('The schema is up to date.\n')
  })
})
