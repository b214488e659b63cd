import { field, hint, referenceField, wordField } from './field.ts'
import { attributesField, deletedHints, externalId, updatedAt } from './shared.ts'
import { fill, textOf, type KindSpec } from './spec.ts'

export const users: KindSpec = {
  kind: 'users',
  table: 'users',
  own: ['user', 'agent', 'sales', 'employee', 'member', 'mitarbeiter', 'benutzer', 'owner', 'rep'],
  identity: [['email'], ['name'], ['firstName', 'lastName']],
  fields: [
    externalId('user id, employee id, owner id, agent id, member id, employee number, personalnummer'),
    field('email', 'email', 'e mail, email address, work email, mail, user email, e mail adresse, username, login'),
    field(
      'text',
      'name',
      'full name, user name, display name, sales agent, agent, agent name, sales rep, rep, csm, csm name, employee, employee name, owner, owner name, member, mitarbeiter, person, vollständiger name',
    ),
    wordField(
      'role',
      {
        csm: 'customer success manager, agent, rep, sales agent, user, member, account manager, standard, employee, ae, account executive',
        manager:
          'team lead, lead, teamlead, head, director, supervisor, vp, teamleiter, leiter, sales manager, cs manager',
        admin: 'administrator, owner, system administrator, operations, cs operations, super admin',
        viewer: 'read only, readonly, light agent, guest, end user, enduser, executive, observer',
      },
      { aliases: 'user role, access role, permission, profile, rolle', otherwise: 'csm' },
    ),
    field('number', 'experience', 'experience factor, erfahrung', { least: 0.9, most: 1.2 }),
    field('integer', 'capacity', 'max workload, workload limit, kapazität', { least: 0, most: 100_000 }),
    field(
      'text',
      'team',
      'team name, regional office, office, region, group, department, squad, abteilung, büro, standort, business unit',
      { column: null, most: 600 },
    ),
    referenceField(
      'users',
      'leadEmail',
      'lead, manager, manager id, manager email, manager name, team lead, team leader, supervisor, reports to, reports to id, boss, vorgesetzter, teamleiter, manager external id',
      {},
    ),
    field('text', 'timeZone', 'timezone, time zone sid key, tz, zeitzone'),
    field('numbers', 'workingDays', 'work days, arbeitstage'),
    field('json', 'absences', 'out of office, time off', { column: null }),
    field('boolean', 'active', 'is active, enabled, aktiv'),
    attributesField,
    updatedAt,
    hint('text', 'firstName', 'first name, given name, vorname'),
    hint('text', 'lastName', 'last name, surname, family name, nachname'),
    hint('boolean', 'suspended', 'is suspended, disabled, deactivated, archived'),
    ...deletedHints,
  ],
  finish: (draft, company) => {
    const whole = [textOf(draft, 'firstName'), textOf(draft, 'lastName')].filter((part) => part !== undefined)
    if (whole.length > 0) fill(draft, 'name', whole.join(' '))
    fill(draft, 'name', draft['email'])
    if (draft['suspended'] === true) draft['active'] = false
    const zone = textOf(draft, 'timeZone')
    if (zone !== undefined && !isTimeZone(zone)) draft['timeZone'] = null
    if (textOf(draft, 'name') === undefined)
      return { column: 'name', reason: 'A user needs a name or an e-mail address' }
    return unreadable(draft, company.today)
  },
}

function unreadable(draft: Parameters<NonNullable<KindSpec['finish']>>[0], _today: string) {
  const days = textOf(draft, 'workingDays')
  if (days !== undefined && !/^\{([1-7](,[1-7])*)?\}$/.test(days)) {
    return { column: 'workingDays', reason: 'Working days are numbers from 1 (Monday) to 7 (Sunday)' }
  }
  return undefined
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
