import { Webhook } from 'standardwebhooks'
import type { HttpRequest } from '../api/load.child.ts'

export type Sending = {
  /** `whsec_…` */
  readonly secret: string
  /** The path with the company's public id. */
  readonly address: string
  readonly at: Date
}

/** What a source tells of a customer: a day of usage, a risk signal, a ticket and an attribute; signed, so to be sent within five minutes. */
export function updateOf(customer: number, { secret, address, at }: Sending): HttpRequest {
  const id = `msg_${String(at.getTime())}_${String(customer)}`
  const body = JSON.stringify(bodyOf(customer, at))
  return {
    method: 'POST',
    path: address,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  }
}

const bodyOf = (customer: number, at: Date) => ({
  customerId: `c-${String(customer)}`,
  occurredAt: at.toISOString(),
  usage: [{ metric: 'active_users', date: at.toISOString().slice(0, 10), value: 3 + (customer % 50) }],
  engagementScore: customer % 100,
  riskSignals: [
    { id: `s-${String(customer)}`, kind: 'usage-drop', severity: 'high', text: 'Half of the team has not come back' },
  ],
  tickets: [
    {
      id: `t-${String(customer)}`,
      subject: 'The export is slow again',
      body: 'It took an hour this morning, and we had to send the figures by hand. This is not acceptable.',
      priority: 'high',
      status: 'open',
      createdAt: at.toISOString(),
    },
  ],
  attributes: { plan: 'gold', seats: 10 + (customer % 90) },
})
