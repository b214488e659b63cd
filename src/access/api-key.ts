import { createHash, randomBytes } from 'node:crypto'

/** `<prefix>_<company>_<secret>`: the company's id is inside, so that the lookup already runs inside the company. */
const SECRET = /^([a-z]{3})_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/

/** A new secret of a company, told from those for other uses by its prefix of three letters: shown once, never stored. */
export function newCompanySecret(
  prefix: string,
  companyId: string,
  random: (bytes: number) => Buffer = randomBytes,
): string {
  return `${prefix}_${companyId.replaceAll('-', '')}_${random(32).toString('base64url')}`
}

/** The company of a secret and the hash that is stored of it; undefined when the text is none of this prefix. */
export function readCompanySecret(
  prefix: string,
  text: string,
): { readonly companyId: string; readonly hash: string } | undefined {
  const [, given, company, secret] = SECRET.exec(text) ?? []
  if (given !== prefix || company === undefined || secret === undefined) return undefined
  const companyId = [
    company.slice(0, 8),
    company.slice(8, 12),
    company.slice(12, 16),
    company.slice(16, 20),
    company.slice(20),
  ].join('-')
  // 256 random bits need no slow hash: there is nothing to guess.
  return { companyId, hash: createHash('sha256').update(text).digest('hex') }
}

const PREFIX = 'rnb'

/** A new key for a company. */
export const newApiKey = (companyId: string, random?: (bytes: number) => Buffer): string =>
  newCompanySecret(PREFIX, companyId, random)

/** The company of a key and its hash; undefined when the text is no key. */
export const readApiKey = (key: string): { readonly companyId: string; readonly hash: string } | undefined =>
  readCompanySecret(PREFIX, key)
