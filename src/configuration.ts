import { z } from 'zod'
import { err, ok, type Result } from './base/result.ts'
import { workflowNamed } from './spine/catalogue.ts'
import type { Configuration } from './spine/configuration.store.ts'
import { analysisConfiguration, AnalysisSettings, type AnalysisConfiguration } from './stages/analyze/configuration.ts'
import { DEFAULT_SETTINGS, FOUR_STAGE_SETTINGS } from './stages/determine/determine.defaults.ts'
import type { DetermineSettings } from './stages/determine/settings.ts'
import { DEFAULT_PRIORITY } from './stages/prioritize/prioritize.defaults.ts'
import type { PrioritySettings } from './stages/prioritize/settings.ts'

/** A company's configuration, complete: what ships, changed where the company says so. */
export type CompanyConfiguration = {
  readonly version: number
  readonly analyze: AnalysisConfiguration
  readonly determine: DetermineSettings
  readonly prioritize: PrioritySettings
}

/** The parts of the document that a company writes; each holds only what differs from what ships. */
const PARTS = ['analyze', 'determine', 'prioritize'] as const

const MODELS: readonly PrioritySettings['model'][] = ['weighted', 'multiplicative']

/**
 * Joins the stages' parts of a company's document with what ships. `analyze.stages: 'four-stage'` also chooses the rules that open
 * workflows by those stages. Throws, naming the place, when a part, a name or a value is not one that is known.
 */
export function companyConfiguration({ version, settings }: Configuration): CompanyConfiguration {
  const unknown = Object.keys(settings).find((name) => !PARTS.some((part) => part === name))
  if (unknown !== undefined)
    throw fault(`The configuration has no part "${unknown}"; the parts are ${PARTS.join(', ')}`)
  const { stages } = AnalysisSettings.parse(settings['analyze'] ?? {})
  const prioritize = changed(DEFAULT_PRIORITY, settings['prioritize'], 'prioritize')
  if (!MODELS.includes(prioritize.model))
    throw fault(`prioritize.model is ${MODELS.join(' or ')}, not "${prioritize.model}"`)
  const shipped = stages === 'four-stage' ? FOUR_STAGE_SETTINGS : DEFAULT_SETTINGS
  const determine = changed(shipped, settings['determine'], 'determine')
  const nowhere = determine.rules.findIndex(({ workflowId }) => !workflowNamed(workflowId))
  if (nowhere >= 0)
    throw fault(
      `determine.rules.${String(nowhere)}.workflowId: there is no workflow "${determine.rules[nowhere]?.workflowId ?? ''}"`,
    )
  return { version, analyze: analysisConfiguration(settings['analyze'] ?? {}), determine, prioritize }
}

const FAULT = 'ConfigurationFault'

const fault = (message: string): Error => Object.assign(new Error(message), { name: FAULT })

/** What `companyConfiguration` makes of a document; the refusal names each place and what is wrong with it. */
export function checkedConfiguration(
  settings: Configuration['settings'],
  version = 0,
): Result<CompanyConfiguration, string> {
  try {
    return ok(companyConfiguration({ version, settings }))
  } catch (error) {
    if (error instanceof z.ZodError)
      return err(error.issues.map(({ path, message }) => `${['analyze', ...path].join('.')}: ${message}`).join('; '))
    if (error instanceof Error && error.name === FAULT) return err(error.message)
    throw error
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Tables by name, to which a company may add rows.
const OPEN = new Set(['prioritize.multiplicative.base', 'prioritize.multiplicative.plans', 'determine.bandFloors'])

// What something is divided by, or counted in.
const ABOVE_ZERO = new Set([
  'prioritize.weighted.arrUnit',
  'prioritize.weighted.usageDivisor',
  'determine.cadenceSpreadDays',
])
// Far beyond any sum of money, and far from where numbers end: what is multiplied a few times stays a number.
const MOST = 1e12

/** What ships with a company's changes: records are joined, lists and values replaced by others of their kind. */
function changed<T extends object>(shipped: T, change: unknown, place: string): T {
  if (change === undefined) return shipped
  if (!isRecord(change)) throw fault(`${place} must be a record`)
  const result = new Map<string, unknown>(Object.entries(shipped))
  for (const [name, value] of Object.entries(change)) {
    const at = `${place}.${name}`
    if (!result.has(name) && !OPEN.has(place)) {
      throw fault(`${at} is not known; there are ${[...result.keys()].join(', ')}`)
    }
    // A new row of a table by name is like the rows that ship; every such table holds numbers.
    result.set(name, replaced(result.has(name) ? result.get(name) : 0, value, at))
  }
  return Object.fromEntries(result) as T
}

function replaced(shipped: unknown, value: unknown, place: string): unknown {
  if (isRecord(shipped)) return changed(shipped, value, place)
  const [wanted, given] = [kindOf(shipped), kindOf(value)]
  if (wanted !== given) throw fault(`${place} must be a ${wanted}, not a ${given}`)
  within(value, place)
  if (Array.isArray(shipped) && Array.isArray(value)) elementsLike(shipped, value, place)
  return value
}

function within(value: unknown, place: string): void {
  if (typeof value !== 'number') return
  if (Math.abs(value) > MOST) throw fault(`${place} is beyond ${String(MOST)}`)
  if (ABOVE_ZERO.has(place) && value <= 0) throw fault(`${place} must be above 0`)
}

function elementsLike(shipped: readonly unknown[], given: readonly unknown[], place: string): void {
  if (shipped.length === 0) return
  for (const [index, element] of given.entries()) {
    const at = `${place}.${String(index)}`
    const kinds = new Set(shipped.map(kindOf))
    if (!kinds.has(kindOf(element)))
      throw fault(`${place} is a list of ${[...kinds].join(' or ')}, not of ${kindOf(element)}`)
    within(element, at)
    if (isRecord(element)) rowLike(shipped.filter(isRecord), element, at)
  }
}

/** A row of a list has what every row that ships has, and besides nothing but what some of them have, each of its kind. */
function rowLike(
  shipped: readonly Readonly<Record<string, unknown>>[],
  row: Readonly<Record<string, unknown>>,
  place: string,
): void {
  const names = new Set(shipped.flatMap((other) => Object.keys(other)))
  const missing = [...names].find(
    (name) => shipped.every((other) => Object.hasOwn(other, name)) && !Object.hasOwn(row, name),
  )
  if (missing !== undefined) throw fault(`${place}.${missing} is missing`)
  for (const [name, value] of Object.entries(row)) {
    const at = `${place}.${name}`
    if (!names.has(name)) throw fault(`${at} is not known; there are ${[...names].join(', ')}`)
    const known = shipped.flatMap((other) => (Object.hasOwn(other, name) ? [other[name]] : []))
    const kinds = new Set(known.map(kindOf))
    if (!kinds.has(kindOf(value))) throw fault(`${at} must be a ${[...kinds].join(' or ')}, not a ${kindOf(value)}`)
    within(value, at)
    if (isRecord(value)) rowLike(known.filter(isRecord), value, at)
    if (Array.isArray(value)) elementsLike(known.filter((other) => Array.isArray(other)).flat(), value, at)
  }
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'nothing' : typeof value)
