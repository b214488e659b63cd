import { expect, it } from 'vitest'
import { DIE_BEFORE_STATEMENT, startApiProcess } from './api-process.ts'
import { DONE_ONCE, givenWorks, NOT_DONE, WORKS } from './given-works.ts'
import { ownServer } from './own-server.ts'

const server = await ownServer()
const { newWorks, send } = await givenWorks(server)

it.each(WORKS)('%s is done once by the repeat, whichever statement the server was killed before', async (name) => {
  let victim = await startApiProcess(server.place)
  for (let statement = 1; ; statement += 1) {
    const work = (await newWorks()).find((each) => each.name === name)
    if (!work) throw new Error('There is no such work')
    const again = `killed before statement ${String(statement)}`
    const headers = { [DIE_BEFORE_STATEMENT]: String(statement) }
    const answer = await send(work, { to: victim, again, headers }).catch(() => null)
    await victim.kill()
    if (answer) {
      // It has no more statements: it was killed before each of them.
      expect(statement).toBeGreaterThan(8)
      expect(await work.done()).toEqual(DONE_ONCE)
      return
    }
    expect([again, await work.done()]).toEqual([again, NOT_DONE])
    victim = await startApiProcess(server.place)
    const repeated = await send(work, { to: victim, again })
    expect(repeated.status).toBeLessThan(300)
    expect(await send(work, { to: victim, again })).toEqual(repeated)
    expect([again, await work.done()]).toEqual([again, DONE_ONCE])
  }
})
