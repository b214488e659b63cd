import { z } from 'zod'
import { DEFAULT_RULES, STAGE_PRESETS } from './analyze.defaults.ts'
import { ProfileCondition, Rules } from './rules.contract.ts'

const Partial = z.record(z.string(), z.unknown())

/** What a company writes: only what differs from what ships. `rules` holds for all profiles, a profile's own go before it. */
export const AnalysisSettings = z.strictObject({
  stages: z.enum(['default', 'four-stage']).optional(),
  rules: Partial.optional(),
  profiles: z
    .array(z.strictObject({ name: z.string().min(1), when: ProfileCondition.default({}), rules: Partial.optional() }))
    .max(100)
    .optional(),
})

export type Profile = {
  readonly name: string
  readonly when: ProfileCondition
  readonly rules: Rules
}

/** Ready for use: each profile complete, the last one without a condition. */
export type AnalysisConfiguration = { readonly profiles: readonly Profile[] }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Records are joined, everything else (lists too) is replaced. Own keys only: `__proto__` stays a word. */
function joined(base: unknown, change: unknown): unknown {
  if (change === undefined) return base
  if (!isRecord(base) || !isRecord(change)) return change
  const result = new Map<string, unknown>(Object.entries(base))
  for (const [key, value] of Object.entries(change)) result.set(key, joined(result.get(key), value))
  return Object.fromEntries(result)
}

/** Parses complete rules; what is refused is named by its place in what the company wrote. */
function rulesAt(rules: unknown, place: readonly (string | number)[]): Rules {
  const parsed = Rules.safeParse(rules)
  if (parsed.success) return parsed.data
  throw new z.ZodError(parsed.error.issues.map((issue) => ({ ...issue, path: [...place, ...issue.path] })))
}

/**
 * Turns what a company wrote (or nothing) into complete profiles. Throws a ZodError that names the path when a value is refused.
 * A profile of the name `default` without condition closes the list unless the company wrote an unconditional one itself.
 */
export function analysisConfiguration(settings: unknown = {}): AnalysisConfiguration {
  const parsed = AnalysisSettings.parse(settings)
  const preset = { stages: { table: STAGE_PRESETS[parsed.stages ?? 'default'] } }
  const company = joined(joined(DEFAULT_RULES, preset), parsed.rules)
  const profiles = (parsed.profiles ?? []).map(({ name, when, rules }, index) => ({
    name,
    when,
    rules: rulesAt(joined(company, rules), ['profiles', index, 'rules']),
  }))
  const closed = profiles.some(({ when }) => Object.values(when).flat().length === 0)
  return {
    profiles: closed ? profiles : [...profiles, { name: 'default', when: {}, rules: rulesAt(company, ['rules']) }],
  }
}
