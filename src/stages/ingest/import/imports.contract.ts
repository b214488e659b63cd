import { z } from 'zod'
import { ADMINS, endpoint, FileBody, StreamedText } from '../../../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../../../platform/http/page.contract.ts'
import { Problem } from '../../../platform/http/problem.contract.ts'
import { KINDS } from './fields/field.ts'

const Kind = z.enum(KINDS)

/** How sure it is what a column is: `look`: a person should; `unread`: it is kept among the attributes. */
export const SURENESS = ['chosen', 'sure', 'likely', 'look', 'unread'] as const

/** What a column's field, its sureness or its reading rests on. */
export const BECAUSE = [
  'title',
  'values',
  'weak-title',
  'rival',
  'meaning',
  'date-order',
  'mixed-dates',
  'number-format',
] as const

const DateOrder = z.enum(['day-first', 'month-first'])
const DecimalMark = z.enum(['.', ','])

export const SourceName = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'holds characters that no name has')
  .max(100)
  .describe('The system that it comes from; ids of different sources never collide.')

/** Field → column; a field with an empty column is left out. */
export const MappingGiven = z.record(z.string().max(100), z.string().max(1_000))

/** Column → how it is written, where a person knows better than we. */
const ReadingsGiven = z.record(
  z.string().max(1_000),
  z.object({ order: DateOrder.exactOptional(), mark: DecimalMark.exactOptional() }),
)

const Warning = z.object({ code: z.string(), count: z.int(), examples: z.array(z.string()) })

export const Report = z.object({
  kind: Kind,
  received: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  unlinked: z.int().describe('Of them, those that refer to nobody known: kept, and linked when he comes.'),
  warnings: z.array(Warning),
  importId: z.uuid(),
  mapping: z.record(z.string(), z.string()),
  dryRun: z.boolean(),
})

const Column = z.object({ name: z.string(), samples: z.array(z.string()).max(5) })

const Previewed = z.object({
  kind: Kind,
  format: z.enum(['csv', 'json', 'ndjson', 'records']),
  seen: z
    .object({ rows: z.int(), all: z.boolean() })
    .describe('How many rows were looked at, and whether those are all.'),
  fields: z.array(z.object({ name: z.string(), required: z.boolean() })).describe('What this kind can have.'),
  columns: z.array(Column),
  guesses: z
    .array(
      z.object({
        name: z.string(),
        field: z.string().nullable(),
        sure: z.enum(SURENESS),
        because: z.enum(BECAUSE).nullable(),
        rival: z.string().nullable().describe('The column that is as likely.'),
        dates: DateOrder.nullable().describe('How its dates are read, where the order of day and month matters.'),
        decimals: DecimalMark.nullable().describe('Its decimal mark, where a number could be read in two ways.'),
      }),
    )
    .describe('What each column is taken for, and how sure that is.'),
  mapping: z.record(z.string(), z.string()),
  warnings: z.array(Warning),
  rows: z
    .array(
      z.object({
        rowNumber: z.int(),
        record: z.record(z.string(), z.unknown()).nullable().describe('As it would be read; null: rejected.'),
        cells: z.record(z.string(), z.string()).describe('Field → what stands in the file.'),
        column: z.string().nullable(),
        reason: z.string().nullable(),
        unknown: z.array(z.string()).describe('Fields whose word is not known; it is kept among the attributes.'),
        contradictions: z.array(z.string()),
      }),
    )
    .max(20),
})

const Rejection = z.object({
  rowNumber: z.int(),
  column: z.string().nullable(),
  reason: z.string(),
  record: z.record(z.string(), z.unknown()),
})

const UndoReport = z.object({
  deleted: z.int(),
  restored: z.int(),
  archived: z.array(z.string()).describe('By external id; somebody has worked with them.'),
  kept: z.array(z.string()).describe('By external id; they have changed since.'),
})

export const IMPORT_STATUSES = [
  'held',
  'rehearsing',
  'waiting',
  'running',
  'finished',
  'failed',
  'undoing',
  'undone',
] as const

export const ImportItem = z.object({
  id: z.uuid(),
  kind: Kind,
  name: z.string(),
  source: z.string(),
  status: z.enum(IMPORT_STATUSES),
  dryRun: z.boolean(),
  bytes: z.int().nullable().describe('The size of the file; null when it came otherwise.'),
  rowsDone: z.int(),
  rowsTotal: z.int().nullable().describe('Null until all rows were looked at.'),
  actor: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  undoneAt: z.iso.datetime().nullable(),
  counts: Report.pick({ received: true, created: true, updated: true, unchanged: true, rejected: true, unlinked: true })
    .nullable()
    .describe('What it did; null while it has not finished.'),
  can: z.array(z.enum(['set', 'rehearse', 'start', 'undo'])),
})
export type ImportItem = z.output<typeof ImportItem>

export const ImportDetail = ImportItem.extend({
  mapping: z.record(z.string(), z.string()).describe('Field → column; guessed, where nothing else was said.'),
  columns: z.array(Column).nullable(),
  report: Report.nullable(),
  error: z.string().nullable().describe('Why it failed.'),
  undo: UndoReport.nullable(),
  readings: ReadingsGiven.describe('How columns are written, where a person has said so.'),
  rejected: z
    .array(Rejection)
    .max(5)
    .describe('The first rows that could not be taken, or could not in the rehearsal.'),
  rehearsal: Report.nullable().describe('What a held import would do as it is set now.'),
  rehearsalError: z.string().nullable().describe('Why it could not be rehearsed.'),
  held: Previewed.nullable().describe('How a held import would be read, with its first rows.'),
})
export type ImportDetail = z.output<typeof ImportDetail>

const Flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((word) => word === 'true')

const MappingText = z
  .string()
  .max(50_000)
  .transform((text, context) => {
    try {
      return MappingGiven.parse(JSON.parse(text))
    } catch {
      context.addIssue('is JSON of the form {"field": "Column"}')
      return z.NEVER
    }
  })
  .optional()
  .describe('JSON: field → column. What is not in it is guessed; an empty column leaves the field out.')

const FileName = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'holds characters that no name has')
  .max(300)
  .default('upload')

const FORMS = ['text/csv', 'application/json', 'application/x-ndjson', 'application/octet-stream'] as const

export const FILE_BYTES = 500 * 1_048_576
export const PREVIEW_BYTES = 8 * 1_048_576

export const UploadImport = endpoint('POST /api/imports', {
  summary: 'Takes a file (CSV, JSON, NDJSON, up to 500 MB) as the body and imports it in the background.',
  area: 'imports',
  roles: ADMINS,
  query: z.object({
    kind: Kind.optional().describe('Guessed when left out.'),
    name: FileName,
    source: SourceName.default('import'),
    dryRun: Flag.describe('Do everything but keep it.'),
    hold: Flag.describe('Only guess the columns; it runs when it is started.'),
    mapping: MappingText,
  }),
  body: FileBody,
  bodyLimit: FILE_BYTES,
  consumes: FORMS,
  replies: { 202: z.object({ id: z.uuid() }) },
})

export const PreviewImport = endpoint('POST /api/imports/preview', {
  summary: 'What a file is and how it would be read; the first 8 MB of it are enough. Nothing is kept.',
  area: 'imports',
  roles: ADMINS,
  query: z.object({ kind: Kind.optional(), name: FileName, mapping: MappingText }),
  body: FileBody,
  bodyLimit: PREVIEW_BYTES,
  consumes: FORMS,
  replies: {
    200: Previewed.extend({ kindGuessed: z.boolean() }),
  },
})

export const GetImports = endpoint('GET /api/imports', {
  summary: 'The imports of the company, the newest first.',
  area: 'imports',
  roles: ADMINS,
  query: PageQuery.extend({ without: SourceName.optional().describe('Leaves out what came from this source.') }),
  replies: {
    200: pageOf(ImportItem).extend({
      sources: z
        .array(z.object({ source: z.string(), kind: Kind, lastAt: z.iso.datetime(), imports: z.int() }))
        .describe('What came from where, and when last.'),
    }),
    422: Problem,
  },
})

const params = z.object({ id: z.uuid() })

export const GetImport = endpoint('GET /api/imports/:id', {
  summary: 'How far an import is, how its columns are read, and what it did.',
  area: 'imports',
  roles: ADMINS,
  params,
  replies: { 200: ImportDetail, 404: Problem },
})

export const SetImport = endpoint('PATCH /api/imports/:id', {
  summary: 'Sets how a held import is read, and shows its first rows as they would then be kept.',
  area: 'imports',
  roles: ADMINS,
  params,
  body: z.object({
    kind: Kind.optional().describe('Another kind has other fields: its columns are guessed anew.'),
    mapping: MappingGiven.optional().describe('Every field that is read; one that is not in it is left out.'),
    readings: ReadingsGiven.optional(),
  }),
  replies: { 200: ImportDetail, 404: Problem, 409: Problem, 422: Problem },
})

export const RehearseImport = endpoint('POST /api/imports/:id/rehearse', {
  summary: 'Tries a held import in the background as it is set: says what it would do, and keeps nothing.',
  area: 'imports',
  roles: ADMINS,
  params,
  replies: { 202: z.object({ id: z.uuid() }), 404: Problem, 409: Problem },
})

export const StartImport = endpoint('POST /api/imports/:id/start', {
  summary: 'Starts an import that was held, with the columns as a person has set them.',
  area: 'imports',
  roles: ADMINS,
  params,
  body: z.object({ mapping: MappingGiven.default({}) }),
  replies: { 202: z.object({ id: z.uuid() }), 404: Problem, 409: Problem, 422: Problem },
})

export const UndoImport = endpoint('POST /api/imports/:id/undo', {
  summary: 'Takes an import back in the background: each record goes back to what it was, unless it has changed since.',
  area: 'imports',
  roles: ADMINS,
  params,
  replies: { 202: z.object({ id: z.uuid() }), 404: Problem, 409: Problem },
})

export const GetRejections = endpoint('GET /api/imports/:id/rejections', {
  summary: 'The rows that an import could not take, in the order of its file.',
  area: 'imports',
  roles: ADMINS,
  params,
  query: PageQuery,
  replies: {
    200: pageOf(Rejection),
    404: Problem,
    422: Problem,
  },
})

export const DownloadRejections = endpoint('GET /api/imports/:id/rejections.csv', {
  summary: 'The same as a file that can be mended and imported again.',
  area: 'imports',
  roles: ADMINS,
  params,
  produces: 'text/csv',
  replies: { 200: StreamedText, 404: Problem },
})
