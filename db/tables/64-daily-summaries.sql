-- kind: tenant
-- What a person was told on a day: the order of the day (which holds), why it changed against yesterday, what was done for them.
create table daily_summaries (
  company_id uuid not null,
  user_id uuid not null,
  day date not null,
  run_id uuid not null,
  cards json not null,
  counts json not null,
  done_for_you json not null,
  monitored json not null default '{}',
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, user_id, day),
  foreign key (company_id, user_id) references users (company_id, id) on delete cascade
);
call app.protect('daily_summaries');
