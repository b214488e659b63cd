import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { createCompany } from '../../access/companies.store.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Tx } from '../postgres.ts'
import { actAs } from './act.ts'
import type { Refusal } from './problem.contract.ts'
import type { Caller } from './route.ts'

const db = await testDatabase()
const company = await createCompany(db, { name: 'Fennel', timeZone: 'UTC' })
const caller: Caller = {
  companyId: company.id,
  userId: null,
  keyId: null,
  sessionId: null,
  name: 'test',
  role: 'admin',
  scopes: [],
}
const TAKEN: Refusal = { kind: 'conflict', says: 'There is one already.' }

/** Resolves for everybody when so many have come. */
function meeting(count: number): () => Promise<void> {
  const all = Promise.withResolvers<undefined>()
  let come = 0
  return async () => {
    come += 1
    if (come >= count) all.resolve(undefined)
    await all.promise
  }
}

const act = (work: (tx: Tx) => Promise<Result<string, Refusal>>) =>
  actAs(db.database, { caller, repeatable: null }, work)

/** Looks first and then writes, as whoever does not lock what he looks at. */
const addTeam = (name: string, looked: () => Promise<void>) =>
  act(async (tx) => {
    const found = await tx.row('select from teams where lower(name) = lower($1)', [name])
    await looked()
    if (found) return err(TAKEN)
    await tx.run('insert into teams (company_id, name) values (app.company_id(), $1)', [name])
    return ok(name)
  })

describe('those who want the same thing at the same moment', () => {
  it('get it once; the others are answered as if they had come later', async () => {
    const looked = meeting(8)
    const answers = await Promise.all(Array.from({ length: 8 }, () => addTeam('North', looked)))
    expect(answers.filter(({ ok: done }) => done)).toEqual([ok('North')])
    expect(answers.filter(({ ok: done }) => !done)).toEqual(Array.from({ length: 7 }, () => err(TAKEN)))
  })

  it('and wait for each other in a circle, both get what they want', async () => {
    const names = ['East', 'West']
    const met = meeting(2)
    const rename = (order: readonly string[]) =>
      act(async (tx) => {
        for (const name of order) {
          await tx.run('update teams set name = $1 where name = $1', [name])
          await met()
        }
        return ok('done')
      })
    for (const name of names) await addTeam(name, () => Promise.resolve())
    expect(await Promise.all([rename(names), rename(names.toReversed())])).toEqual([ok('done'), ok('done')])
  })
})

it('what collides again and again is told after a few tries, and nothing is kept', async () => {
  let tries = 0
  const twice = act(async (tx) => {
    tries += 1
    for (const name of ['South', 'South'])
      await tx.run('insert into teams (company_id, name) values (app.company_id(), $1)', [name])
    return ok('never')
  })
  await expect(twice).rejects.toMatchObject({ code: '23505' })
  expect(tries).toBe(4)
  expect(await act(async (tx) => ok(String((await tx.rows(`select from teams where name = 'South'`)).length)))).toEqual(
    ok('0'),
  )
})
