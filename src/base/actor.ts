/** Who did it. Every write carries one. */
export type Actor = {
  readonly kind: 'person' | 'key' | 'system'
  readonly id: string | null
  readonly name: string
}

export const systemActor = (name: string): Actor => ({ kind: 'system', id: null, name })
