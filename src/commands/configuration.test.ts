import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commandLineOn } from '../../test/command-line.ts'
import { testDatabase } from '../../test/database.ts'

const renubu = commandLineOn(await testDatabase({ schema: 'none' }))
const folder = mkdtempSync(join(tmpdir(), 'configuration-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeAll(async () => {
  await renubu('company', 'create', '--name', 'Alder', '--time-zone', 'UTC')
})

const file = (text: string): string => {
  const path = join(folder, 'settings.json')
  writeFileSync(path, text)
  return path
}

it('goes out as text and comes in again, each time as a new version', async () => {
  expect((await renubu('configuration', 'show', '--json')).json()).toEqual({ version: 0, settings: {} })
  const settings = { determine: { rest: { risk: 45 } } }
  const set = await renubu('configuration', 'set', file(JSON.stringify(settings)), '--note', 'calmer', '--json')
  expect(set.json()).toEqual({ version: 1, inForce: true })
  const shown = await renubu('configuration', 'show', '--company', 'alder')
  expect(JSON.parse(shown.stdout)).toEqual(settings)
  expect((await renubu('configuration', 'set', file(shown.stdout))).stdout).toBe('Version 2 is in force.\n')
})

it('only proposed, is not in force', async () => {
  const told = await renubu('configuration', 'set', file('{}'), '--propose')
  expect(told.stdout).toMatch(/^Proposed version \d+\.\n$/)
  expect((await renubu('configuration', 'show', '--json')).json()).toMatchObject({ settings: { determine: {} } })
})

it.each([
  ['is no JSON', '{', /is no JSON document of settings/],
  ['is a list', '[]', /is no JSON document of settings/],
  ['names what is not known', '{"determine":{"rest":{"risc":1}}}', /determine\.rest\.risc is not known/],
])('that %s is refused', async (_, text, says) => {
  const told = await renubu('configuration', 'set', file(text), '--json')
  expect(told.code).toBe(1)
  expect(told.json<{ error: string }>().error).toMatch(says)
})

it('that is not there is refused', async () => {
  expect(await renubu('configuration', 'set', join(folder, 'nothing.json'))).toMatchObject({ code: 1 })
})
