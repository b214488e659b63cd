const COMMAND_REFUSAL = 'CommandRefusal'

/**
 * An expected reason why a command cannot do what was asked. Ends the command with exit code 1 and no stack trace.
 * `advice` says what to do about it.
 */
export function refuse(message: string, advice?: string): never {
  throw Object.assign(new Error(message), { name: COMMAND_REFUSAL, advice })
}

/** What a person is told of an error: refusals plainly, surprises with their stack when it was asked for. */
export function explainError(error: unknown, withStack: boolean): { readonly error: string; readonly advice?: string } {
  if (!(error instanceof Error)) return { error: String(error) }
  if (error.name === COMMAND_REFUSAL) {
    const advice = 'advice' in error && typeof error.advice === 'string' ? error.advice : undefined
    return advice === undefined ? { error: error.message } : { error: error.message, advice }
  }
  return { error: withStack && error.stack ? error.stack : error.message }
}
