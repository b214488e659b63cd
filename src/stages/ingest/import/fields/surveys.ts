import { field, referenceField, wordField } from './field.ts'
import { attributesField, customerReferences, externalId, updatedAt } from './shared.ts'
import { fill, numberOf, type KindSpec } from './spec.ts'

export const surveys: KindSpec = {
  kind: 'surveys',
  table: 'survey_responses',
  own: ['survey', 'response', 'nps', 'umfrage', 'feedback'],
  identity: [],
  ownTime: ['at'],
  fields: [
    externalId('response id, survey response id, survey id, submission id'),
    ...customerReferences,
    referenceField(
      'contacts',
      'contactExternalId',
      'contact id, contact, contact email, respondent, respondent email, respondent id, email, kontakt, person',
    ),
    wordField(
      'kind',
      {
        nps: 'net promoter score, relationship',
        csat: 'customer satisfaction, satisfaction, zufriedenheit',
        ces: 'customer effort score, effort',
      },
      { aliases: 'type, survey type, survey, survey kind, survey name, art', otherwise: 'nps' },
    ),
    field(
      'number',
      'score',
      'rating, nps score, csat score, ces score, value, answer, nps, csat, ces, bewertung, punkte, how likely are you to recommend us, how likely are you to recommend, survey score, likelihood to recommend, nps rating',
      { required: true, least: -9_999, most: 9_999 },
    ),
    field(
      'text',
      'comment',
      'comments, feedback, verbatim, text, reason, kommentar, open text, note, reason for score, survey comment, response text, open ended response',
    ),
    field(
      'instant',
      'at',
      'date, responded at, response date, submitted at, created at, timestamp, answered at, survey date, completed at, datum, created date, date submitted, response time?, responded on, survey response date',
      { required: true },
    ),
    attributesField,
    updatedAt,
  ],
  finish: (draft) => {
    fill(draft, 'kind', 'nps')
    return undefined
  },
  contradictions: (draft) => {
    const score = numberOf(draft, 'score') ?? 0
    return draft['kind'] === 'nps' && (score < 0 || score > 10) ? ['nps-beyond-0-10'] : []
  },
}
