import type { Actor } from '../../base/actor.ts'
import type { Tx } from '../../platform/postgres.ts'

/** What people log themselves comes from no system; its own id is its id there. */
const SOURCE = 'logged'

export type NewLogged = {
  readonly customerId: string
  readonly kind: 'call' | 'meeting' | 'note'
  readonly at: Date
  readonly line: string
  /** Both sides took part. */
  readonly twoWay: boolean
  /** −1 to 1; null: nobody said. */
  readonly sentiment: number | null
  readonly actor: Actor
}

/** What stood on the customer's record before, so that it can be taken back. */
type Replaced = { readonly nextStep: string | null; readonly lastTouchAt: string | null }

/** Keeps what somebody logged, and how the customer's record stood. Answers its id. */
export async function logEngagement(tx: Tx, logged: NewLogged): Promise<string> {
  const made = await tx.row<{ id: string }>(
    `with made as (select app.new_id() as id)
     insert into engagements (company_id, id, source, external_id, customer_id, kind, at, two_way, sentiment, notes, attributes)
     select app.company_id(), made.id, $1, made.id::text, c.id, $3, $4, $5, $6, $7,
            jsonb_build_object('loggedBy', $8::text,
              'replaced', jsonb_build_object('nextStep', c.next_step, 'lastTouchAt', c.last_touch_at))
       from made, customers c where c.id = $2
     returning id`,
    [
      SOURCE,
      logged.customerId,
      logged.kind,
      logged.at,
      logged.twoWay,
      logged.sentiment,
      logged.line,
      logged.actor.id ?? logged.actor.name,
    ],
  )
  if (!made) throw new Error('What was logged was not written')
  return made.id
}

export type Logged = {
  readonly kind: NewLogged['kind']
  /** Who logged it: a person's or a key's id. */
  readonly by: string
  readonly loggedAt: Date
}

/** What somebody logged of a customer; undefined: nobody logged this. */
export const loggedEngagement = (tx: Tx, customerId: string, id: string): Promise<Logged | undefined> =>
  tx.row<Logged>(
    `select kind, attributes ->> 'loggedBy' as by, created_at as "loggedAt" from engagements
      where id = $2 and customer_id = $1 and source = $3 for update`,
    [customerId, id, SOURCE],
  )

type TakingBack = {
  readonly customerId: string
  readonly id: string
  /** The next step that was promised with it. */
  readonly promised: string | null
}

/** Takes it back, and gives the customer's record what it replaced, unless something newer stands there. */
export async function takeBackLogged(tx: Tx, { customerId, id, promised }: TakingBack): Promise<void> {
  const gone = await tx.row<{ at: Date; replaced: Replaced }>(
    `delete from engagements where id = $1 returning at, attributes -> 'replaced' as replaced`,
    [id],
  )
  if (!gone) return
  await tx.run(`set local app.versions = 'off'`)
  await tx.run(
    `update customers set last_touch_at = case when last_touch_at = $2 then $3::timestamptz else last_touch_at end,
            next_step = case when next_step = $4 then $5 else next_step end, updated_at = app.now() where id = $1`,
    [customerId, gone.at, gone.replaced.lastTouchAt, promised, gone.replaced.nextStep],
  )
  await tx.run(`set local app.versions = 'on'`)
}
