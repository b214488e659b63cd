-- kind: tenant
-- Mails on their way, and what became of them. Their text holds a link that lets somebody in: it is sealed, and gone once it has been sent.
create table mails (
  company_id uuid not null references companies (id) on delete cascade,
  -- Also in the mail itself, so that one that is sent twice is known as one.
  id uuid not null default app.new_id(),
  purpose text not null check (purpose in ('invitation', 'password', 'second-factor')),
  recipient text not null,
  subject text not null,
  body_sealed text,
  -- sending: handed to the mail server, and no answer yet. unknown: whether it took it is not known, and it is not sent again by itself.
  status text not null default 'waiting' check (status in ('waiting', 'sending', 'sent', 'unknown', 'failed')),
  reason text,
  created_at timestamptz not null default app.now(),
  changed_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check (status in ('waiting', 'sending') or body_sealed is null)
);
call app.protect('mails', 'select, insert, update');
