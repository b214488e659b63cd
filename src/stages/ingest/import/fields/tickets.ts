import { wordForm } from '../header-form.ts'
import { field, hint, wordField } from './field.ts'
import { attributesField, customerReferences, deletedHints, externalId, updatedAt } from './shared.ts'
import { fill, isAfter, numberOf, textOf, type Draft, type KindSpec } from './spec.ts'

const MS_PER_MINUTE = 60_000
const MS_PER_HOUR = 3_600_000

// Words for a ticket that nobody has to answer any more, in normal form.
const CLOSED = new Set(
  'closed,solved,resolved,done,completed,complete,deleted,merged,cancelled,canceled,geschlossen,gelöst,erledigt,fixed,archived,spam,duplicate,wontfix,rejected'.split(
    ',',
  ),
)

export const tickets: KindSpec = {
  kind: 'tickets',
  table: 'support_tickets',
  own: ['ticket', 'case', 'issue', 'request', 'vorgang', 'anfrage'],
  identity: [],
  ownTime: ['createdAt'],
  fields: [
    externalId(
      'ticket id, case id, case number, ticket number, issue id, issue key, request id, ticketnummer, ticket no, case no, vorgangsnummer',
    ),
    ...customerReferences,
    field('text', 'subject', 'title, summary, ticket name, ticket subject, headline, betreff, titel, subject line'),
    field(
      'text',
      'body',
      'description, details, content, message, text, comment, beschreibung, inhalt, ticket description, question',
    ),
    wordField(
      'priority',
      {
        low: 'p4, p5, minor, trivial, niedrig, gering, lowest, 4, sev4, none',
        normal: 'medium, p3, moderate, standard, mittel, default, 3, sev3, null',
        high: 'p2, major, important, hoch, 2, sev2',
        urgent: 'p1, p0, critical, blocker, emergency, dringend, kritisch, highest, 1, sev1, sev0, immediate',
      },
      {
        aliases: 'ticket priority, severity, urgency, hs ticket priority, priorität, prio, importance',
        otherwise: 'normal',
      },
    ),
    field('text', 'status', 'ticket status, state, case status, pipeline status, hs pipeline stage, zustand'),
    field(
      'instant',
      'createdAt',
      'created at, submitted at, opened at, created date, create date, created, opened, open date, date opened, reported at, received at, erstellt am, eröffnet am, erstellt, created on, submitted, createddate, date created, date, requested, requested at, date time opened, created time, ticket created, ticket created at, creation date, time created, reported, eingegangen am',
      { column: 'opened_at', required: true },
    ),
    field(
      'instant',
      'firstRepliedAt',
      'first replied at, first response at, first reply at, first responded at, first response date, erste antwort, first reply date, initial response time?, first agent email response date, first agent reply date, first response time?, first responded on',
    ),
    field(
      'instant',
      'resolvedAt',
      'resolved at, closed at, solved at, closed date, close date, resolved date, resolution date, completed at, closed, resolved, geschlossen am, gelöst am, date closed, closed on, solved, date time closed, closed time, resolved time, resolved on, solved on, date resolved, ticket closed at, time closed, erledigt am',
    ),
    field('boolean', 'reopened', 'is reopened, was reopened, reopen'),
    field(
      'number',
      'satisfaction',
      'satisfaction score, csat, csat score, satisfaction rating, customer satisfaction, rating, zufriedenheit, customer satisfaction score, satisfaction level, csat rating',
      { least: -9_999, most: 9_999 },
    ),
    attributesField,
    updatedAt,
    field('boolean', 'isOpen', '', { column: 'open', inputOnly: true }),
    hint(
      'number',
      'firstReplyMinutes',
      'first response time minutes, first response minutes, reply time minutes, first reply time in minutes',
    ),
    hint('number', 'resolutionHours', 'resolution time hours, hours to resolve, time to resolution hours'),
    hint('number', 'reopens', 'reopen count, number of reopens'),
    ...deletedHints,
  ],
  finish: (draft) => {
    followTimes(draft)
    draft['isOpen'] = ticketIsOpen(textOf(draft, 'status'), textOf(draft, 'resolvedAt'))
    if ((numberOf(draft, 'reopens') ?? 0) > 0) fill(draft, 'reopened', true)
    return undefined
  },
  contradictions: (draft, company) => {
    const hours = numberOf(draft, 'resolutionHours')
    const [opened, resolved] = [textOf(draft, 'createdAt'), textOf(draft, 'resolvedAt')]
    const taken =
      opened !== undefined && resolved !== undefined
        ? (Date.parse(resolved) - Date.parse(opened)) / MS_PER_HOUR
        : undefined
    return [
      ...(isAfter(draft, 'createdAt', 'resolvedAt') ? ['closed-before-opened'] : []),
      ...(isAfter(draft, 'createdAt', 'firstRepliedAt') ? ['answered-before-opened'] : []),
      ...(isAfter(draft, 'firstRepliedAt', 'resolvedAt') ? ['answered-after-closed'] : []),
      ...(hours !== undefined && taken !== undefined && Math.abs(hours - taken) > 1
        ? ['resolution-time-disagrees']
        : []),
      ...(resolved !== undefined &&
      textOf(draft, 'status') !== undefined &&
      ticketIsOpen(textOf(draft, 'status'), undefined)
        ? ['resolved-but-open']
        : []),
      ...((opened ?? '') > company.now ? ['opened-in-the-future'] : []),
    ]
  },
}

function followTimes(draft: Draft): void {
  const opened = textOf(draft, 'createdAt')
  if (opened === undefined) return
  const after = (milliseconds: number) => new Date(Date.parse(opened) + milliseconds).toISOString()
  const replied = numberOf(draft, 'firstReplyMinutes')
  if (replied !== undefined && replied >= 0) fill(draft, 'firstRepliedAt', after(replied * MS_PER_MINUTE))
  const resolved = numberOf(draft, 'resolutionHours')
  if (resolved !== undefined && resolved >= 0) fill(draft, 'resolvedAt', after(resolved * MS_PER_HOUR))
}

/** A ticket is open while neither its status says otherwise nor it has a time of resolution. */
export function ticketIsOpen(status: string | undefined, resolvedAt: string | undefined): boolean {
  if (status !== undefined && CLOSED.has(wordForm(status))) return false
  return resolvedAt === undefined
}
