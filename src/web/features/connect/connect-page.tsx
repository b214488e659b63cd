import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { CallFailed } from '../../api.ts'
import { endSecret, makeSecret, webhookSecretsQuery, type WebhookSecrets } from '../../calls/webhook-secrets.ts'
import { doneWords } from '../../format.ts'
import { LoadFailed } from '../../load-failed.tsx'
import { Button } from '../../ui/button.tsx'
import { fieldClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useOnce } from '../../use-once.ts'
import { Copied } from './copied.tsx'
import styles from './connect-page.module.css'
import { exampleOf } from './example.ts'

/** How another system tells of customers: its address here, what it signs with, and whether something has arrived. */
export function ConnectPage() {
  const { data, error, refetch } = useQuery(webhookSecretsQuery)
  const [made, setMade] = useState<string | null>(null)
  if (error && !data) {
    if (error instanceof CallFailed && error.problem?.status === 403)
      return <Notice title="Only administrators connect systems.">Ask one of yours to do it.</Notice>
    return <LoadFailed title="The connections did not load." error={error} onRetry={() => void refetch()} />
  }
  return (
    <>
      <header className={styles.head}>
        <h1>Connections</h1>
        <p className="small dim">
          Your product, or anything between, sends what customers do as it happens: usage, tickets, risk signals.
          Whoever it tells of is looked at once it is in.
        </p>
      </header>
      {data ? (
        <Connection data={data} made={made} onMade={setMade} />
      ) : (
        <Loading>
          <Skeleton widths={[60, 96, 92]} />
        </Loading>
      )}
    </>
  )
}

type ConnectionProps = {
  readonly data: WebhookSecrets
  readonly made: string | null
  readonly onMade: (secret: string) => void
}

function Connection({ data, made, onMade }: ConnectionProps) {
  const address = `${window.location.origin}${data.address}`
  return (
    <div className={styles.panels}>
      <Panel title="1. The address">
        <Copied label="Address of the webhook" text={address} />
        <p className="small quiet">
          It is yours alone. Customers are named by the id that their import gave them:{' '}
          <Link to="/import" search={{ kind: 'customers' }}>
            bring them in first
          </Link>
          ; what comes for one who is not here waits.
        </p>
      </Panel>
      <Secrets items={data.items} made={made} onMade={onMade} />
      <Panel title="3. Try it">
        <Copied label="Example for a terminal" text={exampleOf({ address, secret: made ?? 'whsec_…' })} />
        <p className="small quiet">
          {made === null && 'Make a secret and it stands in the example. '}
          The full form of the body is on the{' '}
          <a href="/api/docs" target="_blank" rel="noreferrer">
            reference page
          </a>
          .
        </p>
        <Last last={data.last} />
      </Panel>
    </div>
  )
}

function Last({ last }: Pick<WebhookSecrets, 'last'>) {
  if (last === null)
    return (
      <p className={styles.last} role="status">
        <Tag tone="plain">Nothing yet</Tag> This page looks again by itself.
      </p>
    )
  const when = doneWords(last.receivedAt, new Date())
  return (
    <p className={styles.last} role="status">
      {last.status === 'dead' ? (
        <>
          <Tag tone="risk">Given up</Tag> The last one came {when}: {last.error ?? 'it could not be applied'}.
        </>
      ) : (
        <>
          <Tag tone="fine">Arrived</Tag> The last one came {when}, for customer {last.customerExternalId}
          {last.customerId === null ? ', who is not here yet; it waits' : ''}.
        </>
      )}
    </p>
  )
}

type SecretsProps = Pick<WebhookSecrets, 'items'> & Omit<ConnectionProps, 'data'>

function Secrets({ items, made, onMade }: SecretsProps) {
  const client = useQueryClient()
  const making = useOnce()
  const [name, setName] = useState('')
  const valid = items.filter(({ endedAt }) => endedAt === null)
  const make = (): void =>
    void making.run(async () => {
      const { secret } = await makeSecret(client, name.trim() === '' ? 'webhook' : name.trim(), crypto.randomUUID())
      onMade(secret)
      setName('')
    })
  return (
    <Panel title="2. A secret to sign with">
      {made !== null && (
        <div className={styles.made}>
          <Copied label="The new secret" text={made} />
          <p className="small">Keep it now: it cannot be read again.</p>
        </div>
      )}
      <form
        className={styles.make}
        onSubmit={(event) => {
          event.preventDefault()
          make()
        }}
      >
        <label>
          <span className="unseen">Who signs with it</span>
          <input
            className={fieldClass}
            value={name}
            maxLength={100}
            placeholder="Who signs with it"
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <Button type="submit" look={made === null ? 'filled' : 'edged'} disabled={making.busy}>
          Make a secret
        </Button>
      </form>
      {making.fault !== null && <p role="alert">{making.fault}</p>}
      <ul className={styles.secrets}>
        {valid.map((secret) => (
          <Secret key={secret.id} secret={secret} />
        ))}
      </ul>
    </Panel>
  )
}

function Secret({ secret: { id, name, createdAt, can } }: { readonly secret: WebhookSecrets['items'][number] }) {
  const client = useQueryClient()
  const ending = useOnce()
  const [asked, setAsked] = useState(false)
  return (
    <li>
      <span>
        <b>{name}</b> <span className="quiet">made {doneWords(createdAt, new Date())}</span>
        {ending.fault !== null && <span role="alert"> {ending.fault}</span>}
      </span>
      {can.includes('end') && !asked && (
        <Button size="small" look="plain" onClick={() => setAsked(true)}>
          End it
        </Button>
      )}
      {asked && (
        <span>
          <Button size="small" disabled={ending.busy} onClick={() => void ending.run(() => endSecret(client, id))}>
            End {name}
          </Button>
          <Button size="small" look="plain" onClick={() => setAsked(false)}>
            Not now
          </Button>
        </span>
      )}
    </li>
  )
}
