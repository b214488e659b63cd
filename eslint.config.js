import eslint from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const typeEscapes = [
  {
    selector: 'TSAsExpression > TSAsExpression.expression',
    message: 'A double assertion gives the types up. Parse the value with its schema, or narrow it.',
  },
  { selector: 'TSEnumDeclaration', message: 'A union of string literals says the same and disappears when it runs.' },
]

const oneNamePerThing = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that a thing has one name everywhere.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
]

const timeAndChance = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time is an argument here: take a Day or a Clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is an argument here: take a Day or a Clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Chance is an argument here: take a seed.',
  },
  {
    selector: "CallExpression[callee.name='randomUUID']",
    message: 'Ids are arguments here, or come from app.new_id().',
  },
  {
    selector: "CallExpression[callee.property.name='randomUUID']",
    message: 'Ids are arguments here, or come from app.new_id().',
  },
]

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'coverage/', '.renubu/', 'src/web/routeTree.gen.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A type argument that appears once is how `rows<T>(sql)` says what the SQL gives.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Nothing here uses `this`: what looks like a method is a function in a record.
      '@typescript-eslint/unbound-method': 'off',
      // A record read by a key that may be absent is undefined under noUncheckedIndexedAccess; deleting a key is then plain code.
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/index.ts', '**/index.js'], message: 'No barrels: import from the file that has it.' },
          ],
        },
      ],
      // Spreading a string gives its code points, which is what is wanted wherever it stands here.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-param-reassign': 'error',
      'max-lines-per-function': ['error', { max: 100, skipComments: true }],
      'no-restricted-syntax': ['error', ...typeEscapes, ...oneNamePerThing],
    },
  },
  {
    files: ['src/stages/**/*.ts', 'src/spine/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...typeEscapes, ...oneNamePerThing, ...timeAndChance] },
  },
  {
    files: ['src/web/**/*.ts', 'src/web/**/*.tsx'],
    extends: [reactHooks.configs.flat.recommended],
    rules: { 'max-lines-per-function': ['error', { max: 150, skipComments: true }] },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts', 'e2e/**/*.ts'],
    rules: {
      // A describe block is as long as its table.
      'max-lines-per-function': 'off',
      // Fakes keep the shape of what they stand for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Scripts speak to the terminal, and the noise check stands in for the console.
    files: ['scripts/**/*.ts', 'bench/**/*.ts', 'test/noise.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Tools want their configuration as the default export.
    files: ['*.config.ts', 'src/web/vite.config.ts', 'test/global-setup.ts'],
    rules: { 'no-restricted-syntax': ['error', ...typeEscapes] },
  },
  {
    files: ['src/web/public/**/*.js'],
    languageOptions: { globals: { document: 'readonly', localStorage: 'readonly', matchMedia: 'readonly' } },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
)
