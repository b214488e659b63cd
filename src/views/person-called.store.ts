import { z } from 'zod'
import { userById, usersCalled } from '../access/users.store.ts'
import { err, ok, type Result } from '../base/result.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import type { Tx } from '../platform/postgres.ts'

/** The id of the person who is meant by an id, an e-mail address, a name or a first name. */
export async function personCalled(tx: Tx, called: string): Promise<Result<string, Refusal>> {
  if (z.uuid().safeParse(called).success) return (await userById(tx, called)) ? ok(called) : err(UNKNOWN)
  const [person, ...others] = await usersCalled(tx, called)
  if (!person) return err(UNKNOWN)
  if (others.length === 0) return ok(person.id)
  return err({ kind: 'invalid', says: `Several people are called “${called}”. Give the e-mail address or the id.` })
}
