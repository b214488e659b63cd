import { z } from 'zod'

/** The part of JSON Schema that zod writes of a body. */
export type Shape = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly allOf?: readonly Shape[]
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly minItems?: number
}

/**
 * A body with an example for the reference page: its own (`.meta({ examples })`), or one made from its shape. Give it one of its own where
 * the shape does not say everything: a pattern, or fields that depend on each other.
 */
export function withExample<S extends z.ZodType>(body: S): S {
  const meta = body.meta()
  if (meta?.['examples'] !== undefined) return body
  const shape = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Shape
  return body.meta({ ...meta, examples: [exampleOf(shape, 'value')] })
}

/** A value of a shape, such as somebody might send. `name`: the field that it is for. */
export function exampleOf(shape: Shape, name: string): unknown {
  if (shape.examples?.length) return shape.examples[0]
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  const [choice] = shape.anyOf ?? shape.oneOf ?? []
  if (choice) return exampleOf(choice, name)
  if (shape.allOf) return Object.assign({}, ...shape.allOf.map((part) => exampleOf(part, name)))
  return byType(shape, name)
}

function byType(shape: Shape, name: string): unknown {
  switch (typeof shape.type === 'string' ? shape.type : shape.type?.[0]) {
    case 'object':
      return record(shape)
    case 'array':
      return Array.from({ length: Math.max(shape.minItems ?? 1, 1) }, () => exampleOf(shape.items ?? {}, name))
    case 'integer':
    case 'number':
      return shape.minimum ?? (shape.exclusiveMinimum ?? 0) + 1
    case 'boolean':
      return true
    case 'string':
      return text(shape, name)
    default:
      return null
  }
}

/** What is needed, and of the rest what has an example of its own; at least one field, for an empty record explains nothing. */
function record({ properties = {}, required = [] }: Shape): object {
  const names = Object.keys(properties)
  const told = names.filter((name) => required.includes(name) || properties[name]?.examples)
  const shown = told.length > 0 ? told : names.slice(0, 1)
  return Object.fromEntries(shown.map((name) => [name, exampleOf(properties[name] ?? {}, name)]))
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '01890000-0000-7000-8000-000000000000',
  date: '2027-03-15',
  'date-time': '2027-03-15T09:00:00Z',
  time: '09:00:00',
  email: 'someone@example.org',
  uri: 'https://example.org',
}

function text({ format, default: given, minLength = 1, maxLength }: Shape, name: string): string {
  if (typeof given === 'string') return given
  return (BY_FORMAT[format ?? ''] ?? name).padEnd(minLength, '.').slice(0, maxLength)
}
