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
    throw new Error(`The configuration has no part "${unknown}"; the parts are ${PARTS.join(', ')}`)
  const { stages } = AnalysisSettings.parse(settings['analyze'] ?? {})
  const prioritize = changed(DEFAULT_PRIORITY, settings['prioritize'], 'prioritize')
  if (!MODELS.includes(prioritize.model))
    throw new Error(`prioritize.model is ${MODELS.join(' or ')}, not "${prioritize.model}"`)
  const determine = stages === 'four-stage' ? FOUR_STAGE_SETTINGS : DEFAULT_SETTINGS
  return {
    version,
    analyze: analysisConfiguration(settings['analyze'] ?? {}),
    determine: changed(determine, settings['determine'], 'determine'),
    prioritize,
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Tables by name, to which a company may add rows.
const OPEN = new Set(['prioritize.multiplicative.base', 'prioritize.multiplicative.plans', 'determine.bandFloors'])

/** What ships with a company's changes: records are joined, lists and values replaced by others of their kind. */
function changed<T extends object>(shipped: T, change: unknown, place: string): T {
  if (change === undefined) return shipped
  if (!isRecord(change)) throw new Error(`${place} must be a record`)
  const result = new Map<string, unknown>(Object.entries(shipped))
  for (const [name, value] of Object.entries(change)) {
    const at = `${place}.${name}`
    if (!result.has(name) && !OPEN.has(place)) {
      throw new Error(`${at} is not known; there are ${[...result.keys()].join(', ')}`)
    }
    // A new row of a table by name is like the rows that ship; every such table holds numbers.
    result.set(name, replaced(result.has(name) ? result.get(name) : 0, value, at))
  }
  return Object.fromEntries(result) as T
}

function replaced(shipped: unknown, value: unknown, place: string): unknown {
  if (isRecord(shipped)) return changed(shipped, value, place)
  const [wanted, given] = [kindOf(shipped), kindOf(value)]
  if (wanted !== given) throw new Error(`${place} must be a ${wanted}, not a ${given}`)
  if (Array.isArray(shipped) && Array.isArray(value)) elementsLike(shipped, value, place)
  return value
}

function elementsLike(shipped: readonly unknown[], given: readonly unknown[], place: string): void {
  const kinds = new Set(shipped.map(kindOf))
  const other = given.find((element) => !kinds.has(kindOf(element)))
  if (kinds.size > 0 && other !== undefined)
    throw new Error(`${place} is a list of ${[...kinds].join(' or ')}, not of ${kindOf(other)}`)
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'nothing' : typeof value)
