import { z } from 'zod'
import { ADMINS, endpoint } from '../../../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../../../platform/http/page.contract.ts'
import { Problem } from '../../../platform/http/problem.contract.ts'
import { CustomerUpdate } from './update.contract.ts'

// Who may not send is told so before what is wrong with the body: the shape stands in the reference page and is looked at behind the signature.
const { $schema: _, ...shape } = z.toJSONSchema(CustomerUpdate, { io: 'input' })

export const ReceiveUpdate = endpoint('POST /api/webhooks/active/customer-update', {
  summary: 'Takes what a source tells of a customer, signed by Standard Webhooks; it is applied a moment later.',
  area: 'webhooks',
  roles: 'public',
  query: z.object({
    endpoint: z
      .string()
      .max(200)
      .optional()
      .describe('The company’s public id; may be left out while there is one company.'),
  }),
  body: z.unknown().meta(shape),
  // A night's updates come in one burst from one address; whoever cannot sign is turned away before anything is read.
  unlimited: true,
  replies: { 202: z.object({ accepted: z.literal(true) }), 401: Problem },
})

const STATUSES = ['accepted', 'applied', 'dead'] as const

const DeliveryRow = z.object({
  id: z.uuid(),
  webhookId: z.string(),
  customerExternalId: z.string(),
  customerId: z.uuid().nullable().describe('Null while no customer of this id is known; linked when it arrives.'),
  status: z.enum(STATUSES),
  attempts: z.int(),
  error: z.string().nullable(),
  report: z.record(z.string(), z.unknown()).nullable(),
  occurredAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
  can: z.array(z.string()),
})

export const ListSecrets = endpoint('GET /api/webhooks/secrets', {
  summary: 'The secrets that webhooks are signed with, the newest first; never what they are.',
  area: 'webhooks',
  roles: ADMINS,
  replies: {
    200: z.object({
      address: z.string(),
      items: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          createdAt: z.iso.datetime(),
          endedAt: z.iso.datetime().nullable(),
          can: z.array(z.string()),
        }),
      ),
      last: DeliveryRow.nullable().describe('What was delivered last, so that one sees whether something arrives.'),
    }),
  },
})

export const CreateSecret = endpoint('POST /api/webhooks/secrets', {
  summary:
    'Makes a secret; the older ones stay valid until they are ended. The answer is the only time that it can be read.',
  area: 'webhooks',
  roles: ADMINS,
  body: z.object({ name: z.string().trim().min(1).max(100).default('webhook') }),
  replies: { 201: z.object({ id: z.uuid(), secret: z.string(), address: z.string() }) },
})

export const EndSecret = endpoint('DELETE /api/webhooks/secrets/:id', {
  summary: 'Ends a secret at once: what is signed with it alone is refused from now on.',
  area: 'webhooks',
  roles: ADMINS,
  params: z.object({ id: z.uuid() }),
  replies: { 200: z.object({ ended: z.literal(true) }), 404: Problem },
})

export const ListDeliveries = endpoint('GET /api/webhooks/deliveries', {
  summary: 'What was delivered and what became of it, the newest first, a page at a time.',
  area: 'webhooks',
  roles: ADMINS,
  query: PageQuery.extend({ status: z.enum(STATUSES).optional() }),
  replies: { 200: pageOf(DeliveryRow), 422: Problem },
})

export const ReplayDelivery = endpoint('POST /api/webhooks/deliveries/:id/replay', {
  summary: 'Tries a dead delivery again.',
  area: 'webhooks',
  roles: ADMINS,
  params: z.object({ id: z.uuid() }),
  replies: { 202: DeliveryRow, 404: Problem, 409: Problem },
})
