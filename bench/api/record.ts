import type { Writable } from 'node:stream'
import pg from 'pg'

/** A statement as the driver was given it. A COPY has its data with it. */
export type Statement = {
  readonly text: string
  readonly name: string | undefined
  readonly values: readonly unknown[] | undefined
  readonly copied: string | undefined
}

/** The transactions of a request in their order; each takes a connection of the pool and gives it back. */
export type Script = readonly (readonly Statement[])[]

type Config = { readonly text: string; readonly name?: string; readonly values?: readonly unknown[] }
type Copying = Writable & { readonly text: string; submit(connection: unknown): void }

const isCopy = (given: unknown): given is Copying =>
  typeof given === 'object' && given !== null && 'submit' in given && 'write' in given

/** Runs some work and answers every statement that reached a driver meanwhile, grouped by transaction. */
export async function record(work: () => Promise<void>): Promise<Script> {
  const transactions: Statement[][] = []
  const open = new Map<unknown, Statement[]>()
  const client = pg.Client.prototype
  const original = client.query
  // The driver's own signature has a dozen forms; whatever comes is handed on as it came.
  const heard = function (this: pg.Client, ...given: unknown[]): unknown {
    const statement = statementOf(given)
    if (/^\s*begin\b/i.test(statement.text)) {
      const transaction: Statement[] = []
      open.set(this, transaction)
      transactions.push(transaction)
    }
    open.get(this)?.push(statement)
    return Reflect.apply(original, this, given)
  }
  Object.assign(client, { query: heard })
  try {
    await work()
  } finally {
    Object.assign(client, { query: original })
  }
  return transactions
}

function statementOf([given, values]: readonly unknown[]): Statement {
  if (typeof given === 'string')
    return { text: given, name: undefined, values: values as readonly unknown[] | undefined, copied: undefined }
  if (isCopy(given)) return copyOf(given)
  const { text, name, values: own } = given as Config
  return { text, name, values: own ?? (values as readonly unknown[] | undefined), copied: undefined }
}

/** What is written into a COPY is known only once it has been written. */
function copyOf(stream: Copying): Statement {
  const pieces: string[] = []
  const write = stream.write.bind(stream) as (...given: unknown[]) => boolean
  Object.assign(stream, {
    write: (...given: unknown[]): boolean => {
      pieces.push(String(given[0]))
      return write(...given)
    },
  })
  return {
    text: stream.text,
    name: undefined,
    values: undefined,
    get copied() {
      return pieces.join('')
    },
  }
}

/** A script that can be sent to another process. */
export const written = (script: Script): Script => script.map((transaction) => transaction.map((each) => ({ ...each })))
