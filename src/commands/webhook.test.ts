import { expect, it } from 'vitest'
import { commandLineOn } from '../../test/command-line.ts'
import { testDatabase } from '../../test/database.ts'

const db = await testDatabase({ schema: 'none' })
const renubu = commandLineOn(db)

it('makes a secret for webhooks and says where to send them, for scripts and for people', async () => {
  await renubu('company', 'create', '--name', 'Nordlicht', '--time-zone', 'Europe/Berlin')
  const told = await renubu('webhook', 'secret', 'create', '--company', 'nordlicht', '--json')
  expect(told).toMatchObject({ code: 0, stderr: '' })
  const made = told.json<{ secret: string; endpoint: string; address: string }>()
  expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(made.address).toBe(`/api/webhooks/active/customer-update?endpoint=${made.endpoint}`)
  const again = await renubu('webhook', 'secret', 'create', '--name', 'second')
  expect(again.stdout).toMatch(/^whsec_\S+\nSend to \/api\/webhooks\/\S+\n$/)
  expect(again.stdout).not.toContain(made.secret)
  const { rows } = await db.owner.query('select name, ended_at from webhook_secrets order by created_at')
  expect(rows).toEqual([
    { name: 'webhook', ended_at: null },
    { name: 'second', ended_at: null },
  ])
})

it('makes none for a company that is not there', async () => {
  const told = await renubu('webhook', 'secret', 'create', '--company', 'Südwind', '--json')
  expect(told.code).toBe(1)
  expect(told.json<{ error: string }>().error).toContain('no company named "Südwind"')
})
