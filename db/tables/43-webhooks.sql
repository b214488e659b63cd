-- kind: tenant
-- What senders of webhooks sign with. Several are valid at once, so that one can be replaced without a gap. Encrypted under the
-- installation's secret and shown once; who reads the database alone cannot sign.
create table webhook_secrets (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  name text not null check (name <> ''),
  sealed text not null check (sealed <> ''),
  created_at timestamptz not null default app.now(),
  ended_at timestamptz,
  primary key (company_id, id)
);
create index webhook_secrets_valid on webhook_secrets (company_id) where ended_at is null;
call app.protect('webhook_secrets', 'select, insert, update');

-- What was delivered, as it came. It is the inbox (written with its job in the transaction that is answered with 202), the memory of which
-- ids are known, and the record of what was said when: an update that comes late is read together with those that are newer.
create table webhook_deliveries (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  -- The sender's own id: the same again is the same delivery.
  webhook_id text not null check (webhook_id <> '' and length(webhook_id) <= 255),
  -- The customer as the sender names it; customer_id follows when there is one.
  customer_ref text not null,
  customer_id uuid,
  occurred_at timestamptz not null,
  body json not null,
  status text not null default 'accepted' check (status in ('accepted', 'applied', 'dead')),
  -- Tries that were begun.
  attempts integer not null default 0 check (attempts >= 0),
  error text,
  -- What became of its parts: counts by kind, and what was not taken.
  report json,
  received_at timestamptz not null default app.now(),
  applied_at timestamptz,
  primary key (company_id, id),
  unique (company_id, webhook_id),
  check ((status = 'applied') = (applied_at is not null)),
  check (status <> 'dead' or error is not null),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete set null (customer_id)
);
create index webhook_deliveries_of_ref on webhook_deliveries (company_id, customer_ref, occurred_at);
create index webhook_deliveries_of_customer on webhook_deliveries (company_id, customer_id, occurred_at) where customer_id is not null;
create index webhook_deliveries_waiting on webhook_deliveries (company_id, customer_ref) where customer_id is null;
create index webhook_deliveries_status on webhook_deliveries (company_id, status, id) where status <> 'applied';
-- To be deleted with the customer whose text they hold, when that is to be forgotten.
call app.protect('webhook_deliveries');
