export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The part of JSON Schema that the document uses. */
export type Schema = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly Json[]
  readonly const?: Json
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly minItems?: number
  readonly default?: Json
  readonly additionalProperties?: boolean | Schema
}

type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema }

export type Operation = {
  readonly method: string
  readonly path: string
  readonly roles: readonly string[]
  readonly open: boolean
  readonly parameters: readonly Parameter[]
  readonly body: Schema | null
  readonly bodyForm: string | null
  readonly statuses: readonly number[]
}

type Described = {
  readonly 'x-roles'?: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, object>>
}

export type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>> }

/** Every operation of an OpenAPI document, flat. */
export function operationsOf({ paths }: Document): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const [form = null] = Object.keys(described.requestBody?.content ?? {})
      return {
        method: method.toUpperCase(),
        path,
        roles: described['x-roles'] ?? [],
        open: described.security?.length === 0,
        parameters: described.parameters ?? [],
        body: form === null ? null : (described.requestBody?.content[form]?.schema ?? null),
        bodyForm: form,
        statuses: Object.keys(described.responses).map(Number),
      }
    }),
  )
}

/** The smallest value that a schema allows. */
export function leastOf(schema: Schema): Json {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0] ?? null
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
  if (choice) return leastOf(choice)
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  switch (type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((name) => [name, leastOf(schema.properties?.[name] ?? {})]))
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => leastOf(schema.items ?? {}))
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'string':
      return textOf(schema)
    default:
      return null
  }
}

function textOf({ format, minLength, default: given }: Schema): string {
  if (typeof given === 'string') return given
  if (format === 'uuid') return '01890000-0000-7000-8000-000000000000'
  if (format === 'date') return '2027-03-15'
  if (format === 'date-time') return '2027-03-15T09:00:00Z'
  if (format === 'email') return 'someone@example.org'
  return 'x'.repeat(Math.max(minLength ?? 1, 1))
}

/** JSON of so many levels. */
const deep = (levels: number): Json => Array.from({ length: levels }).reduce<Json>((inner) => [inner], 'deep')

/** What is no id, in an address: ways out of a folder, bytes that are no text, more than anybody needs. */
export const HOSTILE_IDS = [
  '..%2f..%2f..%2fetc%2fpasswd',
  '..%5c..%5cwin.ini',
  '%00',
  '%c3%28',
  '__proto__',
  'x'.repeat(2_000),
]

const HOSTILE: readonly Json[] = [
  null,
  true,
  -1,
  1e308,
  0.1,
  '',
  ' ',
  '\u0000',
  '\ud800',
  'x'.repeat(70_000),
  "'; drop table customers; --",
  '{{constructor.constructor("return 1")()}}',
  '../../../etc/passwd',
  '9999-99-99',
  '01890000-0000-7000-8000-000000000000',
  [],
  deep(200),
  {},
  { $ne: null },
]

/** Wrong values beside a right one: each field in turn missing, hostile, or joined by one that nobody asked for. */
export function mutantsOf(value: Json): readonly Json[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return HOSTILE
  const record = value as Readonly<Record<string, Json>>
  return [
    ...HOSTILE,
    ...Object.keys(record).flatMap((name) => [
      Object.fromEntries(Object.entries(record).filter(([other]) => other !== name)),
      ...HOSTILE.map((hostile) => ({ ...record, [name]: hostile })),
    ]),
    { ...record, companyId: '01890000-0000-7000-8000-000000000001', company_id: 'x', surprise: true },
  ]
}
