import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { expect, test } from 'vitest'

// The rules of the house that read syntax, each with a fault planted in a file that does not exist. Rules that need types are the linter's own.
const eslint = new ESLint({
  overrideConfig: [
    {
      files: ['**/*.ts', '**/*.tsx'],
      ...tseslint.configs.disableTypeChecked,
      languageOptions: { parserOptions: { projectService: false } },
    },
  ],
})

async function rulesBroken(path: string, code: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: path })
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message)
}

const IN_A_STAGE = 'src/stages/analyze/planted.ts'

test.each([
  ['the clock in a stage', IN_A_STAGE, 'export const now = () => new Date()', 'no-restricted-syntax'],
  ['the clock in a stage, by number', IN_A_STAGE, 'export const now = () => Date.now()', 'no-restricted-syntax'],
  ['chance in a stage', IN_A_STAGE, 'export const draw = () => Math.random()', 'no-restricted-syntax'],
  ['a new id in a stage', IN_A_STAGE, 'export const id = () => crypto.randomUUID()', 'no-restricted-syntax'],
  ['the clock in the spine', 'src/spine/planted.ts', 'export const now = () => new Date()', 'no-restricted-syntax'],
  ['a default export', 'src/base/planted.ts', 'export default 1', 'no-restricted-syntax'],
  ['a barrel', 'src/base/planted.ts', "export * from './day.ts'", 'no-restricted-syntax'],
  ['a double assertion', 'src/base/planted.ts', 'export const a = 1 as unknown as string', 'no-restricted-syntax'],
  ['any', 'src/base/planted.ts', 'export const a = (b: any) => b', '@typescript-eslint/no-explicit-any'],
  ['the console', 'src/base/planted.ts', "console.log('here')", 'no-console'],
  ['a loose comparison', 'src/base/planted.ts', 'export const a = (b: unknown) => b == 1', 'eqeqeq'],
  [
    'a function of 101 lines',
    'src/base/planted.ts',
    `export function a() {\n${'a()\n'.repeat(99)}}`,
    'max-lines-per-function',
  ],
])('the linter reports %s', async (_, path, code, rule) => {
  expect(await rulesBroken(path, code)).toEqual([rule])
})

test.each([
  ['a given day', IN_A_STAGE, 'export const at = (day: number) => new Date(day)'],
  ['the clock at the edge', 'src/base/planted.ts', 'export const now = () => new Date()'],
  ['a function of 100 lines', 'src/base/planted.ts', `export function a() {\n${'a()\n'.repeat(98)}}`],
])('and is silent about %s', async (_, path, code) => {
  expect(await rulesBroken(path, code)).toEqual([])
})
