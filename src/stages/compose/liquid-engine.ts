import { Context, Liquid, Output } from 'liquidjs'
import type { Emitter, Template } from 'liquidjs'
import type { Plain } from './plain-data.ts'

/** Text in place of what is missing. */
export const EN_DASH = '–'

const TAGS = ['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'comment', '#', 'raw']
const FILTERS = [
  'default',
  'join',
  'size',
  'first',
  'last',
  'concat',
  'compact',
  'sort',
  'sort_natural',
  'uniq',
  'reverse',
  'map',
  'where',
  'slice',
  'split',
  'upcase',
  'downcase',
  'capitalize',
  'strip',
  'lstrip',
  'rstrip',
  'strip_newlines',
  'truncate',
  'truncatewords',
  'replace',
  'replace_first',
  'remove',
  'remove_first',
  'append',
  'prepend',
  'plus',
  'minus',
  'times',
  'divided_by',
  'modulo',
  'round',
  'ceil',
  'floor',
  'abs',
  'at_least',
  'at_most',
] as const

/** One template may be this long, work this hard and take this long. */
/** Conditions and loops inside each other; deeper ones would end with the stack. */
const MOST_NESTING = 50
const LIMITS = { parseLimit: 100_000, memoryLimit: 1_000_000, renderLimit: 1_000 }

/** How amounts are written, and who is told what is missing. Per rendering, in the context's globals. */
export type Rendering = {
  readonly currency: string
  readonly locale: string
  readonly missing: Set<string>
}

/** The one engine: no files, no includes, own properties only; unknown filters and tags are refused when parsed. */
function makeEngine(): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    lenientIf: true,
    relativeReference: false,
    templates: {},
    cache: false,
    ...LIMITS,
  })
  for (const name of Object.keys(engine.tags)) if (!TAGS.includes(name)) delete engine.tags[name]
  const allowed = new Set<string>(FILTERS)
  for (const name of Object.keys(engine.filters)) if (!allowed.has(name)) delete engine.filters[name]
  engine.registerFilter('currency', function (this: { context: Context }, value: unknown) {
    return asMoney(value, renderingOf(this.context))
  })
  return engine
}

// Number('') is 0 and Number('0x10') is 16; neither was meant as an amount.
const AMOUNT = /^-?\d+(\.\d+)?$/

function asMoney(value: unknown, { currency, locale }: Rendering): string | null {
  const amount = typeof value === 'string' && AMOUNT.test(value) ? Number(value) : value
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return null
  const decimals = Number.isInteger(amount) ? 0 : 2
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    // Nothing owed is no debt: neither -0 nor what rounds to it has a minus.
    signDisplay: 'negative',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(amount)
}

export const engine = makeEngine()

const renderings = new WeakMap<object, Rendering>()

const renderingOf = (context: Context): Rendering => {
  const found = renderings.get(context.globals)
  if (!found) throw new Error('A template was rendered without its rendering')
  return found
}

/** Parses a template. Throws liquidjs's error for unknown tags and filters and for syntax errors. */
export function parseTemplate(text: string): Template[] {
  const templates = engine.parse(text)
  dashMissing(templates)
  return templates
}

/** Renders parsed templates on plain data. */
export function renderTemplate(
  templates: Template[],
  scope: { readonly [key: string]: Plain },
  rendering: Rendering,
): string {
  const globals = Object.create(null) as Record<string, Plain>
  renderings.set(globals, rendering)
  const context = new Context(scope, engine.options, { globals, sync: true }, { liquid: engine })
  const push = context.push.bind(context)
  context.push = (inner: LoopScope) => {
    if (inner.forloop !== undefined) inner.forloop = ownFigures(inner.forloop)
    return push(inner)
  }
  return String(engine.renderSync(templates, context))
}

type Loop = Readonly<Record<(typeof LOOP_FIGURES)[number], () => unknown>> & { readonly length: number; next(): void }
type LoopScope = { forloop?: Loop }
const LOOP_FIGURES = ['index', 'index0', 'rindex', 'rindex0', 'first', 'last'] as const

/** The place in a loop as figures of its own: liquidjs's object shows templates its constructor too, own properties or not. */
function ownFigures(loop: Loop): Loop {
  const figures = Object.create({ next: () => loop.next() }) as Loop
  for (const name of LOOP_FIGURES) Object.defineProperty(figures, name, { get: () => loop[name]() })
  return Object.defineProperty(figures, 'length', { value: loop.length })
}

/** Every output, also those inside conditions and loops, shows an en dash for what is missing. */
function dashMissing(templates: readonly Template[], depth = 0): void {
  if (depth > MOST_NESTING)
    throw new Error(`Conditions and loops stand inside each other more than ${String(MOST_NESTING)} deep`)
  for (const template of templates) {
    if (template instanceof Output) {
      template.render = (context, emitter) => renderOutput(template, context, emitter)
      continue
    }
    const children = template.children?.(false, true)
    if (!children) continue
    const step = children.next()
    dashMissing(step.done ? step.value : [], depth + 1)
  }
}

function* renderOutput(output: Output, context: Context, emitter: Emitter): IterableIterator<unknown> {
  const { initial, filters } = output.value
  let value: unknown = yield initial.evaluate(context, true)
  const defaultAt = filters.findIndex((filter) => filter.name === 'default')
  if (isMissing(value) && defaultAt === -1) {
    dash(output, context, emitter)
    return
  }
  for (const filter of isMissing(value) ? filters.slice(defaultAt) : filters)
    value = yield filter.render(value, context)
  const text = textOf(value)
  if (text === null) dash(output, context, emitter)
  else emitter.write(text)
}

const isMissing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  // What was divided by nothing is no figure.
  (typeof value === 'number' && !Number.isFinite(value)) ||
  (typeof value === 'object' && !Array.isArray(value))

/** What can be read: text, numbers, and lists of them. A record is none. */
function textOf(value: unknown): string | null {
  if (isMissing(value)) return null
  if (!Array.isArray(value)) return String(value)
  const parts = value.map(textOf)
  return parts.length === 0 || parts.includes(null) ? null : parts.join(', ')
}

function dash(output: Output, context: Context, emitter: Emitter): void {
  const path = pathOf(output)
  if (path !== null) renderingOf(context).missing.add(path)
  emitter.write(EN_DASH)
}

/** The variable as its author wrote it, without filters; null: there is none, only a constant. */
function pathOf(output: Output): string | null {
  const [token] = output.value.initial.postfix
  const text = token?.getText().trim() ?? ''
  return /^[\p{L}_]/u.test(text) ? text.replace(/\[\s*(?:"([^"]*)"|'([^']*)')\s*\]/g, '.$1$2') : null
}
