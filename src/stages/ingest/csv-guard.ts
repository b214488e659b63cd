// A spreadsheet runs what begins with one of these.
const DANGEROUS = /^'*[=+\-@\t\r]/
const GUARDED = /^'+[=+\-@\t\r]/
const APOSTROPHE = 39

/** A text cell that no spreadsheet runs: an apostrophe goes before what would be a formula, also where one stands there already. */
export const withGuard = (text: string): string => (DANGEROUS.test(text) ? `'${text}` : text)

/** Takes one apostrophe off again. */
export const withoutGuard = (text: string): string =>
  text.charCodeAt(0) === APOSTROPHE && GUARDED.test(text) ? text.slice(1) : text

/** The same for a row; a row without any comes back as it is. */
export function withoutGuards(row: string[]): string[] {
  for (const cell of row) if (cell.charCodeAt(0) === APOSTROPHE) return row.map(withoutGuard)
  return row
}

/** A cell as CSV writes it. */
export const csvCell = (text: string): string =>
  /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
