import { z } from 'zod'

/** The part of JSON Schema that contracts turn into. */
type Shape = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  /** What every other field of a record is like. */
  readonly additionalProperties?: Shape | boolean
  readonly items?: Shape
  readonly prefixItems?: readonly Shape[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly allOf?: readonly Shape[]
  readonly format?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly minItems?: number
}

/** What a test says of a value; the rest is filled in. */
export type Partly<T> = T extends readonly (infer Item)[]
  ? readonly Partly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partly<T[Key]> | undefined }
    : T

let made = 0

/** A value of a contract's shape: what the test says, and the least of everything else; each id is another one. */
export function filled<S extends z.ZodType>(schema: S, said?: Partly<z.input<S>>): z.output<S> {
  const shape = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as Shape
  return schema.parse(fill(shape, said))
}

function fill(shape: Shape, said: unknown): unknown {
  const choices = shape.anyOf ?? shape.oneOf
  if (choices) return fill(chosen(choices, said), said)
  if (shape.allOf) return Object.assign({}, ...shape.allOf.map((each) => fill(each, said))) as unknown
  if (shape.type === 'object') return filledObject(shape, said)
  if (shape.type === 'array') return filledArray(shape, said)
  return said === undefined ? least(shape) : said
}

/** Nothing, where nothing is said and may be; else the first choice that has the form of what is said. */
function chosen(choices: readonly Shape[], said: unknown): Shape {
  const wanted = said === undefined || said === null ? 'null' : Array.isArray(said) ? 'array' : typeof said
  const fits = choices.find(({ type, properties }) => type === wanted && agrees(properties, said))
  return fits ?? choices.find(({ type }) => type === wanted) ?? choices.find(({ type }) => type !== 'null') ?? {}
}

/** Among several objects a field with a fixed word tells which is meant. */
const agrees = (properties: Shape['properties'], said: unknown): boolean =>
  Object.entries(properties ?? {}).every(([name, { const: word, enum: words }]) => {
    const value = typeof said === 'object' && said !== null ? (said as Record<string, unknown>)[name] : undefined
    return value === undefined || ((word === undefined || word === value) && (!words || words.includes(value)))
  })

function filledObject({ properties = {}, required = [], additionalProperties }: Shape, said: unknown): unknown {
  const other = typeof additionalProperties === 'object' ? additionalProperties : {}
  const given = (typeof said === 'object' && said !== null ? said : {}) as Record<string, unknown>
  const names = [...new Set([...required, ...Object.keys(given)])]
  return Object.fromEntries(names.map((name) => [name, fill(properties[name] ?? other, given[name])]))
}

function filledArray({ items = {}, prefixItems, minItems = 0 }: Shape, said: unknown): unknown {
  if (Array.isArray(said)) return said.map((each: unknown, index) => fill(prefixItems?.[index] ?? items, each))
  return (
    prefixItems?.map((each) => fill(each, undefined)) ?? Array.from({ length: minItems }, () => fill(items, undefined))
  )
}

function least(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  switch (shape.type) {
    case 'integer':
    case 'number':
      return Math.max(shape.minimum ?? 0, 0)
    case 'boolean':
      return false
    case 'string':
      return leastText(shape)
    default:
      return null
  }
}

function leastText({ format, minLength = 0 }: Shape): string {
  made += 1
  if (format === 'uuid') return `01890000-0000-7000-8000-${String(made).padStart(12, '0')}`
  if (format === 'date') return '2027-03-15'
  if (format === 'date-time') return '2027-03-15T09:00:00.000Z'
  return 'Some text'.padEnd(minLength, '.')
}
