import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { createApiKey } from '../src/access/api-keys.store.ts'
import { createCompany } from '../src/access/companies.store.ts'
import { oneApp } from './app.ts'
import { testDatabase } from './database.ts'

const db = await testDatabase()
const app = await oneApp(db)
const company = await createCompany(db, { name: 'Larkspur', timeZone: 'UTC' })
const { key } = await createApiKey(db, { companyId: company.id, role: 'admin' })

type Media = Readonly<Record<string, { readonly example?: object; readonly examples?: object }>>
type Parameter = { readonly name: string; readonly schema: { readonly enum?: readonly string[] } }
type Described = { readonly parameters?: readonly Parameter[]; readonly requestBody?: { readonly content: Media } }
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>> }

const text = (await app.inject('/api/openapi.json')).body
const operations = Object.entries((JSON.parse(text) as Document).paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method: method.toUpperCase(), described })),
)

/** What the router answers, read from the tree that it prints. Files of the web app and the reference page are no addresses of the API. */
function routesOf(tree: string): readonly string[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([\s│├└─]*)(\/?\S*)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
    above.splice(indent.length / 4 - 1)
    above.push(part)
    const path = above.join('').replaceAll(/:(\w+)/g, '{$1}')
    if (path.startsWith('/api/docs') || path.endsWith('*')) return []
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => `${method} ${path}`)
  })
}

/** An address of nobody's record, with a word that is allowed where one of a list is expected. */
const filled = (path: string, parameters: readonly Parameter[]): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const [word] = parameters.find((parameter) => parameter.name === name)?.schema.enum ?? []
    return word ?? '01890000-0000-7000-8000-000000000000'
  })

describe('the document of the API', () => {
  it('names exactly what the router answers', () => {
    const described = operations.map(({ method, path }) => `${method} ${path}`)
    const routed = routesOf(app.printRoutes({ commonPrefix: false }))
    expect(routed.length).toBeGreaterThan(20)
    expect([...routed].sort()).toEqual([...described].sort())
  })

  it('turns into types that compile, and that know the figures of today', async () => {
    const types = astToString(await openapiTS(JSON.parse(text) as OpenAPI3))
    const use = `
      import type { paths } from './api'
      type Answers = paths['/api/today']['get']['responses']
      type Refusal = Answers[401]['content']['application/problem+json']
      export const referenceOf = ({ reference }: Refusal): string => reference
      export const wrong: Refusal['status'] = 'not a number'`
    const faults = compile({ '/api.ts': types, '/use.ts': use })
    expect(faults).toEqual(["/use.ts: Type 'string' is not assignable to type 'number'."])
  })

  const withBody = operations.flatMap(({ path, method, described }) => {
    const forms = described.requestBody?.content ?? {}
    const media = forms['application/json']
    // A file is of several forms, and of no shape that the document could give an example of.
    const url = filled(path, described.parameters ?? [])
    return media && Object.keys(forms).length === 1 ? [{ name: `${method} ${path}`, method, url, media }] : []
  })

  it.each(withBody)('$name has an example that is read', async ({ method, url, media }) => {
    const reply = await app.inject({
      method: method as 'POST',
      url,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      payload: JSON.stringify(media.example),
    })
    expect([reply.statusCode, reply.statusCode < 400 ? '' : reply.json<{ detail: string }>().detail]).not.toEqual([
      400,
      expect.any(String),
    ])
    expect(reply.statusCode).toBeLessThan(500)
  })
})

/** Compiles files that exist only here, as strictly as TypeScript can. Answers its complaints. */
function compile(files: Readonly<Record<string, string>>): readonly string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (name) => files[name] !== undefined || fileExists(name)
  host.readFile = (name) => files[name] ?? readFile(name)
  host.getSourceFile = (name, ...rest) =>
    files[name] === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, files[name], ts.ScriptTarget.ES2022)
  const program = ts.createProgram(Object.keys(files), options, host)
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
}
