import { z } from 'zod'
import { dayIn, daysBetween, parseDay } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { transitionVector } from '../spine/execution-vector.ts'
import { STEP_STATUSES } from '../spine/step.ts'
import { ACCOUNT_PLANS, EXECUTION_STATUSES, FAMILIES } from '../spine/words.ts'
import { daysLeft } from '../base/today.ts'
import { DEFAULT_STAGES, FOUR_STAGES } from '../stages/analyze/analyze.defaults.ts'
import { stageOf } from '../stages/analyze/stage.ts'
import { hydrate } from '../stages/compose/hydrate.ts'
import { DEFAULT_RULES } from '../stages/determine/determine.defaults.ts'
import { workflowsDue } from '../stages/determine/rules.ts'
import { priorityVector } from '../stages/prioritize/priority-vector.ts'

/** One kind of file: how its cases read, and what the real rule answers to one of them. Keys of `answer` are compared with the case's. */
type VectorRule = { readonly check: (file: { readonly cases: readonly unknown[] }) => Checked }

type Failure = { readonly case: number; readonly given: unknown; readonly expected: unknown; readonly found: unknown }
type Checked = Result<{ readonly cases: number; readonly failed: readonly Failure[] }, string>

type Definition<G extends z.ZodType, E extends z.ZodType> = {
  readonly given: G
  readonly expected: E
  /** What the rule answers; `file` for what all its cases share. */
  readonly answer: (given: z.output<G>, file: Readonly<Record<string, unknown>>) => z.output<E>
}

function rule<G extends z.ZodType, E extends z.ZodType>({ given, expected, answer }: Definition<G, E>): VectorRule {
  return {
    check: (file) => {
      const failed: Failure[] = []
      for (const [index, each] of file.cases.entries()) {
        const input = given.safeParse(each)
        const wanted = expected.safeParse(each)
        if (!input.success || !wanted.success) {
          const issue = (input.error ?? wanted.error)?.issues[0]
          return err(`case ${String(index + 1)}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
        }
        const found = attempt(() => answer(input.data, { ...file }))
        if (!same(found, wanted.data)) failed.push({ case: index + 1, given: input.data, expected: wanted.data, found })
      }
      return ok({ cases: file.cases.length, failed })
    },
  }
}

// A rule that throws on a case has failed it, and the report says how.
function attempt<T>(answer: () => T): T | { readonly error: string } {
  try {
    return answer()
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

const days = z.number().int()
const stage = z.object({ stage: z.string() })
const score = z.object({ score: z.number() })
const plan = z.enum(ACCOUNT_PLANS)

const EXECUTION_ACTIONS = [
  'start',
  'snooze',
  'resume',
  'escalate',
  'reassign',
  'cancel',
  'complete',
  'supersede',
] as const
const STEP_ACTIONS = ['begin', 'complete', 'skip', 'snooze', 'resume', 'escalate', 'reopen'] as const

const Transition = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('execution'),
    state: z.enum(EXECUTION_STATUSES),
    started: z.boolean(),
    action: z.enum(EXECUTION_ACTIONS),
  }),
  z.object({
    kind: z.literal('step'),
    state: z.enum(STEP_STATUSES),
    execution: z.enum(EXECUTION_STATUSES),
    action: z.enum(STEP_ACTIONS),
  }),
])

const RULES: Readonly<Record<string, VectorRule>> = {
  'days-until-renewal': rule({
    given: z.object({ now: z.iso.datetime({ offset: true }), timeZone: z.string(), renewalDate: z.iso.date() }),
    expected: z.object({ daysUntilRenewal: days }),
    answer: ({ now, timeZone, renewalDate }) => ({
      daysUntilRenewal: daysBetween(dayIn(timeZone, new Date(now)), parseDay(renewalDate) ?? Number.NaN),
    }),
  }),
  'renewal-stage': rule({
    given: z.object({ daysUntilRenewal: days }),
    expected: z.object({ stage: z.string(), overdue: z.boolean() }),
    answer: ({ daysUntilRenewal }) => stageOf(daysUntilRenewal, { table: DEFAULT_STAGES }),
  }),
  'renewal-stage-four': rule({
    given: z.object({ daysUntilRenewal: days, riskScore: z.number() }),
    expected: stage,
    answer: ({ daysUntilRenewal, riskScore }) => ({
      stage: stageOf(daysUntilRenewal, { table: FOUR_STAGES, risk: riskScore }).stage,
    }),
  }),
  determination: rule({
    given: z.object({
      riskScore: z.number(),
      opportunityScore: z.number(),
      daysUntilRenewal: days.nullish(),
      accountPlan: plan.nullish(),
    }),
    // A set: in whatever order the file has them.
    expected: z.object({ workflows: z.array(z.string()).transform((names) => names.toSorted()) }),
    answer: ({ riskScore, opportunityScore, daysUntilRenewal, accountPlan }) => ({
      workflows: [
        ...workflowsDue(DEFAULT_RULES, {
          risk: riskScore,
          opportunity: opportunityScore,
          days: typeof daysUntilRenewal === 'number' ? daysLeft(daysUntilRenewal) : null,
          stage:
            typeof daysUntilRenewal === 'number' ? stageOf(daysUntilRenewal, { table: DEFAULT_STAGES }).stage : null,
          progress: 'none',
          plan: accountPlan ?? null,
          contactDue: false,
          qbrDue: false,
        }),
      ].sort(),
    }),
  }),
  'priority-weighted': rule({
    given: z.object({
      arr: z.number(),
      daysUntilRenewal: days,
      healthDecline: z.number(),
      usageChangePercent: z.number(),
      accountPlan: plan,
      activeWorkflows: z.number(),
      workloadPenalty: z.number(),
      riskScore: z.number().optional(),
      family: z.enum(FAMILIES).optional(),
    }),
    expected: score,
    answer: (given) => ({ score: priorityVector('weighted', given) }),
  }),
  'priority-multiplicative': rule({
    given: z.object({
      workflow: z.string(),
      arr: z.number(),
      accountPlan: plan,
      csmExperience: z.number(),
      activeWorkflows: z.number(),
    }),
    expected: score,
    answer: (given) => ({ score: priorityVector('multiplicative', given) }),
  }),
  'execution-states': rule({
    given: Transition,
    expected: z.object({ next: z.string() }),
    answer: (given) => ({ next: transitionVector({ ...given, next: '409' }) }),
  }),
  hydration: rule({
    given: z.object({ template: z.string() }),
    expected: z.object({ text: z.string(), missing: z.array(z.string()) }),
    answer: ({ template }, file) => {
      const { text, missing } = hydrate(template, file['context'], { locale: 'en-US', currency: 'USD', hour: 9 })
      return { text, missing: [...missing] }
    },
  }),
}

/** The names of the rules that have vectors, which are the names of their files. */
export const ruleNames = (): readonly string[] => Object.keys(RULES).sort()

const VectorFile = z.looseObject({ cases: z.array(z.unknown()).min(1, 'has no cases') })

/** Checks the text of one file with the rule of its name. Refuses, saying where, what is no file of vectors. */
export function checkVectors(name: string, text: string): Checked {
  const found = Object.hasOwn(RULES, name) ? RULES[name] : undefined
  if (!found) return err(`there is no rule "${name}"`)
  let parsed: unknown
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return err(`it is not JSON (${error instanceof Error ? error.message : String(error)})`)
  }
  const file = VectorFile.safeParse(parsed)
  if (!file.success)
    return err(`${file.error.issues[0]?.path.join('.') ?? ''} ${file.error.issues[0]?.message ?? ''}`.trim())
  return found.check(file.data)
}
