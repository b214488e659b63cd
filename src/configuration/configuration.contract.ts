import { z } from 'zod'
import { ADMINS, endpoint, WHO_LEADS } from '../platform/http/endpoint.contract.ts'
import { pageOf } from '../platform/http/page.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

const Document = z.record(z.string(), z.unknown())
// What ships is 12 KB; a document that says all of it otherwise has room.
const MOST_BYTES = 131_072

const Changed = z.object({
  path: z.string(),
  /** Null: not there. */
  from: z.unknown(),
  to: z.unknown(),
})

/** Adopting takes a version that there is; 0 is what ships. */
const VersionParams = z.object({ version: z.coerce.number().int().min(0).max(2_147_483_647) })

export const ConfigurationState = z.object({
  /** 0: nothing was ever written. */
  version: z.int(),
  /** What the company wrote: only what differs from what ships. */
  settings: Document,
  /** All of it, as it is in force. */
  complete: z.object({ analyze: z.unknown(), determine: z.unknown(), prioritize: z.unknown() }),
  /** What is otherwise than it ships, value by value. */
  changes: z.array(Changed),
})

export const ConfigurationVersion = z.object({
  version: z.int(),
  author: z.string(),
  note: z.string(),
  createdAt: z.iso.datetime(),
  adoptedAt: z.iso.datetime().nullable(),
  inForce: z.boolean(),
  /** Against the version before it. */
  changes: z.array(Changed),
})

export const GetConfiguration = endpoint('GET /api/configuration', {
  summary: 'The configuration in force: complete, what the company wrote, and what is otherwise than it ships.',
  area: 'configuration',
  roles: WHO_LEADS,
  replies: { 200: ConfigurationState },
})

export const GetConfigurationVersions = endpoint('GET /api/configuration/versions', {
  summary: 'Every version that was ever written, the newest first, each with what it changed.',
  area: 'configuration',
  roles: WHO_LEADS,
  query: z.object({
    cursor: z.string().max(1000).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  replies: { 200: pageOf(ConfigurationVersion), 422: Problem },
})

export const GetConfigurationVersion = endpoint('GET /api/configuration/versions/:version', {
  summary: 'One version, with its settings.',
  area: 'configuration',
  roles: WHO_LEADS,
  params: VersionParams,
  replies: { 200: ConfigurationVersion.extend({ settings: Document }), 404: Problem },
})

export const SaveConfiguration = endpoint('POST /api/configuration', {
  summary: 'Writes the next version: in force at once, or a proposal that nothing reads until it is adopted.',
  area: 'configuration',
  roles: ADMINS,
  bodyLimit: MOST_BYTES,
  body: z.object({
    settings: Document.describe('Only what differs from what ships, in the parts analyze, determine and prioritize.'),
    note: z.string().trim().max(500).default(''),
    adopt: z.boolean().default(false),
  }),
  replies: { 201: z.object({ version: z.int(), inForce: z.boolean() }), 422: Problem },
})

export const AdoptConfiguration = endpoint('POST /api/configuration/versions/:version/adopt', {
  summary: 'Puts a version into force. An earlier one comes back as a new version; 0 is what ships.',
  area: 'configuration',
  roles: ADMINS,
  params: VersionParams,
  replies: { 200: z.object({ version: z.int() }), 404: Problem, 409: Problem, 422: Problem },
})

const PreviewedCard = z.object({
  customer: z.object({ id: z.uuid(), name: z.string() }),
  workflow: z.object({ id: z.string(), title: z.string() }),
  /** Null: nobody has it yet. */
  personId: z.uuid().nullable(),
  score: z.number(),
  /** Its place among the person's cards, from 1. */
  place: z.int(),
})
export type PreviewedCard = z.output<typeof PreviewedCard>

const ComparedCard = PreviewedCard.extend({
  before: PreviewedCard.pick({ workflow: true, score: true, place: true }),
})

export const ConfigurationPreview = z.object({
  /** Only so many customers are looked at, those with something open first. */
  customers: z.object({ looked: z.int(), total: z.int() }),
  cards: z.object({ before: z.int(), after: z.int() }),
  counts: z.object({ new: z.int(), gone: z.int(), moved: z.int() }),
  /** The first hundred of each. */
  new: z.array(PreviewedCard),
  gone: z.array(PreviewedCard),
  moved: z.array(ComparedCard),
})

export const PreviewConfiguration = endpoint('POST /api/configuration/preview', {
  summary: 'What other settings would do to today’s queue: cards that would come, go and move. Nothing is saved.',
  area: 'configuration',
  roles: WHO_LEADS,
  bodyLimit: MOST_BYTES,
  body: z.object({ settings: Document }),
  replies: { 200: ConfigurationPreview, 422: Problem },
})
