import { field, hint, wordField } from './field.ts'
import { attributesField, customerReferences, deletedHints, externalId, updatedAt } from './shared.ts'
import { fill, textOf, type KindSpec } from './spec.ts'

export const contacts: KindSpec = {
  kind: 'contacts',
  table: 'contacts',
  own: ['contact', 'person', 'user', 'kontakt', 'ansprechpartner'],
  identity: [['email'], ['name', 'customerExternalId', 'customerName']],
  ownTime: [],
  fields: [
    externalId('contact id, person id'),
    ...customerReferences,
    field(
      'text',
      'name',
      'full name, contact name, contact, person, person name, display name, vollständiger name, ansprechpartner, kontakt',
    ),
    field(
      'email',
      'email',
      'e mail, email address, work email, contact email, mail, e mail adresse, emailadresse, primary email',
    ),
    field(
      'text',
      'title',
      'job title, position, jobtitle, job position, funktion, berufsbezeichnung, job role, designation, job function, poste, cargo',
    ),
    wordField(
      'role',
      {
        champion: 'advocate, supporter, coach, fürsprecher',
        'economic-buyer':
          'economic buyer, buyer, budget holder, decision maker, entscheider, purchaser, business buyer, economic decision maker',
        'exec-sponsor': 'executive sponsor, exec sponsor, sponsor, executive',
        primary: 'primary contact, main contact, main, hauptansprechpartner, point of contact, admin, administrator',
        user: 'end user, enduser, end users, nutzer, anwender, influencer, evaluator, technical buyer, technical user, other, business user',
        detractor: 'blocker, critic, gegner',
      },
      {
        aliases:
          'contact role, buying role, stakeholder role, persona role, rolle, hs buying role, relationship role, persona?, buyer role, decision role, influence',
      },
    ),
    field(
      'text',
      'phone',
      'phone number, telephone, business phone, work phone, telefon, telefonnummer, mobile phone, mobile, mobile phone number, direct phone, direct dial, cell, cell phone, office phone, phone work, handy, mobil, mobilnummer, téléphone, teléfono',
    ),
    field('boolean', 'active', 'is active, aktiv, enabled', {}),
    field('day', 'leftOn', 'left date, left at, departed on, end date, ausgeschieden am', {}),
    field(
      'boolean',
      'optedOut',
      'opt out, opted out of email, has opted out of email, unsubscribed, email opt out, do not email, marketing opt out, hs email optout, unsubscribed from all email, do not contact',
    ),
    attributesField,
    updatedAt,
    hint('text', 'firstName', 'first name, firstname, given name, vorname'),
    hint('text', 'lastName', 'last name, lastname, surname, family name, nachname'),
    hint(
      'boolean',
      'hasLeft',
      'no longer at company, left company, has left, bounced, email bounced, is email bounced, hard bounced',
    ),
    ...deletedHints,
  ],
  finish: (draft) => {
    const whole = [textOf(draft, 'firstName'), textOf(draft, 'lastName')].filter((part) => part !== undefined)
    if (whole.length > 0) fill(draft, 'name', whole.join(' '))
    if (draft['hasLeft'] === true) draft['active'] = false
    if (
      textOf(draft, 'name') === undefined &&
      textOf(draft, 'email') === undefined &&
      textOf(draft, 'externalId') === undefined
    ) {
      return { column: null, reason: 'A contact needs a name, an e-mail address or an id' }
    }
    return undefined
  },
  contradictions: (draft) => [
    ...(draft['active'] === true && textOf(draft, 'leftOn') !== undefined ? ['active-but-left'] : []),
  ],
}
