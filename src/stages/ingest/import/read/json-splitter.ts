const QUOTE = 34
const BACKSLASH = 92
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
const OPEN_LIST = 91
const CLOSE_LIST = 93
const COMMA = 44
const COLON = 58
const LONGEST_RECORD = 16_777_216

/** Thrown for a file that is not what its beginning promises; the message is for the person who gave the file. */
export const unreadableFile = (message: string): Error => Object.assign(new Error(message), { name: 'UnreadableFile' })

/**
 * Cuts a JSON text into its records without holding it: the elements of the list at `path` (keys from the outermost object inwards; none for
 * a text that is itself a list), or, without a path, every outermost value. What follows the first value, such as the next page of the same
 * answer, is cut in the same way. `push` takes the next piece and gives the records that ended in it.
 */
export function jsonSplitter(path: readonly string[] | undefined): { push(piece: string): unknown[]; end(): void } {
  let buffer = ''
  let scanned = 0
  let depth = 0
  let inString = false
  let escaped = false
  // Keys of the path whose objects we are inside; the key that was last read in the innermost of them.
  let matched = 0
  let key: string | undefined
  let stringStart = -1
  let lastString = ''
  let listDepth = -1
  let start = -1

  const take = (end: number, found: unknown[]): void => {
    const text = buffer.slice(start, end).trim()
    if (text !== '') found.push(parseRecord(text))
    start = -1
  }
  const open = (code: number): void => {
    if (depth === 0 && path === undefined) start = scanned
    depth += 1
    if (path === undefined || listDepth >= 0) return
    const here = path.length === 0 ? depth === 1 : depth === matched + 2 && key === path[matched]
    if (!here) return
    if (code === OPEN_LIST && matched >= path.length - 1) {
      listDepth = depth
      start = scanned + 1
    } else if (code === OPEN_OBJECT && matched < path.length - 1) {
      matched += 1
      key = undefined
    }
  }
  const close = (found: unknown[]): void => {
    if (depth === listDepth) {
      take(scanned, found)
      listDepth = -1
    } else if (listDepth < 0 && matched > 0 && depth === matched + 1) matched -= 1
    depth -= 1
    if (depth === 0 && path === undefined) take(scanned + 1, found)
    if (depth < 0) throw unreadableFile('The JSON file closes a bracket that was never opened')
  }
  const plain = (code: number, found: unknown[]): void => {
    if (code === OPEN_OBJECT || code === OPEN_LIST) open(code)
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) close(found)
    else if (code === COMMA && depth === listDepth) {
      take(scanned, found)
      start = scanned + 1
    } else if (code === COLON && listDepth < 0 && depth === matched + 1) key = lastString
    else if (depth === 0 && code > 32 && code !== COMMA) throw notJson(buffer.slice(scanned))
  }
  const quote = (): void => {
    if (!inString && depth === 0) throw notJson(buffer.slice(scanned))
    inString = !inString
    if (path === undefined || listDepth >= 0 || depth !== matched + 1) return
    if (inString) stringStart = scanned
    else {
      lastString = String(parseRecord(buffer.slice(stringStart, scanned + 1)))
      stringStart = -1
    }
  }
  const scan = (found: unknown[]): void => {
    for (; scanned < buffer.length; scanned += 1) {
      const code = buffer.charCodeAt(scanned)
      if (!inString) {
        if (code === QUOTE) quote()
        else plain(code, found)
      } else if (escaped) escaped = false
      else if (code === BACKSLASH) escaped = true
      else if (code === QUOTE) quote()
    }
  }
  const cut = (): void => {
    const from = start >= 0 ? start : stringStart >= 0 ? stringStart : scanned
    buffer = buffer.slice(from)
    scanned -= from
    if (start >= 0) start = 0
    else if (stringStart >= 0) stringStart = 0
    if (buffer.length > LONGEST_RECORD) throw unreadableFile('One record of the JSON file is larger than 16 MB')
  }
  return {
    push: (piece) => {
      buffer += piece
      const found: unknown[] = []
      scan(found)
      cut()
      return found
    },
    end: () => {
      if (depth !== 0 || inString)
        throw unreadableFile('The JSON file ends in the middle of a value; it may have been cut off')
    },
  }
}

const notJson = (text: string): Error =>
  unreadableFile(`This is not valid JSON: ${text.length > 80 ? `${text.slice(0, 77)}…` : text}`)

export function parseRecord(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notJson(text)
  }
}
