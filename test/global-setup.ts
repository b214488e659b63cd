import { joinTestServer, sweep } from './server.ts'

/** Keeps one server running for the whole run, with its template made before the first file asks. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await joinTestServer()
  await sweep(server.adminUrl, server.template)
  return () => server.release()
}
