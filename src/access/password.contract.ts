import { z } from 'zod'

export const SHORTEST_PASSWORD = 10
export const LONGEST_PASSWORD = 128

// A working week and its weekend; a session is not prolonged, one signs in anew.
export const SESSION_SECONDS = 7 * 86_400

/** A password that somebody chooses. */
export const NewPassword = z
  .string()
  .min(SHORTEST_PASSWORD, `A password has at least ${String(SHORTEST_PASSWORD)} characters`)
  .max(LONGEST_PASSWORD, `A password has at most ${String(LONGEST_PASSWORD)} characters`)

/** One that somebody has. */
export const Password = z.string().min(1).max(LONGEST_PASSWORD)

/** Whatever its case. */
export const SignInAddress = z.email('This is no e-mail address').max(320)
