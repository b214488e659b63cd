import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

// One PostgreSQL for all test files is started before them and stopped after; each file clones its template.
const globalSetup = existsSync('test/global-setup.ts') ? ['test/global-setup.ts'] : []
const setupFiles = ['test/noise.ts']
const long = '**/*.long.test.ts'
const acceptance = '**/*.acceptance.test.ts'
const installed = ['node_modules/**', 'dist/**']

export default defineConfig({
  test: {
    globalSetup,
    // Two cores are what the suite is measured on; more workers make the database the bottleneck.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'server',
          include: [
            'src/**/*.test.ts',
            'test/**/*.test.ts',
            'scripts/**/*.test.ts',
            'sample/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          exclude: [...installed, long, acceptance, 'src/web/**'],
          setupFiles,
          // A quarter of the CPU went into reading the same modules for each file anew. What a file changes, it changes in its own database.
          isolate: false,
          // Only a test that hangs waits this out, so it is far longer than any takes on a busy machine.
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'web',
          include: ['src/web/**/*.test.ts'],
          exclude: [...installed, long],
          setupFiles,
        },
      },
      {
        test: {
          name: 'pages',
          include: ['src/web/**/*.test.tsx'],
          exclude: [...installed, long],
          setupFiles,
          environment: 'happy-dom',
          // What a reader sees is written in his language and by his clock; these are his, whoever runs the tests.
          env: { LC_ALL: 'en_US.UTF-8', TZ: 'UTC' },
          // A page that is fetched from the disk for the first time takes its time on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['e2e/**/*.test.ts'],
          // The web app is built once for all of them.
          globalSetup: ['e2e/global-setup.ts'],
          exclude: [...installed, long],
          setupFiles,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // A journey has the machine to itself: a browser, a server and a database.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      // Reads data that others have written, which are not part of the project: npm run acceptance.
      ...(process.env['RENUBU_ACCEPTANCE'] === '1'
        ? [
            {
              test: {
                name: 'acceptance',
                include: [acceptance],
                exclude: installed,
                setupFiles,
                testTimeout: 300_000,
                hookTimeout: 300_000,
              },
            },
          ]
        : []),
      // Minutes each; outside CI.
      ...(process.env['RENUBU_LONG_TESTS'] === '1'
        ? [
            {
              test: {
                name: 'long',
                include: [long],
                exclude: installed,
                setupFiles,
                testTimeout: 1_800_000,
                hookTimeout: 600_000,
                fileParallelism: false,
                sequence: { groupOrder: 2 },
              },
            },
          ]
        : []),
    ],
  },
})
