import { z } from 'zod'

const known = (text: string): boolean => {
  // "+05:30" is five and a half hours ahead to JavaScript and behind to PostgreSQL.
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

const knownLocale = (text: string): boolean => {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

/** An IANA time zone; a run by days in one that does not exist would stop the whole company. */
export const TimeZone = z
  .string()
  .refine(known, {
    error: (issue) => `"${String(issue.input)}" is no time zone; write it like Europe/Berlin or America/New_York`,
  })
  .meta({ examples: ['Europe/Berlin'] })

/** What a company says of itself. */
export const CompanyFields = z.object({
  name: z.string().trim().min(1, 'The company needs a name').max(200),
  timeZone: TimeZone,
  locale: z
    .string()
    .refine(knownLocale, { error: (issue) => `"${String(issue.input)}" is no locale; write it like en-US or de-DE` }),
  currency: z.string().regex(/^[A-Z]{3}$/, 'A currency is three capital letters, like USD'),
})

/** What it takes to create a company. */
export const NewCompany = CompanyFields.extend({
  locale: CompanyFields.shape.locale.default('en-US'),
  currency: CompanyFields.shape.currency.default('USD'),
  /** Made by the program to be looked at, not somebody's business. */
  sample: z.boolean().default(false),
})

export type Company = {
  readonly id: string
  readonly name: string
  readonly timeZone: string
  readonly locale: string
  readonly currency: string
  readonly sample: boolean
}
