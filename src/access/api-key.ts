import { createHash, randomBytes } from 'node:crypto'

/** `rnb_<company>_<secret>`: the company's id is inside, so that the lookup already runs inside the company. */
const KEY = /^rnb_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/

/** A new key for a company: shown once, never stored. */
export function newApiKey(companyId: string, random: (bytes: number) => Buffer = randomBytes): string {
  return `rnb_${companyId.replaceAll('-', '')}_${random(32).toString('base64url')}`
}

/** The company of a key and the hash that is stored of it; undefined when the text is no key. */
export function readApiKey(key: string): { readonly companyId: string; readonly hash: string } | undefined {
  const [, company, secret] = KEY.exec(key) ?? []
  if (company === undefined || secret === undefined) return undefined
  const companyId = [
    company.slice(0, 8),
    company.slice(8, 12),
    company.slice(12, 16),
    company.slice(16, 20),
    company.slice(20),
  ].join('-')
  // 256 random bits need no slow hash: there is nothing to guess.
  return { companyId, hash: createHash('sha256').update(key).digest('hex') }
}
