import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestDatabase } from '../test/database.ts'
import { handIn } from './visit.ts'

/** A Monday morning in both companies of the sample portfolio: Acme's contract ends on Thursday. */
export const ACMES_MORNING = new Date('2027-03-15T14:00:00Z')

/** How somebody works: with the keys alone, or with the thumb alone. */
export type Hand = {
  /** Presses what is named. */
  readonly press: (wanted: Locator) => Promise<void>
  /** Does what is marked as the next act of the screen. */
  readonly goOn: (page: Page) => Promise<void>
  /** Chooses one of several that exclude each other. */
  readonly choose: (page: Page, wanted: string) => Promise<void>
  readonly write: (wanted: Locator, text: string) => Promise<void>
  /** Puts a day off to the one behind it. */
  readonly putOff: (wanted: Locator, until: string) => Promise<void>
  readonly tick: (page: Page, points: number) => Promise<void>
  /** Turns to what lies beside the conversation, where they do not stand side by side. */
  readonly turnAside: (page: Page) => Promise<void>
  /** Looks at the screen that has come. */
  readonly lookAt: (page: Page, name: string) => Promise<void>
}

/** The step that is looked at. */
export const here = (page: Page): Locator => page.locator('[aria-current="step"]')

/** Waits until the step of this name is the one that is looked at. */
export const isAt = (page: Page, name: string): Promise<void> => here(page).getByText(name).waitFor()

const NOTE = 'Diane waits for a date for the approvals.'

/** Sarah's one thing, from signing in until the next one is offered and begun. */
export async function leadEmergency(page: Page, hand: Hand): Promise<void> {
  await hand.press(page.getByRole('button', { name: 'Sarah' }))
  await page.getByRole('article').getByText('Acme Corp').waitFor()
  expect(await page.getByTestId('score').textContent()).toBe('287')
  await hand.lookAt(page, 'today')
  await hand.goOn(page)

  await isAt(page, '1. Assess the risk')
  await page.getByText('Good morning, Sarah.').waitFor()
  await hand.lookAt(page, '1')
  await hand.turnAside(page)
  await hand.choose(page, 'Our service')
  await hand.write(page.getByLabel('What the records do not say'), NOTE)
  await page.getByText('Saved').waitFor({ state: 'attached' })
  await hand.lookAt(page, '1-beside')
  await hand.goOn(page)

  await isAt(page, '2. Review the contract')
  await hand.lookAt(page, '2')
  await hand.turnAside(page)
  await hand.tick(page, 3)
  await hand.lookAt(page, '2-beside')
  await hand.goOn(page)

  await isAt(page, '3. Draft the plan')
  await hand.lookAt(page, '3')
  await hand.turnAside(page)
  // The call is scheduled: it is in the plan, and for tomorrow.
  expect(await page.getByLabel('What, 1').inputValue()).toBe('Call Diane Kessler and listen first')
  await hand.putOff(page.getByLabel('By when, 1'), '2027-03-16')
  await page.getByText('Saved').waitFor({ state: 'attached' })
  await hand.lookAt(page, '3-beside')
  await hand.goOn(page)

  await isAt(page, '4. Draft the outreach')
  await hand.lookAt(page, '4')
  await hand.turnAside(page)
  await hand.lookAt(page, '4-beside')
  await hand.goOn(page)

  await page.getByText('That was all for Acme Corp.').waitFor()
  await hand.lookAt(page, 'closing')
  await hand.turnAside(page)
  await hand.lookAt(page, 'closing-beside')
  await hand.goOn(page)
  await page.getByRole('heading', { name: 'Acme Corp is done.' }).waitFor()
  await page.getByRole('region', { name: 'The next one' }).getByText('TechCo').waitFor()
  await hand.lookAt(page, 'done')
  await handIn(page, hand.press)
  await hand.goOn(page)
  await page.getByRole('heading', { level: 1, name: /TechCo/ }).waitFor()
}

/** What Acme's emergency has left in the database. */
export async function emergencyOnRecord({ owner }: TestDatabase): Promise<object | undefined> {
  const { rows } = await owner.query<object>(
    `select e.status, (select count(*)::int from tasks t where t.execution_id = e.id) as tasks,
            (select t.due_on::text from tasks t where t.execution_id = e.id and t.title like 'Call Diane%') as call,
            s.result -> 'outcomes' -> 'judgement' ->> 'cause' as cause, s.result -> 'outcomes' -> 'judgement' ->> 'notes' as notes
       from workflow_executions e join customers c on c.company_id = e.company_id and c.id = e.customer_id
       join workflow_step_states s on s.company_id = e.company_id and s.execution_id = e.id and s.step_id = 'assess-risk'
      where c.name = 'Acme Corp' and e.workflow_id = 'emergency-retention'`,
  )
  expect(rows).toHaveLength(1)
  return rows[0]
}

export const AS_IT_WAS_LED = { status: 'completed', tasks: 7, call: '2027-03-16', cause: 'service', notes: NOTE }
