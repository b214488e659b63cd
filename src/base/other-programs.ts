const TABLE = 'A table is needed: CSV, JSON or NDJSON.'
const WORKBOOK = 'Save it as CSV (in Excel: Save as, CSV UTF-8) and choose that file.'

// By the first bytes, which do not depend on what somebody has called the file.
const BEGINNINGS: readonly { readonly bytes: readonly number[]; readonly says: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], says: `This is an Excel workbook or another archive. ${WORKBOOK}` },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], says: `This is an old Excel workbook. ${WORKBOOK}` },
  { bytes: [0x25, 0x50, 0x44, 0x46], says: `This is a PDF. ${TABLE}` },
  { bytes: [0x89, 0x50, 0x4e, 0x47], says: `This is a picture. ${TABLE}` },
  { bytes: [0xff, 0xd8, 0xff], says: `This is a picture. ${TABLE}` },
  { bytes: [0x1f, 0x8b], says: 'This file is compressed. Unpack it and choose what is inside.' },
]

/** Why a file is no text, told by how it begins; undefined where it may be one. */
export const whyNoText = (head: Uint8Array): string | undefined =>
  BEGINNINGS.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte))?.says
