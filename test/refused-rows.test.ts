import { describe, expect, it } from 'vitest'
import pg from 'pg'
import { createCompany } from '../src/access/companies.store.ts'
import { ROLES } from '../src/access/role.ts'
import * as words from '../src/spine/words.ts'
import { testDatabase } from './database.ts'
import { fillCompany, givenRow, insertRow, tenantShapes, type Row } from './given-rows.ts'

const db = await testDatabase()
const company = await createCompany(db, { name: 'Impossible', timeZone: 'UTC' })
const shapes = await tenantShapes(db.owner)
const rows = await fillCompany(db.owner, shapes, company.id)

const ID = '01a2031c-56a4-7da7-87f5-14a9dd01d243'
const EARLIER = '2027-03-10'
const LATER = '2027-03-20'
const idOf = (table: string): unknown => rows.get(table)?.['id']

/** What the table answers to a row that is plain but for these values: the constraint that refuses it, or nothing. */
async function refusal(table: string, known: Row): Promise<string | null> {
  const shape = shapes.find(({ name }) => name === table)
  if (!shape) throw new Error(`There is no table ${table}`)
  const client = await db.owner.connect()
  try {
    await client.query('begin')
    await insertRow(client, table, { ...givenRow(shape, company.id, rows), ...known })
    await client.query('set constraints all immediate')
    return null
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '23514') return error.constraint ?? 'a check'
    throw error
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** An execution that does not meet the one of its customer which is there already. */
const run = (known: Row): Row => ({ family: 'risk', renewal_id: null, ...known })
const closed = { completed_at: LATER, closed_at: LATER, outcome: '{}' }

describe('a state that cannot be is refused', () => {
  it.each<readonly [string, string, Row]>([
    [
      'workflow_executions',
      'completed without the time',
      run({ status: 'completed', closed_at: LATER, outcome: '{}' }),
    ],
    ['workflow_executions', 'completed without an outcome', run({ ...closed, status: 'completed', outcome: null })],
    ['workflow_executions', 'completed and pending', run({ ...closed, status: 'pending' })],
    ['workflow_executions', 'cancelled without the time', run({ status: 'cancelled' })],
    [
      'workflow_executions',
      'closed and in progress',
      run({ status: 'in_progress', started_at: EARLIER, closed_at: LATER }),
    ],
    ['workflow_executions', 'in progress and never begun', run({ status: 'in_progress' })],
    ['workflow_executions', 'snoozed until nothing', run({ status: 'snoozed' })],
    ['workflow_executions', 'snoozed and pending', run({ snoozed_until: LATER })],
    ['workflow_executions', 'superseded by nothing', run({ status: 'superseded', closed_at: LATER })],
    [
      'workflow_executions',
      'superseded after it was begun',
      run({ status: 'superseded', superseded_by: ID, closed_at: LATER, started_at: EARLIER }),
    ],
    ['workflow_executions', 'superseded and pending', run({ superseded_by: ID })],
    [
      'workflow_executions',
      'superseded by itself',
      run({ id: ID, status: 'superseded', superseded_by: ID, closed_at: LATER }),
    ],
    ['workflow_executions', 'folded under itself', run({ id: ID, folded_under: ID })],
    ['workflow_executions', 'escalated to somebody and pending', run({ escalated_to: idOf('users') })],
    ['workflow_executions', 'held, and no opportunity', run({ held: true })],
    ['workflow_executions', 'an event without a key', { family: 'event', renewal_id: null }],
    ['workflow_executions', 'a key without an event', run({ event_key: 'usage-spike:1' })],
    ['workflow_executions', 'a score without its factors', run({ priority_score: 10 })],
    ['workflow_executions', 'factors without their score', run({ priority_factors: '[]' })],
    ['workflow_executions', 'snoozed steps that return never', run({ has_snoozed_steps: true })],
    ['workflow_executions', 'a return without snoozed steps', run({ next_due_step_date: LATER })],
    ['workflow_executions', 'more than complete', run({ completion_percentage: 101 })],
    ['workflow_executions', 'less than nothing complete', run({ completion_percentage: -1 })],
    ['workflow_executions', 'a place before the first step', run({ current_step: -1 })],
    ['workflow_executions', 'a place behind the last step', run({ current_step: 2, total_steps: 1 })],
    ['workflow_executions', 'no steps', run({ total_steps: 0 })],
    ['workflow_executions', 'version nought', run({ version: 0 })],
    ['workflow_step_states', 'snoozed until nothing', { status: 'snoozed' }],
    ['workflow_step_states', 'put off and completed', { status: 'completed', snoozed_until: LATER }],
    ['workflow_step_states', 'before the first', { step_index: -1 }],
    ['workflow_step_states', 'without a name', { step_id: '' }],
    ['workflow_step_actions', 'of a step before the first', { step_index: -1 }],
    ['workflow_step_actions', 'without a name', { action: '' }],
    ['workflow_step_actions', 'by nobody', { performed_by_name: '' }],
    ['workflow_definitions', 'version nought', { version: 0 }],
    ['workflow_definitions', 'that takes no time', { target_minutes: 0 }],
    ['workflow_definitions', 'whose steps are no list', { definition: '{"steps":{}}' }],
    ['workflow_definitions', 'that is no record', { definition: '[]' }],
    ['trigger_rests', 'over before it begins', { from_day: LATER, until_day: EARLIER }],
    ['trigger_rests', 'of nothing', { scope: '' }],
    ['trigger_rests', 'woken by nobody', { woken_at: LATER }],
    ['trigger_rests', 'woken at no time', { woken_by: 'Ida' }],
    ['tasks', 'done without the time', { status: 'done' }],
    ['tasks', 'open and done', { done_at: LATER }],
    ['tasks', 'without a title', { title: '' }],
    ['renewals', 'signed and never closed', { progress: 'signed' }],
    ['renewals', 'closed and open', { progress: 'verbal', closed_at: LATER }],
    ['renewals', 'lost by silence', { progress: 'lost', closed_at: LATER, auto_signed: true }],
    ['absences', 'over before it begins', { from_day: LATER, to_day: EARLIER }],
    ['absences', 'covered by oneself', { user_id: idOf('users'), cover_id: idOf('users') }],
    ['users', 'less experienced than anybody', { experience: 0.89 }],
    ['users', 'more experienced than anybody', { experience: 1.21 }],
    ['users', 'carrying less than nothing', { capacity: -1 }],
    ['users', 'at work on an eighth day', { working_days: [1, 8] }],
    ['users', 'at work on a day before Monday', { working_days: [0] }],
    ['customers', 'without a name', { name: ' ' }],
    ['customers', 'with fewer than no seats', { licensed_users: -1 }],
    ['customers', 'in a currency that is none', { currency: 'eur' }],
    ['arr_history', 'in a currency that is none', { currency: '€' }],
    ['rates', 'of nothing', { rate: 0 }],
    ['rates', 'of less than nothing', { rate: -1 }],
    ['contracts', 'with notice of less than no days', { notice_days: -1 }],
    ['engagements', 'over before they begin', { duration_minutes: -1 }],
    ['support_tickets', 'worse than bad', { sentiment: -1.1 }],
    ['support_tickets', 'better than good', { sentiment: 1.1 }],
    ['usage_windows', 'of no days', { days: [] }],
    ['usage_windows', 'of a day less', { days: Array.from({ length: 83 }, () => 1) }],
    ['usage_features', 'used on no day', { features: ['reports'], last_days: [] }],
    ['usage_features', 'used on a day of nothing', { features: [], last_days: [EARLIER] }],
    ['score_overrides', 'for more than 90 days', { from_day: '2027-01-01', until_day: '2027-04-02' }],
    ['score_overrides', 'over before they begin', { from_day: LATER, until_day: EARLIER }],
    ['score_overrides', 'above 100', { value: 100.01 }],
    ['score_overrides', 'without a reason', { reason: '' }],
    ['api_keys', 'in plain text', { secret_hash: 'secret' }],
    ['api_keys', 'without a name', { name: '' }],
    ['audit_log', 'without what was done', { action: '' }],
    ['audit_log', 'without what it was done to', { object: '' }],
    ['audit_log', 'by nobody', { actor_name: '' }],
    ['audit_seals', 'before the first', { seq: 0 }],
    ['audit_seals', 'of another length', { hash: Buffer.alloc(31) }],
    ['configurations', 'that are no record', { settings: '[]' }],
    ['configurations', 'version nought', { version: 0 }],
    ['imports', 'finished without the time', { status: 'finished' }],
    ['imports', 'running and finished', { finished_at: LATER }],
    ['imports', 'undone without the time', { status: 'undone', finished_at: LATER }],
    ['imports', 'with fewer than no rows', { rows_done: -1 }],
    ['imports', 'waiting and finished', { status: 'waiting', finished_at: LATER }],
    ['imports', 'undoing without an end', { status: 'undoing' }],
    ['imports', 'of a file of less than nothing', { file_bytes: -1 }],
    ['import_pieces', 'before the first', { place: -1 }],
    ['job_runs', 'finished without the time', { status: 'finished', phase: 'done' }],
    ['job_runs', 'finished in the middle', { status: 'finished', finished_at: LATER, phase: 'assignment' }],
    ['job_runs', 'running and finished', { finished_at: LATER }],
    ['job_runs', 'held by nobody', { lease: 0 }],
  ])('%s %s', async (table, _what, known) => {
    expect(await refusal(table, known)).toMatch(new RegExp(`^${table}_.*check`))
  })

  it.each(['health', 'risk', 'opportunity', 'coverage'])(
    'a figure of %s outside its range, in the history and where a customer stands',
    async (figure) => {
      const most = figure === 'coverage' ? 1 : 100
      for (const table of ['customer_intelligence', 'customer_standings'])
        for (const value of [-0.01, most + 0.01])
          expect(await refusal(table, { [figure]: value }), `${table} ${String(value)}`).toMatch(figure)
    },
  )

  it.each(['health_override', 'risk_override'])('a %s outside its range', async (figure) => {
    for (const value of [-1, 101]) expect(await refusal('customer_standings', { [figure]: value })).toMatch(figure)
  })

  it.each(['customers_total', 'analyzed', 'confirmed', 'overtaken', 'opened', 'closed'])(
    'a run that has %s fewer than none',
    async (count) => {
      expect(await refusal('job_runs', { [count]: -1 })).toMatch(count)
    },
  )
})

describe('a state that can be is taken', () => {
  it.each<readonly [string, string, Row]>([
    [
      'workflow_executions',
      'completed without being begun: it was done elsewhere',
      run({ ...closed, status: 'completed' }),
    ],
    ['workflow_executions', 'escalated to nobody in particular', run({ status: 'escalated' })],
    ['workflow_executions', 'at its end', run({ current_step: 4, total_steps: 4, completion_percentage: 100 })],
    ['workflow_executions', 'scored', run({ priority_score: 0, priority_factors: '[]' })],
    ['trigger_rests', 'for one day', { from_day: EARLIER, until_day: EARLIER }],
    ['score_overrides', 'for 90 days', { from_day: '2027-01-01', until_day: '2027-04-01' }],
    ['absences', 'for one day', { from_day: EARLIER, to_day: EARLIER }],
    ['users', 'who works on no day', { working_days: [] }],
    ['invoices', 'that give money back', { amount: -100 }],
    [
      'contracts',
      'that end before they begin: the import says so, and keeps what the source says',
      { start_date: LATER, end_date: EARLIER },
    ],
  ])('%s %s', async (table, _what, known) => {
    expect(await refusal(table, known)).toBeNull()
  })
})

describe('a word of a closed list', () => {
  const enumerated = shapes.flatMap(({ name, columns }) =>
    columns.filter((column) => column.words.length > 0).map((column) => [name, column.name, column.words] as const),
  )

  it.each(enumerated)('%s.%s takes no other', async (table, column) => {
    for (const word of ['', 'no such word', 'Active'])
      expect(await refusal(table, { [column]: word }), word).toMatch(/check/)
  })

  const found = (place: string): readonly string[] => {
    const [, , list] = enumerated.find(([table, column]) => `${table}.${column}` === place) ?? []
    return [...(list ?? [])].sort()
  }

  it.each([
    ['users.role', ROLES],
    ['api_keys.role', ROLES],
    ['customers.touch', words.TOUCHES],
    ['customers.account_plan', words.ACCOUNT_PLANS],
    ['customers.status', words.CUSTOMER_STATUSES],
    ['customers.lifecycle_stage', words.LIFECYCLE_STAGES],
    ['customer_standings.contract_status', words.CONTRACT_STATUSES],
    ['customer_standings.stage', words.STAGES],
    ['contacts.role', words.CONTACT_ROLES],
    ['renewals.progress', words.RENEWAL_PROGRESS],
    ['renewals.category', words.RENEWAL_CATEGORIES],
    ['support_tickets.priority', words.TICKET_PRIORITIES],
    ['engagements.kind', words.ENGAGEMENT_KINDS],
    ['workflow_executions.family', words.FAMILIES],
    ['workflow_executions.stage', words.STAGES],
    ['workflow_executions.status', words.EXECUTION_STATUSES],
    ['workflow_definitions.family', words.FAMILIES],
    ['workflow_definitions.stage', words.STAGES],
    ['trigger_rests.family', words.FAMILIES],
  ] as const)('%s is the same list in the tables and in the code', (place, list) => {
    expect(found(place)).toEqual([...list].sort())
  })
})
