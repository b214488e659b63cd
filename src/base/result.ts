/** The answer of something that may be refused for an expected reason. Surprises are exceptions, refusals are values. */
export type Result<T, R> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R }

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

export const err = <R>(refusal: R): { readonly ok: false; readonly refusal: R } => ({ ok: false, refusal })
