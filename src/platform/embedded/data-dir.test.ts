import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../../test/embedded.ts'
import { prepareDataDir } from './data-dir.ts'
import { newState, readState, writeState } from './state.ts'

test('a data directory that is missing is made, with the folders above it, and nothing is left in it', () => {
  const wanted = join(scratchFolder(), 'somewhere', 'deeper')
  expect(prepareDataDir(wanted)).toBe(wanted)
  expect(readdirSync(wanted)).toEqual([])
})

test('one that is there keeps what it holds', () => {
  const wanted = scratchFolder()
  writeFileSync(join(wanted, 'postgres.log'), 'kept')
  prepareDataDir(wanted)
  expect(readdirSync(wanted)).toEqual(['postgres.log'])
})

test('two ways to one folder are one data directory, so that two processes meet in it', () => {
  const folder = scratchFolder()
  mkdirSync(join(folder, 'real'))
  symlinkSync(join(folder, 'real'), join(folder, 'link'))
  expect(prepareDataDir(join(folder, 'link'))).toBe(join(folder, 'real'))
})

test('where nothing can be written, it says so and what to do', () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'file'), '')
  for (const wanted of [join(folder, 'file'), join(folder, 'file', 'below')])
    expect(() => prepareDataDir(wanted)).toThrow(
      /cannot be written \((EEXIST|ENOTDIR).*Let this account write there, or choose another with RENUBU_DATA_DIR/,
    )
})

test('a memory that is damaged is named: without its passwords the files beside it cannot be opened', () => {
  const folder = scratchFolder()
  const state = newState(folder, undefined)
  writeState(folder, state)
  expect(readState(folder)).toEqual(state)
  for (const damaged of ['', '{"clusterDir": "/x', '[]', '{"clusterDir": 7}']) {
    writeFileSync(join(folder, 'server.json'), damaged)
    expect(() => readState(folder)).toThrow(/server\.json is damaged.*Restore it/)
  }
  rmSync(join(folder, 'server.json'))
  expect(readState(folder)).toBeUndefined()
})

test('every data directory has passwords of its own, readable by its owner alone', () => {
  const folder = scratchFolder()
  const [one, other] = [newState(folder, undefined), newState(folder, undefined)]
  expect(one.secret).not.toBe(other.secret)
  expect(one.superuserPassword).not.toBe(other.superuserPassword)
  writeState(folder, one)
  expect(statSync(join(folder, 'server.json')).mode & 0o777).toBe(0o600)
  rmSync(join(folder, 'server.json'))
})
