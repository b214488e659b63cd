-- kind: platform
-- Which identity is which person of which company: how somebody who signs in is found in all companies that he works for. Ids and times
-- only. Everybody's to find, but only a company's own to make and to change.
create table memberships (
  identity_id uuid not null references auth."user" (id) on delete cascade,
  company_id uuid not null,
  user_id uuid not null,
  -- As in `users`, which decides; here for the list of companies to choose from.
  active boolean not null default true,
  -- To a few minutes.
  last_seen_at timestamptz,
  created_at timestamptz not null default app.now(),
  primary key (identity_id, company_id),
  unique (company_id, user_id),
  foreign key (company_id, user_id) references users (company_id, id) on delete cascade
);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy found on memberships for select using (true);
create policy made on memberships for insert with check (company_id = (select app.company_id()));
create policy changed on memberships for update using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
grant select, insert, update on memberships to renubu_app;

create function app.membership_follows() returns trigger language plpgsql as $$
begin
  update memberships set active = new.active where company_id = new.company_id and user_id = new.id;
  return null;
end $$;
create trigger membership_follows after update of active on users
  for each row when (old.active is distinct from new.active) execute function app.membership_follows();
