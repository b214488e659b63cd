import { field, hint } from './field.ts'
import { customerReferences, externalId, updatedAt } from './shared.ts'
import { fill, textOf, type Draft, type KindSpec } from './spec.ts'

export const events: KindSpec = {
  kind: 'events',
  table: 'events',
  own: ['event', 'churn', 'ereignis', 'signal'],
  identity: [],
  ownTime: ['at'],
  fields: [
    externalId('event id, churn event id, signal id'),
    ...customerReferences,
    field(
      'text',
      'kind',
      'type, event, event type, event name, event kind, name, action, category, ereignis, typ, art, signal',
    ),
    field(
      'instant',
      'at',
      'date, event date, occurred at, timestamp, time, happened at, created at, created date, datum, zeitpunkt, recorded at, created, event time, event timestamp',
      { required: true },
    ),
    field('json', 'data', 'properties, payload, details, metadata, attributes, context'),
    updatedAt,
    hint('text', 'severity', 'level, schwere, risk level'),
    hint('text', 'text', 'message, description, comment, feedback text, note, beschreibung'),
    hint('day', 'churnedOn', 'churn date, churned at, churned on'),
  ],
  finish: (draft) => {
    addToData(draft)
    // A file of churn events says so in the name of its date and in nothing else.
    const churned = textOf(draft, 'churnedOn')
    if (churned !== undefined) {
      fill(draft, 'at', `${churned}T00:00:00.000Z`)
      fill(draft, 'kind', 'churn')
    }
    fill(draft, 'kind', 'event')
    return textOf(draft, 'at') === undefined ? { column: 'at', reason: 'The event has no date' } : undefined
  },
  contradictions: (draft, company) => [
    ...((textOf(draft, 'at') ?? '').slice(0, 10) > company.today ? ['in-the-future'] : []),
  ],
}

// A risk signal is an event whose severity and text are in its data.
function addToData(draft: Draft): void {
  const more = Object.fromEntries(
    ['severity', 'text'].flatMap((name) => {
      const value = textOf(draft, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
  if (Object.keys(more).length === 0) return
  const data: unknown = JSON.parse(textOf(draft, 'data') ?? '{}')
  draft['data'] = JSON.stringify({ ...(typeof data === 'object' ? data : {}), ...more })
}
