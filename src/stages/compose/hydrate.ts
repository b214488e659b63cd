import { partOfDay } from '../../base/hour.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { parseTemplate, renderTemplate } from './liquid-engine.ts'
import { plainAt, plainData } from './plain-data.ts'
import type { Plain } from './plain-data.ts'

/** How a template is read: the company's locale, its currency where the customer has none, and the reader's hour of the day. */
export type Reading = { readonly locale: string; readonly currency: string; readonly hour: number }

export type Hydrated = {
  readonly text: string
  /** Paths that were missing, once each, in code-unit order: for the author. */
  readonly missing: readonly string[]
}

/** Flat names of the later document, and what they stand for. */
const FLAT_NAMES: Readonly<Record<string, string>> = {
  customerName: 'customer.name',
  customerDomain: 'customer.domain',
  csmName: 'customer.owner',
  currentARR: 'data.financials.currentARR',
  renewalDate: 'customer.renewalDate',
  daysToRenewal: 'workflow.daysUntilRenewal',
  stage: 'workflow.stage',
  priorityScore: 'workflow.priorityScore',
  healthScore: 'intelligence.healthScore',
  riskScore: 'intelligence.riskScore',
}

const CURRENCY = /^[A-Za-z]{3}$/

/**
 * A Liquid template with a customer's data in it. One pass: a value that contains `{{` stays as it is. What is missing shows an en dash.
 * Throws for a template that `checkTemplate` refuses, and when a template goes beyond its limits. The text is not escaped for HTML.
 */
export function hydrate(template: string, context: unknown, reading: Reading): Hydrated {
  const missing = new Set<string>()
  const plain = plainData(context)
  const currency = plainAt(plain, 'customer.currency')
  const text = renderTemplate(parseTemplate(template), scopeOf(plain, reading), {
    locale: reading.locale,
    currency: typeof currency === 'string' && CURRENCY.test(currency) ? currency : reading.currency,
    missing,
  })
  return { text, missing: [...missing].sort() }
}

// A context of its own may have a property of a flat name; that one wins.
function scopeOf(plain: Plain, reading: Reading): { readonly [key: string]: Plain } {
  const scope = Object.create(null) as Record<string, Plain>
  for (const [name, path] of Object.entries(FLAT_NAMES)) scope[name] = plainAt(plain, path)
  scope['timeOfDay'] = partOfDay(reading.hour)
  if (typeof plain === 'object' && plain !== null) for (const [key, value] of Object.entries(plain)) scope[key] = value
  return scope
}

export type TemplateRefusal = { readonly code: 'template'; readonly reason: string }

/** Whether a template may be saved: unknown filters and tags, includes and syntax errors are refused, with the line. */
export function checkTemplate(template: string): Result<null, TemplateRefusal> {
  try {
    parseTemplate(template)
    return ok(null)
  } catch (error) {
    return err({ code: 'template', reason: error instanceof Error ? error.message : String(error) })
  }
}
