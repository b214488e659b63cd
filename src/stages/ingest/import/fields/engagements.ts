import { field, hint, wordField } from './field.ts'
import { attributesField, customerReferences, deletedHints, externalId, updatedAt } from './shared.ts'
import { fill, numberOf, textOf, type KindSpec } from './spec.ts'

const SECONDS_PER_MINUTE = 60

export const engagements: KindSpec = {
  kind: 'engagements',
  table: 'engagements',
  own: ['engagement', 'activity', 'event', 'task', 'meeting', 'aktivität', 'aktivitäts', 'interaction'],
  identity: [],
  ownTime: ['at'],
  fields: [
    externalId('engagement id, activity id, event id, meeting id, task id'),
    ...customerReferences,
    wordField(
      'kind',
      {
        meeting:
          'event, demo, appointment, video call, onsite, visit, besprechung, termin, zoom, web meeting, conference, online meeting, check in, checkin',
        qbr: 'quarterly business review, ebr, executive business review, business review',
        email: 'e mail, mail, email sent, incoming email, outgoing email, list email, forwarded email',
        call: 'phone, phone call, telephone, anruf, telefonat, cold call',
        note: 'comment, task, todo, to do, notiz, other, linkedin message, sms, postal mail, memo',
      },
      {
        aliases:
          'type, engagement type, activity type, kind of engagement, event subtype, task subtype, channel, hs engagement type, meeting type, art, typ',
        otherwise: 'note',
      },
    ),
    field(
      'instant',
      'at',
      'date, activity date time, start date time, start time, activity date, timestamp, occurred at, created at, created date, start, meeting date, call date, hs timestamp, datum, zeitpunkt, start date, completed date time, sent at, happened at, created on, created, event date, event start, start date and time, due date, activity timestamp',
      { required: true },
    ),
    field(
      'integer',
      'durationMinutes',
      'duration, duration in minutes, minutes, length minutes, call duration minutes, dauer, dauer minuten, length',
      { least: 0, most: 1_000_000 },
    ),
    field('list', 'attendees', 'participants, invitees, attendee emails, guests, teilnehmer, contacts, people'),
    wordField(
      'direction',
      {
        inbound: 'in, incoming, received, from customer, eingehend, incoming email',
        outbound: 'out, outgoing, sent, to customer, ausgehend, outgoing email',
      },
      { aliases: 'call direction, call type, email direction, hs email direction, hs call direction, richtung' },
    ),
    field('boolean', 'twoWay', 'two way, is two way, replied, answered'),
    field('number', 'sentiment', 'sentiment score, stimmung', { least: -99, most: 99 }),
    field(
      'text',
      'notes',
      'note, description, body, comments, comment, subject, summary, text, details, notizen, beschreibung, betreff, hs note body, outcome notes, title, call notes, meeting notes, full comments, hs call body, hs email text, hs meeting body, html',
    ),
    attributesField,
    updatedAt,
    hint('number', 'durationSeconds', 'duration seconds, call duration in seconds, call duration, duration secs'),
    hint('number', 'durationMilliseconds', 'hs call duration, duration ms'),
    ...deletedHints,
  ],
  finish: (draft) => {
    fill(draft, 'kind', 'note')
    const seconds = numberOf(draft, 'durationSeconds') ?? (numberOf(draft, 'durationMilliseconds') ?? NaN) / 1000
    if (Number.isFinite(seconds)) fill(draft, 'durationMinutes', Math.max(0, Math.round(seconds / SECONDS_PER_MINUTE)))
    fill(draft, 'twoWay', isTwoWay(textOf(draft, 'kind'), textOf(draft, 'direction')))
    return undefined
  },
  contradictions: (draft, company) => [
    ...((textOf(draft, 'at') ?? '').slice(0, 10) > company.today ? ['in-the-future'] : []),
  ],
}

/** Both sides took part: in meetings, QBRs and calls always, in mail when the customer wrote. */
const isTwoWay = (kind: string | undefined, direction: string | undefined): boolean =>
  kind === 'meeting' || kind === 'qbr' || kind === 'call' || (kind === 'email' && direction === 'inbound')
