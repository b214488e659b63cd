-- kind: tenant
-- The seal of the audit trail: each row's hash is made of the row and of the hash before it, so that nobody, the server's administrator
-- included, changes, takes away or puts in a row of the past unseen. The rows are numbered in the order in which they were sealed.
create table audit_seals (
  company_id uuid not null references companies (id) on delete cascade,
  seq bigint not null check (seq > 0),
  audit_id uuid not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (company_id, seq),
  unique (company_id, audit_id),
  foreign key (company_id, audit_id) references audit_log (company_id, id)
);
call app.protect('audit_seals', 'select, insert');
