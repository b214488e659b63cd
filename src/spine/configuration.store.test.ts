import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenExecutions } from '../../test/given-executions.ts'
import { configurationInForce, configurationVersion, saveConfiguration } from './configuration.store.ts'

const db = await testDatabase()
const given = () => givenExecutions(db)
type Given = Awaited<ReturnType<typeof given>>

const save = ({ inTx, actor }: Given, settings: Readonly<Record<string, unknown>>, adopt = true) =>
  inTx((tx) => saveConfiguration(tx, { settings, note: 'because', actor, adopt }))
const inForce = ({ inTx }: Given) => inTx(configurationInForce)

describe('the configuration', () => {
  it('is what ships while nothing was ever written', async () => {
    const company = await given()
    expect(await inForce(company)).toEqual({ version: 0, settings: {} })
    expect(await company.inTx((tx) => configurationVersion(tx, 0))).toEqual({ version: 0, settings: {} })
    expect(await company.inTx((tx) => configurationVersion(tx, 1))).toBeUndefined()
  })

  it('in force is the newest that was adopted, and earlier ones stay for replay', async () => {
    const company = await given()
    expect([
      await save(company, { a: 1 }),
      await save(company, { a: 2 }),
      await save(company, { a: 3 }, false),
    ]).toEqual([1, 2, 3])
    expect(await inForce(company)).toEqual({ version: 2, settings: { a: 2 } })
    expect(await company.inTx((tx) => configurationVersion(tx, 1))).toEqual({ version: 1, settings: { a: 1 } })
    expect(await company.inTx((tx) => configurationVersion(tx, 3))).toEqual({ version: 3, settings: { a: 3 } })
  })

  it('of one company is not another’s, and each counts its own versions', async () => {
    const [mine, others] = [await given(), await given()]
    await save(mine, { a: 1 })
    expect(await inForce(others)).toMatchObject({ version: 0 })
    expect(await save(others, { b: 1 })).toBe(1)
  })

  it('saved by ten at once has ten versions', async () => {
    const company = await given()
    const versions = await Promise.all(Array.from({ length: 10 }, (_, index) => save(company, { index })))
    expect(versions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('says in the audit trail who proposed and who adopted it', async () => {
    const company = await given()
    await save(company, {}, false)
    await save(company, {})
    const audited = await company.inTx((tx) =>
      tx.rows(
        `select actor_name as name, action, detail from audit_log where object = 'configuration' order by (detail ->> 'version')::int`,
      ),
    )
    expect(audited).toEqual([
      { name: 'Ida Nord', action: 'propose', detail: { version: 1, note: 'because' } },
      { name: 'Ida Nord', action: 'adopt', detail: { version: 2, note: 'because' } },
    ])
  })

  it('comes back as it was written, whatever is in it', async () => {
    const company = await given()
    // PostgreSQL keeps no NUL in text, and no half of a surrogate pair.
    const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))
    const settings = fc.dictionary(
      word,
      fc.jsonValue({ stringUnit: 'grapheme' }).filter((value) => !JSON.stringify(value).includes('\\u0000')),
    )
    await fc.assert(
      fc.asyncProperty(settings, async (document) => {
        await save(company, document)
        expect((await inForce(company)).settings).toEqual(JSON.parse(JSON.stringify(document)))
      }),
      { numRuns: 40 },
    )
  })

  it('is never deleted by the application', async () => {
    const company = await given()
    await save(company, {})
    await expect(company.inTx((tx) => tx.run('delete from configurations'))).rejects.toThrow(/permission denied/)
  })
})
