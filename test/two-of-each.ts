import { afterAll } from 'vitest'
import { startApiProcess } from './api-process.ts'
import { ownServer, type OwnServer } from './own-server.ts'
import { startWorkerProcess } from './worker-process.ts'

export type TwoOfEach = {
  readonly db: OwnServer
  /** The servers' addresses by turns, as a balancer before them gives them. */
  readonly nextAddress: () => string
}

/** Two servers and two workers, each a process of its own, on one database of the file's own. They go after the file's last test. */
export async function twoOfEach(): Promise<TwoOfEach> {
  const db = await ownServer()
  const servers = await Promise.all([startApiProcess(db.place), startApiProcess(db.place)])
  const workers = [startWorkerProcess(db.place), startWorkerProcess(db.place)]
  afterAll(() => Promise.all([...servers, ...workers].map((each) => each.kill())))
  let turn = 0
  return {
    db,
    nextAddress: () => {
      turn += 1
      return servers[turn % servers.length]?.address ?? ''
    },
  }
}
