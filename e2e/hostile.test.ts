import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { isoDay } from '../src/base/day.ts'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { givenCompany } from '../test/given-company.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { choosePerson } from './visit.ts'

const SCRIPT = `<img src=x onerror=alert(1)>"'><script>alert(2)</script>`
const TEMPLATE = `{{constructor.constructor('alert(3)')()}}{% assign x = 1 %}\${alert(4)}`
const TURNED = '\u202Eevil\u202C\u0000'.replace('\u0000', '')
const ENDLESS = 'Donaudampfschifffahrt'.repeat(12)
const HOSTILE = [SCRIPT, TEMPLATE, TURNED, ENDLESS].join(' ')
const PERSON = `Eve ${SCRIPT}`

const db = await testDatabase()
const app = openedApp(db, givenHostility)

/** A company in which everything that has a name has a bad one. */
async function givenHostility(): Promise<void> {
  const company = await givenCompany(db, 'Europe/Berlin')
  await company.import('users', [
    { externalId: 'ada', name: PERSON, email: 'ada@example.org', role: 'csm', team: HOSTILE },
    { externalId: 'mo', name: `Mo ${SCRIPT}`, email: 'mo@example.org', role: 'manager' },
  ])
  await givenBook(company, {
    One: { renewsIn: 5, usage: [90, 60], plan: 'invest', urgentTickets: 1 },
    Two: { renewsIn: 12 },
    Three: { renewsIn: 40 },
  })
  const at = `${isoDay(company.today() - 2)}T10:00:00Z`
  const each = ['One', 'Two', 'Three']
  await company.import(
    'customers',
    each.map((externalId) => ({ externalId, name: `${externalId} ${HOSTILE}`, industry: HOSTILE, segment: HOSTILE })),
  )
  const of = (kind: Parameters<typeof company.import>[0], record: object) =>
    company.import(
      kind,
      each.map((customerExternalId) => ({
        externalId: `${kind} ${customerExternalId}`,
        customerExternalId,
        ...record,
      })),
    )
  await of('contacts', { name: HOSTILE, title: HOSTILE, role: 'champion', email: 'javascript:alert(5)//@example.org' })
  await of('tickets', { subject: HOSTILE, body: HOSTILE, priority: 'urgent', status: 'open', createdAt: at })
  await of('engagements', { kind: 'call', at, attendees: HOSTILE, notes: HOSTILE })
  await company.query(
    `insert into tasks (company_id, customer_id, title, assigned_to, created_by)
     select app.company_id(), c.id, $1, u.id, $1 from customers c cross join users u returning 1`,
    [HOSTILE],
  )
  await of('opportunities', { name: HOSTILE, stage: HOSTILE, amount: 1000, currency: 'USD' })
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true, name = $2 where id = $1', [company.id, HOSTILE])
}

/** Every page that has an address of its own, by what stands on it once it has its data. */
const PAGES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  '/': (page) => page.getByRole('article').first().waitFor(),
  '/queue': (page) => page.getByRole('table').first().waitFor(),
  '/team': (page) => page.getByRole('region', { name: 'Load against capacity' }).waitFor(),
  '/customers': (page) => page.getByRole('table').first().waitFor(),
  '/tasks': (page) => page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor(),
  '/import': (page) => page.getByRole('main').waitFor(),
  '/settings/members': (page) => page.getByRole('table').first().waitFor(),
}

async function staysInShape(page: Page, where: string): Promise<void> {
  expect(await page.evaluate(SIDEWAYS), where).toBeLessThanOrEqual(0)
  expect(await page.locator('img[src="x"]').count(), where).toBe(0)
}

test.each([{ phone: false }, { phone: true }])('hostile names break no page (on a phone: $phone)', ({ phone }) =>
  app.open({ phone }, async (page) => {
    await choosePerson(page, 'Mo ')
    for (const [path, shown] of Object.entries(PAGES)) {
      await page.goto(app.address() + path)
      await shown(page)
      await staysInShape(page, path)
    }
  }),
)

test.each([{ phone: false }, { phone: true }])(
  'nor a customer and a workflow, all the way (on a phone: $phone)',
  ({ phone }) =>
    app.open({ phone }, async (page) => {
      await choosePerson(page, 'Eve ')
      await staysInShape(page, 'Today')
      await page.getByRole('article').getByRole('link').first().click()
      await page.getByRole('article', { name: 'Timeline' }).waitFor()
      await staysInShape(page, 'Customer')
      await page.goBack()
      await page
        .getByRole('article')
        .getByRole('button', { name: /Let’s begin|Go on/ })
        .click()
      const steps = page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: /^\d+\. / })
      await page.locator('[aria-current="step"]').waitFor()
      const count = await steps.count()
      for (let step = 1; step <= count; step += 1) {
        await page
          .locator('[aria-current="step"]')
          .getByText(`${String(step)}. `)
          .waitFor()
        await staysInShape(page, `Step ${String(step)}`)
        await page.keyboard.press('ArrowRight')
      }
    }),
)

test('no page may run a script that is written into it', async () => {
  const reply = await fetch(app.address())
  const policy = reply.headers.get('content-security-policy') ?? ''
  const rules = new Map(policy.split(';').map((rule) => [rule.trim().split(' ')[0], rule.trim()]))
  expect(rules.get('script-src') ?? rules.get('default-src')).toMatch(/^\S+ 'self'$/)
})
