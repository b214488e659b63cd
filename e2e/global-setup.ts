import type { TestProject } from 'vitest/node'
import { buildWeb } from './web-build.ts'

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- it is added to an interface of the library's
  interface ProvidedContext {
    /** The folder of the web app as it ships. */
    webRoot: string
  }
}

/** Builds the web app once for all journeys of a run. */
export async function setup(project: TestProject): Promise<() => void> {
  const { root, remove } = await buildWeb()
  project.provide('webRoot', root)
  return remove
}
