/** What so many requests took: from the first to the last, and each by itself, in milliseconds. */
export type Looped = { readonly seconds: number; readonly latencies: readonly number[] }

/** Whose turn it is: the so-maniest of its connection, and of all. Counted from 0. */
export type Turn = { readonly connection: number; readonly turn: number; readonly nth: number }

export type Loop = { readonly connections: number; readonly requests: number }

/** Keeps every connection busy until so many requests are answered: each sends its next one when it has the answer to the one before. */
export async function closedLoop({ connections, requests }: Loop, ask: (turn: Turn) => Promise<void>): Promise<Looped> {
  const latencies: number[] = []
  let left = requests
  const start = performance.now()
  const work = async (connection: number): Promise<void> => {
    for (let turn = 0; left > 0; turn += 1) {
      const nth = requests - left
      left -= 1
      const asked = performance.now()
      await ask({ connection, turn, nth })
      latencies.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, connection) => work(connection)))
  return { seconds: (performance.now() - start) / 1000, latencies }
}

/** Several loops one after the other: so many requests each, over the same connections. */
export type Loops = { readonly connections: number; readonly loops: readonly number[] }

/**
 * `ready`: asks so many before anything is measured. `run`: the loops. The turns of a connection go on from one loop to the next, so that who
 * asks in turns for something and its opposite never asks twice for the same.
 */
export function loopsOf(
  { connections, loops, warm }: Loops & { readonly warm: number },
  ask: (turn: Turn) => Promise<void>,
): { readonly ready: () => Promise<unknown>; readonly run: () => Promise<readonly Looped[]> } {
  const turns = Array.from({ length: connections }, () => 0)
  const onwards = (given: Turn): Promise<void> => {
    const turn = turns[given.connection] ?? 0
    turns[given.connection] = turn + 1
    return ask({ ...given, turn })
  }
  return {
    ready: () => closedLoop({ connections, requests: warm }, onwards),
    run: async () => {
      const all: Looped[] = []
      for (const requests of loops) all.push(await closedLoop({ connections, requests }, onwards))
      return all
    },
  }
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)]
  if (found === undefined) throw new Error('There is no percentile of nothing')
  return found
}

/** One of several, in turns. */
export function inTurn<T>(each: readonly T[], turn: number): T {
  const found = each[turn % each.length]
  if (found === undefined) throw new Error('There is nothing to take turns with')
  return found
}
