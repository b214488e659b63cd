import type { CallFailed } from '../../api.ts'
import type { ExecutionAsked } from '../../calls/execution-acts.ts'

/** Sends an act; null: it was done, else why it was not. */
export type Send = (asked: ExecutionAsked, says: string) => Promise<CallFailed | null>
