import { expect } from 'vitest'
import { createApiKey } from '../src/access/api-keys.store.ts'
import type { Role } from '../src/access/role.ts'
import type { ImportDetail } from '../src/stages/ingest/import/imports.contract.ts'
import type { TestApp } from './app.ts'
import type { TestDatabase } from './database.ts'
import { givenImports, type GivenImports } from './given-import.ts'
import { eventually } from './patience.ts'

type Sent = { readonly form?: string; readonly headers?: Record<string, string> }

/** Somebody of a company with a key, and what he asks of its imports. */
export const givenUploader =
  (db: TestDatabase, app: TestApp) =>
  async (role: Role = 'admin', company?: GivenImports) => {
    const own = company ?? (await givenImports(db))
    const { key } = await createApiKey(db, { companyId: own.id, role })
    const authorization = `Bearer ${key}`
    const post = async <T = { id: string; detail?: string }>(
      url: string,
      payload?: string | Buffer,
      sent: Sent = {},
    ) => {
      const headers = { authorization, 'content-type': sent.form ?? 'text/csv', ...sent.headers }
      const reply = await app.inject(
        payload === undefined
          ? { method: 'POST', url, headers: { authorization } }
          : { method: 'POST', url, headers, payload },
      )
      return { status: reply.statusCode, body: reply.json<T>() }
    }
    const patch = async (url: string, payload: object) => {
      const reply = await app.inject({ method: 'PATCH', url, headers: { authorization }, payload })
      return { status: reply.statusCode, body: reply.json<ImportDetail & { detail?: string }>() }
    }
    const get = async <T>(url: string) => {
      const reply = await app.inject({ method: 'GET', url, headers: { authorization } })
      return {
        status: reply.statusCode,
        text: reply.body,
        form: reply.headers['content-type'],
        json: () => reply.json<T>(),
      }
    }
    const detail = async (id: string) => (await get<ImportDetail>(`/api/imports/${id}`)).json()
    /** Waits until the worker has come to an end with an import. */
    const ended = (id: string, status: ImportDetail['status'] = 'finished') =>
      eventually(async () => {
        const found = await detail(id)
        expect(found.status).toBe(status)
        return found
      })
    const pieces = () => own.query('select from import_pieces')
    return { company: own, authorization, post, patch, get, detail, ended, pieces }
  }

/** Three customers, of whom one has no name. */
export const THREE_CUSTOMERS =
  'Account ID,Company,ARR,Started\nc1,Fern,"$1,234.50",13/01/2026\nc2,"=Lune, SA",7,02/03/2026\nc3,,9,04/05/2026\n'
