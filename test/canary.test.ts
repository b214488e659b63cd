import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { createApiKey } from '../src/access/api-keys.store.ts'
import { EVENT_STREAM } from '../src/platform/http/endpoint.contract.ts'
import { leastOf, operationsOf, type Document, type Json, type Operation, type Schema } from './api-document.ts'
import { givenCompany, givenHealthyCustomer } from './given-company.ts'
import { ownIds } from './own-ids.ts'
import { eventually } from './patience.ts'
import { twoOfEach } from './two-of-each.ts'

// Nobody makes the servers or the workers ask an address that he names: wherever the API takes a text, it is told one at which somebody
// listens and notes whoever comes.

const { db, nextAddress } = await twoOfEach()

const came: string[] = []
const canary = createServer((request, reply) => {
  came.push(`${request.method ?? ''} ${request.url ?? ''}`)
  reply.end('sung')
}).listen(0, '127.0.0.1')
await once(canary, 'listening')
afterAll(() => canary.close())
const { port } = canary.address() as AddressInfo

const company = await givenCompany(db)
await givenHealthyCustomer(company, 'elm', 20)
await company.run()
const ofOurs = await ownIds(db, company.id)
const { key } = await createApiKey(db, { companyId: company.id, role: 'admin' })
const headers = { authorization: `Bearer ${key}` }

const document = (await (await fetch(`${nextAddress()}/api/openapi.json`)).json()) as Document

let told = 0
const song = (): string => `http://127.0.0.1:${String(port)}/song-${String((told += 1))}`

/** A value that a schema allows as far as it says, with an address of the canary for each text that is free. */
function sung(schema: Schema): Json {
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return sung(choice)
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  if (type === 'object') {
    const known = Object.entries(schema.properties ?? {}).map(([name, each]) => [name, sung(each)] as const)
    const open = typeof schema.additionalProperties === 'object' || known.length === 0
    return Object.fromEntries(open ? [...known, ['url', song()]] : known)
  }
  if (type === 'array') return [sung(schema.items ?? {})]
  const isFree = type === 'string' && !schema.enum && schema.const === undefined && !schema.format && !schema.pattern
  return isFree || type === undefined ? song() : leastOf(schema)
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

async function tell({ method, path, parameters, body, bodyForm }: Operation): Promise<void> {
  const asked = new URL(`${nextAddress()}${ofOurs(path)}`)
  for (const { name, in: where, schema } of parameters)
    if (where === 'query') asked.searchParams.set(name, textOf(sung(schema)))
  const isJson = bodyForm === 'application/json'
  const answer = await fetch(asked, {
    method,
    headers: { ...headers, ...(bodyForm === null ? {} : { 'content-type': bodyForm }), referer: song() },
    body: body
      ? isJson
        ? JSON.stringify(sung(body))
        : `id,name,website,logo\n1,${song()},${song()},${song()}\n`
      : null,
  })
  if (answer.headers.get('content-type')?.startsWith(EVENT_STREAM)) await answer.body?.cancel()
  else await answer.arrayBuffer()
}

it('no text that is told to the API is asked for as an address, neither at once nor by a worker afterwards', async () => {
  const canaryIsHeard = await fetch(`http://127.0.0.1:${String(port)}/here`)
  expect([canaryIsHeard.status, came]).toEqual([200, ['GET /here']])
  // What ends the key, or the people, comes last.
  const operations = [...operationsOf(document)].sort(
    (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
  )
  for (const operation of operations) await tell(operation)
  expect(told).toBeGreaterThan(100)
  await eventually(async () => {
    const waiting = `select from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts`
    expect((await db.owner.query(waiting)).rowCount).toBe(0)
  })
  expect(came).toEqual(['GET /here'])
})
