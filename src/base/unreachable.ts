/** Ends a switch over a union: the compiler proves that no case is missing, and a lie in the data is loud. */
export function unreachable(value: never): never {
  throw new Error(`A case is missing for ${JSON.stringify(value)}`)
}
