import { expect, it } from 'vitest'
import { commandLineOn } from '../../test/command-line.ts'
import { testDatabase } from '../../test/database.ts'
import { openDatabase } from '../platform/postgres.ts'
import { sealCompany } from '../operate/seal.job.ts'

const db = await testDatabase({ schema: 'none' })
const renubu = commandLineOn(db)

it('says whether every seal holds and what is not sealed yet; exit code 1 and the row when one does not', async () => {
  const { id } = (await renubu('company', 'create', '--name', 'Alder', '--time-zone', 'UTC', '--json')).json<{
    id: string
  }>()
  await renubu('user', 'create', '--company', 'Alder', '--name', 'Ida Berg', '--role', 'csm')
  expect((await renubu('verify-audit')).stdout).toBe('✓ Every seal holds. 2 rows, 0 sealed, 2 not yet.\n')

  const database = await openDatabase({ url: db.urls.appUrl })
  await sealCompany(database, id)
  await database.close()
  const told = await renubu('verify-audit', '--company', 'alder')
  expect(told.code).toBe(0)
  expect(told.stdout).toMatch(/^✓ Every seal holds\. 2 rows, 2 sealed, 0 not yet\.\nThe last seal: 2 [0-9a-f]{64}\n$/)

  const { rows } = await db.owner.query<{ id: string }>(
    `update audit_log set actor_name = 'x' where object = 'user' returning id`,
  )
  const broken = { seq: 2, auditId: rows[0]?.id, why: 'changed' }
  const json = await renubu('verify-audit', '--company', 'Alder', '--json')
  expect(json.code).toBe(1)
  expect(json.json()).toMatchObject({ rows: 2, sealed: 2, unsealed: 0, firstBroken: broken })
  expect((await renubu('verify-audit')).stdout).toContain(`✗ Row 2 (${broken.auditId ?? ''}) is not what was sealed`)
})

it('refuses a company that there is not', async () => {
  expect(await renubu('verify-audit', '--company', 'Nobody')).toMatchObject({ code: 1 })
})
