-- kind: tenant
create table absences (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  user_id uuid not null,
  from_day date not null,
  to_day date not null,
  cover_id uuid,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check (to_day >= from_day),
  check (cover_id is distinct from user_id),
  foreign key (company_id, user_id) references users (company_id, id) on delete cascade,
  foreign key (company_id, cover_id) references users (company_id, id)
);
create index absences_of on absences (company_id, user_id, from_day);
create index absences_covered_by on absences (company_id, cover_id) where cover_id is not null;
call app.protect('absences');
