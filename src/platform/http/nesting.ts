/** Deeper than anything that people or programs write by intention; a workflow's definition needs nine. */
export const DEEPEST = 64

const QUOTE = 34
const BACKSLASH = 92
const [LIST, RECORD, LIST_END, RECORD_END] = [91, 123, 93, 125]

/** Whether a JSON text nests lists and records deeper than `deepest`. Looks at the text alone, so it costs no stack and reads no further than it must. */
export function nestsDeeper(text: string, deepest = DEEPEST): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === BACKSLASH) at += 1
      else if (code === QUOTE) quoted = false
    } else if (code === QUOTE) quoted = true
    else if (code === LIST || code === RECORD) {
      depth += 1
      if (depth > deepest) return true
    } else if (code === LIST_END || code === RECORD_END) depth -= 1
  }
  return false
}
