import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { registerLabRules } from './lab-rules.ts'
import { checkVectors, ruleNames } from './vector-rules.ts'

const HOMES: Readonly<Record<string, string>> = {
  'days-until-renewal': 'analyze',
  'renewal-stage': 'analyze',
  'renewal-stage-four': 'analyze',
  determination: 'determine',
  'priority-weighted': 'prioritize',
  'priority-multiplicative': 'prioritize',
  'execution-states': '',
  hydration: 'compose',
}

const vectorsOf = (name: string): Promise<string> =>
  readFile(
    new URL(
      HOMES[name] === '' ? `../spine/vectors/${name}.json` : `../stages/${HOMES[name] ?? ''}/vectors/${name}.json`,
      import.meta.url,
    ),
    'utf8',
  )

describe('vectors', () => {
  it.each(ruleNames())('of %s all hold', async (name) => {
    const checked = checkVectors(name, await vectorsOf(name))
    expect(checked).toMatchObject({ ok: true, value: { failed: [] } })
    expect(checked.ok && checked.value.cases).toBeGreaterThan(5)
  })

  it('that are wrong are told with what was given, expected and found', () => {
    const text = JSON.stringify({ cases: [{ daysUntilRenewal: 7, stage: 'critical', overdue: false }] })
    expect(checkVectors('renewal-stage', text)).toEqual({
      ok: true,
      value: {
        cases: 1,
        failed: [
          {
            case: 1,
            given: { daysUntilRenewal: 7 },
            expected: { stage: 'critical', overdue: false },
            found: { stage: 'emergency', overdue: false },
          },
        ],
      },
    })
  })

  it('on which a rule throws have failed', () => {
    const text = JSON.stringify({ cases: [{ template: '{% nope %}', text: '', missing: [] }] })
    expect(checkVectors('hydration', text)).toMatchObject({
      ok: true,
      value: { failed: [{ found: { error: expect.stringContaining('nope') as string } }] },
    })
  })

  it.each([
    ['no JSON', '{', /not JSON/],
    ['no cases', '{}', /cases/],
    ['an empty list', '{"cases":[]}', /no cases/],
    ['a list alone', '[1]', /expected object/],
    ['a case without what is expected', '{"cases":[{"daysUntilRenewal":7}]}', /case 1: stage/],
    ['a case of another kind', '{"cases":[null]}', /case 1/],
  ])('that are %s are refused, saying where', (_, text, reason) => {
    const checked = checkVectors('renewal-stage', text)
    expect(checked.ok ? '' : checked.refusal).toMatch(reason)
  })
})

describe('lab rules', () => {
  let folder = ''
  const printed: string[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vectors-'))
    printed.length = 0
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.push(String(text))
      return true
    })
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    process.exitCode = undefined
    await rm(folder, { recursive: true })
  })

  async function run(...words: readonly string[]): Promise<string> {
    const program = new Command().option('--json').exitOverride()
    registerLabRules(program)
    await program.parseAsync(['rules', '--vectors', folder, ...words], { from: 'user' })
    return printed.join('')
  }
  const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text)

  it('answers a line for each file and is content when all hold', async () => {
    for (const name of ruleNames()) await put(`${name}.json`, await vectorsOf(name))
    await put('README.md', 'not a file of vectors')
    const reports = JSON.parse(await run('--json')) as { file: string; failed: unknown[] }[]
    expect(reports.map(({ file }) => file)).toEqual(
      ruleNames()
        .map((name) => `${name}.json`)
        .sort(),
    )
    expect(reports.flatMap(({ failed }) => failed)).toEqual([])
    expect(process.exitCode).toBeUndefined()
  })

  it('ends with 1 when a case fails, and shows it', async () => {
    await put('renewal-stage.json', JSON.stringify({ cases: [{ daysUntilRenewal: 7, stage: 'calm', overdue: false }] }))
    expect(await run()).toContain(
      'renewal-stage.json, case 1: expected {"stage":"calm","overdue":false}, found {"stage":"emergency"',
    )
    expect(process.exitCode).toBe(1)
  })

  it.each([
    ['a file of no rule', 'weather.json', '{}', /weather.json names no rule/],
    ['a file that cannot be read', 'hydration.json', '{', /hydration.json cannot be read: it is not JSON/],
    ['no file at all', 'notes.txt', '', /There is no JSON file/],
  ])('refuses %s', async (_, name, text, reason) => {
    await put(name, text)
    await expect(run()).rejects.toThrow(reason)
  })

  it('refuses a folder that is not there', async () => {
    const program = new Command().exitOverride()
    registerLabRules(program)
    await expect(program.parseAsync(['rules', '--vectors', '/no/such/folder'], { from: 'user' })).rejects.toThrow(
      /There is no folder/,
    )
  })
})
