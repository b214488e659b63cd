-- kind: tenant
-- Links by which somebody becomes who he is in `users`. The company's id is inside the link; only a hash of it is kept. One counts at a time.
create table invitations (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  user_id uuid not null,
  -- Where it was meant to go: once the person has another address, it is worth nothing.
  email text not null,
  secret_hash text not null check (secret_hash ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  -- Taken back, or replaced by a newer one.
  ended_at timestamptz,
  -- The mail that it went with; null: an admin hands the link on.
  mail_id uuid,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check (accepted_at is null or ended_at is null),
  foreign key (company_id, user_id) references users (company_id, id) on delete cascade,
  foreign key (company_id, mail_id) references mails (company_id, id)
);
create index invitations_secret on invitations (company_id, secret_hash);
create index invitations_of on invitations (company_id, user_id);
create unique index invitations_one_open on invitations (company_id, user_id) where accepted_at is null and ended_at is null;
create index invitations_mailed on invitations (company_id, mail_id) where mail_id is not null;
call app.protect('invitations', 'select, insert, update');
