-- kind: tenant
-- Answers of requests that carried an Idempotency-Key, written in the transaction of the work itself: whoever repeats the request gets the
-- answer and no second effect. Only successes are kept, for a day.
create table idempotency_keys (
  company_id uuid not null references companies (id) on delete cascade,
  -- The person or the API key that sent it: two clients may choose the same key.
  caller_id uuid not null,
  key text not null check (key <> '' and length(key) <= 255),
  -- Method, address and body of the request that was answered.
  fingerprint text not null,
  -- json, not jsonb: the repeat is answered to the letter, the order of keys included.
  reply json not null,
  created_at timestamptz not null default app.now(),
  primary key (company_id, caller_id, key)
);
create index idempotency_keys_age on idempotency_keys (company_id, created_at);
call app.protect('idempotency_keys');
