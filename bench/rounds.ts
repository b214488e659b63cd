/** What several rounds gave: the middle one, and how far they lay apart. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number; readonly rounds: number }

/** The middle of some numbers, the mean of the two middle ones when they are even in number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const [below, at] = [sorted[half - 1], sorted[half]]
  if (at === undefined) throw new Error('There is no middle of nothing')
  return sorted.length % 2 === 1 || below === undefined ? at : (below + at) / 2
}

export const spread = (values: readonly number[]): Spread => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
  rounds: values.length,
})

/**
 * How many times as much one piece took as another, round by round: the two of one round met the same weather, so that a machine that
 * becomes busier in the middle moves both and not what they are to each other.
 */
export function ratios(ours: readonly number[], theirs: readonly number[]): readonly number[] {
  if (ours.length !== theirs.length) throw new Error('Only rounds that both took part in can be compared')
  return ours.map((value, round) => value / (theirs[round] ?? Number.NaN))
}

export type Pieces = Readonly<Record<string, () => Promise<unknown>>>
export type Results<Given extends Pieces> = {
  readonly [Name in keyof Given]: readonly Awaited<ReturnType<Given[Name]>>[]
}

/** Runs each piece once per round, in turns, so that none of them has the quiet or the busy minutes to itself. */
export async function interleaved<Given extends Pieces>(
  rounds: number,
  pieces: Given,
  onPiece: (name: string, round: number) => void = () => undefined,
): Promise<Results<Given>> {
  const results: Record<string, unknown[]> = {}
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(pieces)) {
      onPiece(name, round)
      ;(results[name] ??= []).push(await run())
    }
  }
  return results as Results<Given>
}
