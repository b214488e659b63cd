const MOST_BYTES = 500 * 1_048_576

const OTHER_PROGRAMS: readonly { readonly bytes: readonly number[]; readonly says: string }[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    says: 'This is an Excel workbook or another archive. Save it as CSV (in Excel: Save as, CSV UTF-8) and choose that file.',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    says: 'This is an old Excel workbook. Save it as CSV (in Excel: Save as, CSV UTF-8) and choose that file.',
  },
  { bytes: [0x25, 0x50, 0x44, 0x46], says: 'This is a PDF. A table is needed: CSV, JSON or NDJSON.' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], says: 'This is a picture. A table is needed: CSV, JSON or NDJSON.' },
  { bytes: [0xff, 0xd8, 0xff], says: 'This is a picture. A table is needed: CSV, JSON or NDJSON.' },
  { bytes: [0x1f, 0x8b], says: 'This file is compressed. Unpack it and choose what is inside.' },
]

/** Why a file cannot be one to import, as far as its beginning tells; undefined where it may be. */
export async function whyNoImport(file: File): Promise<string | undefined> {
  if (file.size === 0) return 'This file is empty.'
  if (file.size > MOST_BYTES) return 'This file is larger than 500 MB. Split it into several.'
  let head: Uint8Array
  try {
    head = new Uint8Array(await file.slice(0, 8).arrayBuffer())
  } catch {
    return 'This file cannot be opened. A folder, or a file that was moved meanwhile, cannot be read.'
  }
  return OTHER_PROGRAMS.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte))?.says
}
