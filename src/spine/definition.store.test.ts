import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenExecutions } from '../../test/given-executions.ts'
import { stepIdsOf, stepsOf, workflow } from './catalogue.ts'
import { contentHash, ensureDefinitions, stepIdsOfVersion } from './definition.store.ts'

const db = await testDatabase()
const given = () => givenExecutions(db)
type Given = Awaited<ReturnType<typeof given>>

const rowsOf = ({ inTx }: Given, workflowId: string) =>
  inTx((tx) =>
    tx.rows<{ version: number; origin: string; hash: string; title: string }>(
      'select version, origin, content_hash as hash, title from workflow_definitions where workflow_id = $1 order by version',
      [workflowId],
    ),
  )

const write = ({ inTx }: Given, origin: 'builtin' | 'company', version = 1, steps: readonly string[] = ['first']) =>
  inTx((tx) =>
    tx.run(
      `insert into workflow_definitions (company_id, workflow_id, version, origin, content_hash, title, family, target_minutes, definition)
       values (app.company_id(), 'qbr', $1, $2, 'an older content', 'Older', 'cadence', 5, $3)`,
      [version, origin, JSON.stringify({ steps: steps.map((id) => ({ id })) })],
    ),
  )

describe('a built-in definition', () => {
  it('becomes the company’s own row when it is first used, and no other’s', async () => {
    const [mine, others] = [await given(), await given()]
    const used = await mine.inTx((tx) => ensureDefinitions(tx, ['qbr', 'qbr', 'negotiation-prep']))
    expect(used.get('qbr')).toEqual({ version: 1, stepIds: workflow('qbr').steps.map(({ id }) => id) })
    expect([...used.keys()].sort()).toEqual(['negotiation-prep', 'qbr'])
    expect(await rowsOf(mine, 'qbr')).toEqual([
      { version: 1, origin: 'builtin', hash: contentHash(workflow('qbr')), title: workflow('qbr').title },
    ])
    expect(await rowsOf(others, 'qbr')).toEqual([])
  })

  it('is written once however often it is used', async () => {
    const mine = await given()
    await mine.inTx((tx) => ensureDefinitions(tx, ['qbr']))
    await mine.inTx((tx) => ensureDefinitions(tx, ['qbr']))
    expect(await rowsOf(mine, 'qbr')).toHaveLength(1)
    expect(await mine.inTx((tx) => ensureDefinitions(tx, []))).toEqual(new Map())
  })

  it('is one row when two use it first at the same time, and both learn its version', async () => {
    const mine = await given()
    const { promise: bothAreIn, resolve: letThemGo } = Promise.withResolvers<undefined>()
    const slow = mine.inTx(async (tx) => {
      const used = await ensureDefinitions(tx, ['qbr'])
      letThemGo(undefined)
      // The other waits for this transaction's row now, or will find it.
      await tx.run('select 1')
      return used
    })
    const quick = mine.inTx(async (tx) => {
      await bothAreIn
      return ensureDefinitions(tx, ['qbr'])
    })
    const crowd = Array.from({ length: 6 }, () => mine.inTx((tx) => ensureDefinitions(tx, ['qbr'])))
    for (const used of await Promise.all([slow, quick, ...crowd])) expect(used.get('qbr')?.version).toBe(1)
    expect(await rowsOf(mine, 'qbr')).toHaveLength(1)
  })

  it('is a new version when what ships has changed', async () => {
    const mine = await given()
    await write(mine, 'builtin')
    expect((await mine.inTx((tx) => ensureDefinitions(tx, ['qbr']))).get('qbr')?.version).toBe(2)
    expect((await rowsOf(mine, 'qbr')).map(({ version, title }) => [version, title])).toEqual([
      [1, 'Older'],
      [2, workflow('qbr').title],
    ])
    expect(await mine.inTx((tx) => stepIdsOfVersion(tx, 'qbr', 1))).toEqual(['first'])
  })

  it('gives way to the company’s own version, whatever ships', async () => {
    const mine = await given()
    await mine.inTx((tx) => ensureDefinitions(tx, ['qbr']))
    await write(mine, 'company', 2, ['ours', 'alone'])
    expect((await mine.inTx((tx) => ensureDefinitions(tx, ['qbr']))).get('qbr')).toEqual({
      version: 2,
      stepIds: ['ours', 'alone'],
    })
  })

  it('is neither changed nor taken away by the application', async () => {
    const mine = await given()
    await write(mine, 'builtin')
    for (const sql of [
      `update workflow_definitions set title = 'Other'`,
      'delete from workflow_definitions',
      'truncate workflow_definitions',
    ])
      await expect(
        mine.inTx((tx) => tx.run(sql)),
        sql,
      ).rejects.toThrow(/permission denied/)
  })

  it('that does not exist is a mistake in the rules, and a version that does not exist one in the data', async () => {
    const mine = await given()
    await expect(mine.inTx((tx) => ensureDefinitions(tx, ['no-such-thing']))).rejects.toThrow(
      /no workflow "no-such-thing"/,
    )
    await expect(mine.inTx((tx) => stepIdsOfVersion(tx, 'qbr', 9))).rejects.toThrow(
      /no version 9 of the workflow "qbr"/,
    )
  })

  it('hashes to the same while it is the same', () => {
    const kind = workflow('qbr')
    expect(contentHash({ ...kind })).toBe(contentHash(kind))
    expect(contentHash({ ...kind, targetMinutes: kind.targetMinutes + 1 })).not.toBe(contentHash(kind))
  })
})

describe('the steps of a run', () => {
  it.each([
    [['b', 'c'], ['a'], ['a', 'b', 'c']],
    [['a', 'b'], ['b'], ['a', 'b']],
    [['b'], ['a', 'a', 'b'], ['a', 'b']],
    [[], ['a'], ['a']],
    [['a'], [], ['a']],
  ])('%j with %j before them are %j', (own, leading, expected) => {
    expect(stepIdsOf(own, leading)).toEqual(expected)
  })

  it('have the same words wherever they stand', () => {
    expect(stepsOf(workflow('negotiation-prep'), ['assess-risk', 'unheard-of']).slice(0, 2)).toEqual([
      { id: 'assess-risk', name: 'Assess the risk' },
      { id: 'unheard-of', name: 'unheard-of' },
    ])
  })
})
