import { afterAll } from 'vitest'
import { openIdentities, type Identities } from '../src/access/identities.ts'
import type { TestDatabase } from './database.ts'

export const SECRET = 'a secret of tests, which keeps nothing secret'
export const PUBLIC_URL = 'http://localhost:3000'

/** Who can sign in, as the application of the tests knows them. Closed after the last test of the file. */
export function givenIdentities({ urls }: Pick<TestDatabase, 'urls'>): Identities {
  const identities = openIdentities({
    authUrl: urls.authUrl,
    secret: SECRET,
    publicUrl: PUBLIC_URL,
    onTrouble: () => undefined,
  })
  afterAll(() => identities.close())
  return identities
}
