export const ROLES = ['viewer', 'csm', 'manager', 'admin'] as const

/** What a member may do, from least to most; policies.ts says it in sentences. */
export type Role = (typeof ROLES)[number]
