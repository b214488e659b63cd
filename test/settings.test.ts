import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { parseEnvironment, PROJECT_ROOT } from '../src/platform/environment.ts'

const read = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8')

test('.env.example describes every setting and no other', () => {
  const settings = [...read('src/platform/environment.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map((match) => match[1])
  expect(Object.keys(parseEnv(read('.env.example'))).sort()).toEqual(settings.sort())
})

test('.env.example holds the defaults', () => {
  expect(parseEnvironment(parseEnv(read('.env.example')))).toEqual(parseEnvironment({}))
})
