-- Written by scripts/db-initial.ts from db/tables. Frozen with the first release; from then on a change is a new file.

-- 00-foundation.sql
-- kind: foundation
-- Schemas and the three functions that every table leans on. Roles are made by the migration runner before this runs.

create schema if not exists app;
grant usage on schema app to renubu_app, renubu_jobs;
grant usage on schema public to renubu_app;

-- The company whose rows this transaction may see. After `set local` the pooled connection shows '' and not NULL, hence nullif.
create function app.company_id() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.company_id', true), '')::uuid $$;

-- Business time. The harness replaces this function in the databases it creates, so that a test can set the day.
create function app.now() returns timestamptz
  language sql stable parallel safe
  as $$ select now() $$;

-- Time-ordered ids (version 7): neighbours in time are neighbours in the index, which random ids are not. The twelve bits
-- after the milliseconds are their fraction (RFC 9562, method 3), so two ids of one millisecond are in order as well.
-- One expression that reads the clock once, so that PostgreSQL puts it in the place of the call: called, it takes twice as long.
create function app.new_id() returns uuid
  language sql volatile parallel safe
  as $$
    select (overlay(lpad(to_hex((extract(epoch from clock_timestamp()) * 4096000)::bigint), 15, '0') placing '7' from 13 for 0)
            || right(gen_random_uuid()::text, 17))::uuid
  $$;

-- The id of the nth row of many that are made at once: that of the batch, its last 32 bits counting. Randomness is asked of the system, 4 µs
-- each time, and a batch is told apart from others by its moment (a fourth of a microsecond) and 30 random bits.
create function app.nth_id(batch uuid, n bigint) returns uuid
  language sql immutable parallel safe
  as $$ select (left(batch::text, 28) || lpad(to_hex(n), 8, '0'))::uuid $$;

-- Makes a table a tenant table: only the set company's rows can be read or written, by anybody but a superuser.
-- Which company it is, is asked in a query of its own, so that a statement asks once: as a plain call it was asked again for every row that is
-- scanned, looked up or written, 0.6 µs each, more than it takes to scan the row.
create procedure app.protect(target regclass, privileges text default 'select, insert, update, delete')
  language plpgsql as $$
  begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy tenant on %s using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()))',
                   target);
    execute format('grant %s on %s to renubu_app', privileges, target);
  end $$;

-- Adds many rows to a table at once: those of a temporary table of the caller's, by the names of its columns; what is there already stays.
-- A foreign key asks for every row by itself, 6 to 9 µs a row and key, which is more than the row itself costs (decision 0026). Here each
-- key is asked once for all rows, and what they refer to is locked as the key would lock it. Where the database does not let its owner put
-- the keys off, they ask. Nothing of the caller's is run with the owner's rights: see app.may_add.
create function app.add_rows(target regclass, given text) returns bigint language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  source constant regclass := to_regclass(format('pg_temp.%I', given));
  -- What else wants to see each row shall see it.
  checked_here constant boolean := has_parameter_privilege('session_replication_role', 'set')
    and not exists (select from pg_trigger where tgrelid = target and not tgisinternal and tgtype & 4 <> 0);
  names text;
  added bigint;
begin
  if source is null or not app.may_add(target, source) then
    raise insufficient_privilege using message = format('permission denied to add rows to %s', target);
  end if;
  select string_agg(quote_ident(attname), ', ' order by attnum) into names
    from pg_attribute where attrelid = source and attnum > 0 and not attisdropped;
  if checked_here then
    perform app.hold_referred(target, source);
    perform set_config('session_replication_role', 'replica', true);
  end if;
  begin
    execute format('insert into %s (%s) select %s from %s', target, names, names, source);
    get diagnostics added = row_count;
  exception when unique_violation then
    execute format('insert into %s (%s) select %s from %s on conflict do nothing', target, names, names, source);
    get diagnostics added = row_count;
  end;
  if checked_here then perform set_config('session_replication_role', 'origin', true); end if;
  return added;
end $$;

-- Asks what the foreign keys of `target` would ask for the rows of `source`, and keeps what they refer to from being deleted meanwhile.
create function app.hold_referred(target regclass, source regclass) returns void language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare
  key record;
  wanted bigint;
  found bigint;
begin
  for key in
    select conname, confrelid::regclass as referred,
           -- Policies let in one company only.
           coalesce(string_agg(format('g.%I', own.attname), ', ' order by place) filter (where own.attname <> 'company_id'), 'g.company_id') as own,
           string_agg(format('g.%I is not null', own.attname), ' and ' order by place) as given,
           one_beside,
           string_agg(format('r.%I = %s', other.attname,
                             case when own.attname = 'company_id' then '(select app.company_id())'
                                  when one_beside then format('any(array(select %I from wanted))', own.attname)
                                  else format('g.%I', own.attname) end), ' and ' order by place) as agree
      from pg_constraint k
     cross join unnest(k.conkey, k.confkey) with ordinality as column_of(own, other, place)
      join pg_attribute own on own.attrelid = k.conrelid and own.attnum = column_of.own
      join pg_attribute other on other.attrelid = k.confrelid and other.attnum = column_of.other
     -- One column beside the company, as nearly always: all that are wanted are one question to the index, which finds neighbours where the one
     -- before was. A row at a time it takes three times as long.
     cross join lateral (select count(*) = 1 as one_beside from pg_attribute beside
                          where beside.attrelid = k.conrelid and beside.attnum = any(k.conkey) and beside.attname <> 'company_id') shape
     where k.conrelid = target and k.contype = 'f'
     group by k.oid, conname, confrelid, one_beside
    -- May_add has seen to it that a column which is not given refers to nothing.
    having bool_and(exists (select from pg_attribute s where s.attrelid = source and s.attname = own.attname and not s.attisdropped))
  loop
    -- In order: neighbours are found where the one before was, and two at once take their locks in the same turn.
    execute format('with wanted as materialized (select distinct %1$s from %2$s g where %3$s order by %1$s), '
                   'held as materialized (select from %4$s for key share of r) '
                   'select (select count(*) from wanted), (select count(*) from held)',
                   key.own, source, key.given,
                   format(case when key.one_beside then '%s r where %s' else 'wanted g join %s r on %s' end, key.referred, key.agree))
      into wanted, found;
    if found < wanted then
      raise foreign_key_violation using
        message = format('insert or update on table "%s" violates foreign key constraint "%s"',
                         (select relname from pg_class where oid = target), key.conname);
    end if;
  end loop;
end $$;

-- Whether the caller may add to `target` himself, and neither reading `source` nor planning to read it runs anybody's code: what an index, a
-- check or statistics make of a constant is worked out with each plan.
create function app.may_add(target regclass, source regclass) returns boolean language sql stable
  set search_path = pg_catalog, pg_temp as $$
  select exists (select from pg_class where oid = source and relkind = 'r' and relpersistence = 't' and not relispartition
                    and not relrowsecurity and not relhasrules and not relhassubclass and not relhasindex and relchecks = 0)
     and not exists (select from pg_statistic_ext where stxrelid = source)
     and exists (select from pg_class where oid = target and relkind = 'r' and relnamespace = to_regnamespace('public'))
     and has_table_privilege(session_user, target, 'insert')
     and not exists (
       select from pg_attribute s left join pg_attribute t on t.attrelid = target and t.attname = s.attname and not t.attisdropped
        where s.attrelid = source and s.attnum > 0 and not s.attisdropped
          and (s.attgenerated <> '' or s.atttypid is distinct from t.atttypid))
     and not exists (
       select from pg_constraint k cross join unnest(k.conkey) as own(number)
         join pg_attribute t on t.attrelid = target and t.attnum = own.number
        where k.conrelid = target and k.contype = 'f' and t.atthasdef
          and not exists (select from pg_attribute s where s.attrelid = source and s.attname = t.attname and not s.attisdropped))
$$;
revoke execute on function app.add_rows(regclass, text), app.hold_referred(regclass, regclass), app.may_add(regclass, regclass) from public;
grant execute on function app.add_rows(regclass, text) to renubu_app;

-- 09-identities.sql
-- kind: platform
-- Who can sign in, and by what: identities with their credentials, second factors and sessions. They are a person's own, who may work for
-- several companies, so there is no company here; `memberships` says who somebody is in which company. Names are those of the library
-- that reads and writes them as a role of its own (decision 0020): the application itself cannot read the hash of a password.
create schema auth;
grant usage on schema auth to renubu_auth;

create table auth."user" (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "twoFactorEnabled" boolean default false,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);

create table auth.session (
  id uuid primary key default gen_random_uuid(),
  token text not null unique,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  "expiresAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index session_of on auth.session ("userId");

create table auth.account (
  id uuid primary key default gen_random_uuid(),
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index account_of on auth.account ("userId");

create table auth.verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index verification_of on auth.verification (identifier);

create table auth."twoFactor" (
  id uuid primary key default gen_random_uuid(),
  secret text not null,
  "backupCodes" text not null,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  verified boolean default true,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamptz
);
create index two_factor_of on auth."twoFactor" ("userId");

-- How often somebody has tried in vain to sign in with an address, whether anybody has it or not, since when.
create table auth.failed_sign_ins (
  email text primary key,
  count integer not null,
  since timestamptz not null default now()
);

grant select, insert, update, delete on all tables in schema auth to renubu_auth;

-- Whose a session is while it lasts: all that the application may ask about one. Read with each request, in the statement that reads the
-- person, so that a session that was ended opens nothing from that moment on.
create function app.identity_of_session(session_id uuid) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select "userId" from auth.session where id = session_id and "expiresAt" > now() $$;
revoke all on function app.identity_of_session from public;
grant execute on function app.identity_of_session to renubu_app;

-- 10-companies.sql
-- kind: platform
-- Tenants. Readable without a company set, because sign-in and the schedulers have to find them. Holds no customer's text.
create table companies (
  id uuid primary key default app.new_id(),
  name text not null check (name <> ''),
  time_zone text not null,
  locale text not null default 'en-US',
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  -- The public part of webhook addresses; says nothing about the company.
  endpoint_id text not null unique default encode(uuid_send(gen_random_uuid()), 'hex'),
  sample boolean not null default false,
  created_at timestamptz not null default app.now()
);
create unique index companies_name on companies (lower(name));
-- Everybody's to find and to make, but only a company's own to change.
alter table companies enable row level security;
alter table companies force row level security;
create policy found on companies for select using (true);
create policy made on companies for insert with check (true);
create policy changed on companies for update using (id = app.company_id()) with check (id = app.company_id());
grant select, insert, update on companies to renubu_app;

-- 11-teams.sql
-- kind: tenant
create table teams (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  name text not null check (name <> ''),
  created_at timestamptz not null default app.now(),
  primary key (company_id, id)
);
create unique index teams_name on teams (company_id, lower(name));
call app.protect('teams');

-- 12-users.sql
-- kind: tenant
-- People of a company. Imported ones without e-mail cannot sign in, but can own customers and be assigned.
create table users (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  email text,
  name text not null,
  -- Coarsest normal form of the name (see references); finer forms are told apart among the few candidates.
  name_key text not null,
  role text not null check (role in ('csm', 'manager', 'admin', 'viewer')),
  team_id uuid,
  -- The manager or team lead of this person.
  lead_id uuid,
  lead_ref text,
  experience numeric(4, 2) not null default 1.0 check (experience between 0.9 and 1.2),
  -- Executions in progress and due this week that this person can carry.
  capacity integer not null default 15 check (capacity >= 0),
  time_zone text,
  -- Monday 1 … Sunday 7. Another number is no day, and whoever looks for the next working day would look for ever.
  working_days smallint[] not null default '{1,2,3,4,5}' check (working_days <@ '{1,2,3,4,5,6,7}'),
  active boolean not null default true,
  attributes jsonb not null default '{}',
  -- By which form of its name the lead was found; empty when by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, team_id) references teams (company_id, id),
  foreign key (company_id, lead_id) references users (company_id, id)
);
create unique index users_email on users (company_id, lower(email)) where email is not null;
create index users_team on users (company_id, team_id) where team_id is not null;
create index users_lead on users (company_id, lead_id) where lead_id is not null;
create index users_name_key on users (company_id, name_key);
call app.protect('users');

-- 13-absences.sql
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

-- 13-memberships.sql
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

-- 14-api-keys.sql
-- kind: tenant
-- The company's id is inside the key, so that the lookup already runs inside the company. Only a hash is kept.
create table api_keys (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  name text not null check (name <> ''),
  role text not null check (role in ('csm', 'manager', 'admin', 'viewer')),
  scopes text[] not null default '{}',
  secret_hash text not null check (secret_hash ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id)
);
create unique index api_keys_secret on api_keys (company_id, secret_hash);
call app.protect('api_keys', 'select, insert, update');

-- 15-audit-log.sql
-- kind: tenant
-- Append-only: the application may add and read, nobody but the owner may change. A person's act is one row, a cycle's page is one row.
create table audit_log (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('person', 'key', 'system')),
  actor_id uuid,
  actor_name text not null check (actor_name <> ''),
  action text not null check (action <> ''),
  object text not null check (object <> ''),
  object_id uuid,
  detail jsonb not null default '{}',
  primary key (company_id, id)
);
create index audit_log_of on audit_log (company_id, object, object_id, at);
create index audit_log_in_order on audit_log (company_id, at, id);
call app.protect('audit_log', 'select, insert');

-- Two are told of what was written, in the transaction itself and with nothing but ids. Whoever seals the trail hears which company has
-- something to seal. Whoever shows it hears what changed, whichever part of the program wrote it: of an execution and its steps also whose
-- it is, because an act concerns few of those who look. More than a few things of one statement are told by their kind alone.
create function app.audit_written() returns trigger language plpgsql as $$
begin
  perform pg_notify('audit_written', company_id::text) from (select distinct company_id from written) as companies;
  if (select count(*) > 20 from written) then
    perform pg_notify('changed', json_build_object('company', company_id, 'id', max(id::text), 'object', object)::text)
       from written where action <> 'deny' group by company_id, object;
  else
    perform pg_notify('changed', json_build_object('company', w.company_id, 'id', w.id, 'object', w.object, 'objectId', w.object_id,
              'customerId', coalesce(e.customer_id, case w.object when 'customer' then w.object_id end),
              'ownerId', case when w.action <> 'reassign' then e.assigned_to end)::text)
       from written w left join workflow_executions e
         on w.object in ('execution', 'step') and e.company_id = w.company_id and e.id = w.object_id
      where w.action <> 'deny';
  end if;
  return null;
end $$;
create trigger audit_written after insert on audit_log
  referencing new table as written for each statement execute function app.audit_written();

-- 16-configurations.sql
-- kind: tenant
-- Points, weights, thresholds, cadences, stage tables, rules and profiles of a company: one document, every version kept.
create table configurations (
  company_id uuid not null references companies (id) on delete cascade,
  version integer not null check (version > 0),
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  note text not null default '',
  created_by text not null,
  created_at timestamptz not null default app.now(),
  -- The version in force is the newest adopted one; a proposal has no day of adoption.
  adopted_at timestamptz,
  primary key (company_id, version)
);
call app.protect('configurations', 'select, insert, update');

-- 17-rates.sql
-- kind: tenant
-- One unit of `currency` in the company's reporting currency, from `day` on.
create table rates (
  company_id uuid not null references companies (id) on delete cascade,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  day date not null,
  rate numeric(18, 8) not null check (rate > 0),
  import_id uuid,
  primary key (company_id, currency, day)
);
call app.protect('rates');

-- 18-idempotency-keys.sql
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

-- 18-mails.sql
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

-- 19-audit-seals.sql
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

-- 19-invitations.sql
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

-- 20-customers.sql
-- kind: tenant
create table customers (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  name text not null check (btrim(name) <> ''),
  name_key text not null,
  domain text,
  industry text,
  segment text,
  tier text,
  touch text check (touch in ('high', 'mid', 'low', 'digital')),
  arr numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  account_plan text check (account_plan in ('invest', 'expand', 'manage', 'monitor')),
  owner_id uuid,
  -- The owner as the source named him, kept until (and after) he is found.
  owner_ref text,
  licensed_users integer check (licensed_users >= 0),
  renewal_date date,
  customer_since date,
  go_live_date date,
  status text not null default 'active' check (status in ('active', 'trial', 'churned', 'test', 'internal')),
  lifecycle_stage text check (lifecycle_stage in ('onboarding', 'adopting', 'mature', 'renewing', 'churned', 'won-back')),
  churned_at date,
  churn_reason text,
  parent_id uuid,
  parent_ref text,
  competitors text[] not null default '{}',
  attributes jsonb not null default '{}',
  last_touch_at timestamptz,
  next_step text,
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  archived_at timestamptz,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, owner_id) references users (company_id, id),
  foreign key (company_id, parent_id) references customers (company_id, id)
);
create index customers_name_key on customers (company_id, name_key);
-- The list of customers: searched while somebody types, without reading the records themselves.
create index customers_listed on customers (company_id, name_key, id) include (status, owner_id, account_plan) where archived_at is null;
-- Search reads the names of a company from here: `%words%` has no better place to begin.
create index customers_names on customers (company_id, name) include (id) where archived_at is null;
create index customers_owner on customers (company_id, owner_id);
create index customers_parent on customers (company_id, parent_id) where parent_id is not null;
create index customers_waiting on customers (company_id) where owner_ref is not null and owner_id is null or parent_ref is not null and parent_id is null;
call app.protect('customers');

-- 21-facts-versions.sql
-- kind: tenant
-- Rises with every write to anything that is known of a customer. Narrow and apart from customers, because a day's usage of a million
-- customers raises a million of them. The cycle saves a result only where this is still the version it read.
create table facts_versions (
  company_id uuid not null,
  customer_id uuid not null,
  version bigint not null default 1,
  primary key (company_id, customer_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
-- A night raises every row of a page at once, so that a page keeps room for the second version of each: no index is told then.
) with (fillfactor = 50);
call app.protect('facts_versions');

-- 22-arr-history.sql
-- kind: tenant
-- ARR by the day it changed, as stored (currency beside it).
create table arr_history (
  company_id uuid not null,
  customer_id uuid not null,
  day date not null,
  arr numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  import_id uuid,
  primary key (company_id, customer_id, day),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
call app.protect('arr_history');

-- 23-contacts.sql
-- kind: tenant
create table contacts (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  name text,
  email text,
  title text,
  role text check (role in ('champion', 'economic-buyer', 'exec-sponsor', 'primary', 'user', 'detractor')),
  phone text,
  active boolean not null default true,
  left_on date,
  opted_out boolean not null default false,
  attributes jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index contacts_of on contacts (company_id, customer_id);
-- What the daily cycle asks for: people with a part to play. Of mere users a customer may have thousands.
create index contacts_with_a_part on contacts (company_id, customer_id) where role <> 'user';
create index contacts_waiting on contacts (company_id, customer_ref) where customer_id is null;
call app.protect('contacts');

-- 24-contracts.sql
-- kind: tenant
create table contracts (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  start_date date,
  end_date date,
  term_months integer,
  value numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  auto_renew boolean not null default false,
  notice_days integer check (notice_days >= 0),
  notice_given_on date,
  -- As the source says it; what the product concludes is the contract status of the analysis.
  status text,
  attributes jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index contracts_of on contracts (company_id, customer_id, end_date);
create index contracts_waiting on contracts (company_id, customer_ref) where customer_id is null;
call app.protect('contracts');

create table contract_terms (
  company_id uuid not null,
  contract_id uuid not null,
  position smallint not null,
  kind text not null,
  text text not null default '',
  value numeric(18, 2),
  primary key (company_id, contract_id, position),
  foreign key (company_id, contract_id) references contracts (company_id, id) on delete cascade
);
call app.protect('contract_terms');

-- 25-renewals.sql
-- kind: tenant
-- One conversation about continuing: given by a source, or derived from contracts that end within 30 days of each other.
create table renewals (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  derived boolean not null default false,
  customer_id uuid,
  customer_ref text,
  contract_ids uuid[] not null default '{}',
  contract_refs text[] not null default '{}',
  date date,
  decision_date date,
  arr_at_stake numeric(18, 2),
  target_amount numeric(18, 2),
  proposed_amount numeric(18, 2),
  closed_amount numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  progress text not null default 'none' check (progress in ('none', 'contacted', 'proposed', 'verbal', 'signed', 'lost')),
  -- Signed because the notice day passed in silence.
  auto_signed boolean not null default false,
  category text check (category in ('commit', 'best case', 'at risk', 'lost', 'closed')),
  csm_call numeric(18, 2),
  manager_call numeric(18, 2),
  churn_reason text,
  next_step text,
  next_step_date date,
  owner_id uuid,
  owner_ref text,
  closed_at timestamptz,
  attributes jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  check ((progress in ('signed', 'lost')) = (closed_at is not null)),
  check (not auto_signed or progress = 'signed'),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, owner_id) references users (company_id, id)
);
create index renewals_of on renewals (company_id, customer_id, date);
create index renewals_waiting on renewals (company_id, customer_ref) where customer_id is null;
call app.protect('renewals');

-- 26-products.sql
-- kind: tenant
create table products (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  name text not null,
  name_key text not null,
  unit text,
  attributes jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id)
);
create index products_name_key on products (company_id, name_key);
call app.protect('products');

create table prices (
  company_id uuid not null,
  product_id uuid not null,
  currency text not null,
  list_price numeric(18, 2) not null,
  unit text,
  import_id uuid,
  primary key (company_id, product_id, currency),
  foreign key (company_id, product_id) references products (company_id, id) on delete cascade
);
call app.protect('prices');

-- 27-opportunities.sql
-- kind: tenant
create table opportunities (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  -- Null with customer_id null: the source names no customer at all; kept all the same.
  customer_ref text,
  name text,
  stage text,
  -- open, won or lost, concluded from the stage's word.
  outcome text check (outcome in ('open', 'won', 'lost')),
  amount numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  opened_on date,
  close_date date,
  type text,
  probability numeric(7, 2),
  owner_id uuid,
  owner_ref text,
  product_id uuid,
  product_ref text,
  attributes jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, owner_id) references users (company_id, id),
  foreign key (company_id, product_id) references products (company_id, id)
);
create index opportunities_of on opportunities (company_id, customer_id);
create index opportunities_waiting on opportunities (company_id, customer_ref) where customer_id is null and customer_ref is not null;
create index opportunities_product on opportunities (company_id, product_id) where product_id is not null;
call app.protect('opportunities');

-- 30-usage.sql
-- kind: tenant
-- The truth: one value per customer, metric, feature, day, source and external id. Those of a calendar month are one row: a row each took more
-- than ten times what the values themselves take, in time and in room (decision 0028). usage_values shows them one by one.
create table usage_metrics (
  company_id uuid not null,
  customer_id uuid not null,
  metric text not null,
  -- Its first day.
  month date not null check (extract(day from month) = 1),
  feature text not null default '',
  source text not null default 'import',
  external_id text not null default '',
  -- From the first of the month to the last day that is known, NULL where nothing is.
  days double precision[] not null check (cardinality(days) between 1 and 31 and days[cardinality(days)] is not null),
  -- What brought them: the values from element since[n] of the days to the one before since[n + 1] came with import_ids[n].
  import_ids uuid[] not null,
  since integer[] not null check (since[1] = 1),
  primary key (company_id, customer_id, metric, month, feature, source, external_id),
  check (cardinality(import_ids) = cardinality(since)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
-- A night's usage touches every row of a page at once, so that a page keeps room for the second version of each: no index is told then.
) with (fillfactor = 50);
call app.protect('usage_metrics');
-- What its elements are helps no plan, and to look at those of 30,000 rows takes a second.
alter table usage_metrics alter column days set statistics 0, alter column import_ids set statistics 0, alter column since set statistics 0;

-- Its values, a row each.
create view usage_values with (security_invoker = true) as
  select u.company_id, u.customer_id, u.metric, u.month, u.month + known.place::integer - 1 as day, u.feature, u.source, u.external_id, known.value,
         u.import_ids[width_bucket(known.place::integer, u.since)] as import_id
    from usage_metrics u cross join lateral unnest(u.days) with ordinality known(value, place)
   where known.value is not null;
grant select on usage_values to renubu_app;

-- What the cycle reads: 84 days of one metric in one row, oldest first, the last element belonging to last_day, NULL where nothing is known.
-- Daily rows of a million customers are 84 million a night; this is one row each (decision 0005).
create table usage_windows (
  company_id uuid not null,
  customer_id uuid not null,
  metric text not null,
  last_day date not null,
  days double precision[] not null check (cardinality(days) = 84),
  primary key (company_id, customer_id, metric),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
) with (fillfactor = 50);
call app.protect('usage_windows');
alter table usage_windows alter column days set statistics 0;

-- The last day each feature was used, packed by customer.
create table usage_features (
  company_id uuid not null,
  customer_id uuid not null,
  features text[] not null,
  last_days date[] not null,
  primary key (company_id, customer_id),
  check (cardinality(features) = cardinality(last_days)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
) with (fillfactor = 70);
call app.protect('usage_features');

-- A corrected usage day: what it was, until when it was believed.
create table usage_corrections (
  company_id uuid not null,
  customer_id uuid not null,
  metric text not null,
  day date not null,
  feature text not null,
  source text not null,
  external_id text not null,
  superseded_at timestamptz not null default app.now(),
  value double precision not null,
  import_id uuid,
  superseded_by uuid,
  -- The order in which corrections were written; times alone cannot tell two of one moment apart.
  seq bigint not null generated always as identity,
  primary key (company_id, customer_id, metric, day, feature, source, external_id, seq),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
call app.protect('usage_corrections');

-- Usage of customers that are not here yet; linked when they arrive.
create table unlinked_usage (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  customer_ref text,
  contract_ref text,
  metric text not null,
  day date not null,
  feature text not null default '',
  source text not null default 'import',
  external_id text not null default '',
  value double precision not null,
  import_id uuid,
  primary key (company_id, id)
);
create unique index unlinked_usage_once on unlinked_usage
  (company_id, coalesce(customer_ref, ''), coalesce(contract_ref, ''), metric, day, feature, source, external_id);
call app.protect('unlinked_usage');

-- 31-tickets.sql
-- kind: tenant
create table support_tickets (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  subject text,
  body text,
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  status text,
  -- Concluded from the status and the resolution time.
  open boolean not null default true,
  opened_at timestamptz not null,
  first_replied_at timestamptz,
  resolved_at timestamptz,
  reopened boolean not null default false,
  satisfaction numeric(6, 2),
  -- What the text says, worked out once when it comes in; null: there is no text to judge.
  sentiment real check (sentiment between -1 and 1),
  sentiment_words text[] not null default '{}',
  leaving boolean not null default false,
  leaving_words text[] not null default '{}',
  attributes jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index support_tickets_of on support_tickets (company_id, customer_id, opened_at);
create index support_tickets_open on support_tickets (company_id, customer_id) where open;
create index support_tickets_waiting on support_tickets (company_id, customer_ref) where customer_id is null;
call app.protect('support_tickets');

-- 32-engagements.sql
-- kind: tenant
create table engagements (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  kind text not null check (kind in ('meeting', 'qbr', 'email', 'call', 'note')),
  at timestamptz not null,
  duration_minutes integer check (duration_minutes >= 0),
  attendees text[] not null default '{}',
  direction text check (direction in ('inbound', 'outbound')),
  -- Both sides took part: meetings, QBRs, calls that were not missed, inbound mail.
  two_way boolean not null,
  sentiment numeric(4, 2),
  notes text,
  attributes jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index engagements_of on engagements (company_id, customer_id, at);
-- The last review of a customer is one probe, however many mails lie behind it.
create index engagements_reviews on engagements (company_id, customer_id, at) where kind = 'qbr';
-- Those that were corrected, or told later than they happened: a run as of a past day looks for the ones that it must not see as they stand.
create index engagements_corrected on engagements (company_id, customer_id, known_at) where known_at <> at;
create index engagements_waiting on engagements (company_id, customer_ref) where customer_id is null;
call app.protect('engagements');

-- 33-events.sql
-- kind: tenant
-- The customer's timeline beyond tickets and engagements. A risk signal is an event of kind `risk-signal` with severity and text in data.
create table events (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  kind text not null,
  at timestamptz not null,
  data jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index events_of on events (company_id, customer_id, at);
-- Those that were corrected, or told later than they happened: a run as of a past day looks for the ones that it must not see as they stand.
create index events_corrected on events (company_id, customer_id, known_at) where known_at <> at;
create index events_waiting on events (company_id, customer_ref) where customer_id is null;
call app.protect('events');

-- 34-invoices.sql
-- kind: tenant
create table invoices (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  date date,
  due_date date,
  amount numeric(18, 2),
  currency text check (currency ~ '^[A-Z]{3}$'),
  status text,
  paid_at date,
  attributes jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index invoices_of on invoices (company_id, customer_id, due_date);
create index invoices_waiting on invoices (company_id, customer_ref) where customer_id is null;
call app.protect('invoices');

-- 35-survey-responses.sql
-- kind: tenant
create table survey_responses (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  source text not null default 'import',
  external_id text not null,
  customer_id uuid,
  customer_ref text,
  contact_id uuid,
  contact_ref text,
  kind text not null check (kind in ('nps', 'csat', 'ces')),
  score numeric(6, 2) not null,
  comment text,
  at timestamptz not null,
  attributes jsonb not null default '{}',
  -- By which form of its name each reference was found; empty for those found by id.
  resolved_by jsonb not null default '{}',
  source_updated_at timestamptz,
  known_at timestamptz not null default app.now(),
  import_id uuid,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  unique (company_id, source, external_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, contact_id) references contacts (company_id, id)
);
create index survey_responses_contact on survey_responses (company_id, contact_id) where contact_id is not null;
create index survey_responses_of on survey_responses (company_id, customer_id, at);
create index survey_responses_waiting on survey_responses (company_id, customer_ref) where customer_id is null;
call app.protect('survey_responses');

-- 40-imports.sql
-- kind: tenant
create table imports (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  kind text not null,
  name text not null,
  source text not null,
  mapping jsonb not null default '{}',
  dry_run boolean not null default false,
  status text not null default 'running' check (status in ('held', 'rehearsing', 'waiting', 'running', 'finished', 'failed', 'undoing', 'undone')),
  -- Of an uploaded file: how large it is, and its columns with some of their values.
  file_bytes bigint check (file_bytes >= 0),
  columns jsonb,
  -- How a person has said that columns are written: their order of day and month, their decimal mark.
  readings jsonb not null default '{}',
  report jsonb,
  undo_report jsonb,
  -- What a held import would do as it is set now, once it was rehearsed.
  rehearsal jsonb,
  -- Rows that are safely in, of how many. With what was counted until then (`progress`) an import that was killed goes on from here.
  rows_done bigint not null default 0 check (rows_done >= 0),
  rows_total bigint check (rows_total >= 0),
  progress jsonb,
  -- Raised with every batch: of two that go on with one import, the one that was overtaken finds another number than it left.
  batches_done bigint not null default 0 check (batches_done >= 0),
  actor_name text not null,
  started_at timestamptz not null default app.now(),
  finished_at timestamptz,
  undone_at timestamptz,
  check ((status in ('held', 'rehearsing', 'waiting', 'running')) = (finished_at is null)),
  check ((status = 'undone') = (undone_at is not null)),
  primary key (company_id, id)
);
create index imports_of_source on imports (company_id, source, kind, finished_at) where status = 'finished' and not dry_run;
call app.protect('imports', 'select, insert, update');

-- An uploaded file in pieces, until its import has ended. In the database, because whoever reads it may run on another machine; the import
-- itself is written when the last piece is there.
create table import_pieces (
  company_id uuid not null references companies (id) on delete cascade,
  import_id uuid not null,
  place integer not null check (place >= 0),
  bytes bytea not null,
  received_at timestamptz not null default app.now(),
  primary key (company_id, import_id, place)
);
-- Not compressed: a file is written once and read three times, and what is in it is seldom text alone.
alter table import_pieces alter column bytes set storage external;
call app.protect('import_pieces', 'select, insert, delete');

-- Rows that could not be taken, as they came, with the place and the reason; downloadable and importable again.
create table import_rejections (
  company_id uuid not null,
  import_id uuid not null,
  row_number bigint not null,
  column_name text,
  reason text not null,
  -- json, not jsonb: columns stay in the order of the file.
  record json not null,
  primary key (company_id, import_id, row_number),
  foreign key (company_id, import_id) references imports (company_id, id) on delete cascade
);
call app.protect('import_rejections');

-- 41-record-versions.sql
-- kind: tenant
-- What a record was, and from when until when it was believed: [known_at, superseded_at). The current state is the record itself.
-- Written by one statement trigger on every versioned table; serves runs as of a past date, replay and the undo of an import.
create table record_versions (
  company_id uuid not null,
  kind text not null,
  record_id uuid not null,
  known_at timestamptz not null,
  superseded_at timestamptz not null,
  -- The import that wrote this state, and the one that ended it.
  import_id uuid,
  superseded_by uuid,
  record jsonb not null,
  -- The order in which versions were written; times alone cannot tell two of one moment apart.
  seq bigint not null generated always as identity,
  primary key (company_id, kind, record_id, seq)
);
create index record_versions_ended_by on record_versions (company_id, superseded_by) where superseded_by is not null;
create index record_versions_of_import on record_versions (company_id, import_id) where import_id is not null;
-- Derived renewals that were withdrawn are found by their customer.
create index record_versions_derived on record_versions (company_id, ((record ->> 'customer_id')::uuid)) where kind = 'renewals' and record ->> 'derived' = 'true';
call app.protect('record_versions', 'select, insert, delete');

-- What an import does is marked by `app.import_id`, so that a person's change to an imported row is not taken for the import's.
-- Linking a row to a customer who came later, and taking an import back, are no new versions: `app.versions` is off then.
-- Each table has a function of its own that compares column by column: as jsonb, of which most was made only to see that nothing had changed,
-- a version took twice as long. A table that gets another column is given to this procedure again.
create procedure app.keep_versions(target regclass) language plpgsql as $$
declare
  function_name constant text := format('app.keep_version_of_%s', target);
  -- Some types cannot be compared as they are.
  columns constant text := (
    select string_agg(case atttypid when 'json'::regtype then format('%%1$s.%I::text', attname) else format('%%1$s.%I', attname) end, ', ' order by attname)
      from pg_attribute
     where attrelid = target and attnum > 0 and not attisdropped
       and attname not in ('company_id', 'id', 'updated_at', 'known_at', 'source_updated_at', 'import_id'));
begin
  execute format($function$
    create or replace function %1$s() returns trigger language plpgsql as $body$
    begin
      if current_setting('app.versions', true) = 'off' then return null; end if;
      insert into record_versions (company_id, kind, record_id, known_at, superseded_at, import_id, superseded_by, record)
      select old_row.company_id, tg_table_name, old_row.id, old_row.known_at, greatest(new_row.known_at, old_row.known_at),
             old_row.import_id, nullif(current_setting('app.import_id', true), '')::uuid, to_jsonb(old_row)
      from old_rows old_row join new_rows new_row on new_row.company_id = old_row.company_id and new_row.id = old_row.id
      where (%2$s) is distinct from (%3$s);
      return null;
    end $body$ $function$, function_name, format(columns, 'old_row'), format(columns, 'new_row'));
  execute format('create or replace trigger keep_version after update on %s referencing old table as old_rows new table as new_rows '
                 'for each statement execute function %s()', target, function_name);
end $$;

do $$
declare versioned text;
begin
  foreach versioned in array array['users', 'customers', 'contacts', 'contracts', 'renewals', 'products', 'opportunities',
                                   'support_tickets', 'engagements', 'events', 'invoices', 'survey_responses'] loop
    call app.keep_versions(versioned::regclass);
  end loop;
end $$;

-- 42-import-links.sql
-- kind: tenant
-- References that had waited and were resolved by an import of what they mean. Taking the import back lets go of them again: by then the
-- record they point to may be there still, under the name that it had before.
create table import_links (
  company_id uuid not null,
  import_id uuid not null,
  kind text not null,
  record_id uuid not null,
  label text not null,
  primary key (company_id, import_id, kind, label, record_id),
  foreign key (company_id, import_id) references imports (company_id, id) on delete cascade
);
call app.protect('import_links');

-- The same for usage that had waited, as it waited.
create table import_usage_links (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  linked_by uuid not null,
  customer_id uuid not null,
  customer_ref text,
  contract_ref text,
  metric text not null,
  day date not null,
  feature text not null,
  source text not null,
  external_id text not null,
  value double precision not null,
  import_id uuid,
  -- False where the customer had a value of its own already, which stayed.
  moved boolean not null,
  primary key (company_id, id),
  foreign key (company_id, linked_by) references imports (company_id, id) on delete cascade,
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index import_usage_links_by on import_usage_links (company_id, linked_by);
create index import_usage_links_of on import_usage_links (company_id, customer_id);
call app.protect('import_usage_links');

-- 43-webhooks.sql
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

-- 50-job-runs.sql
-- kind: tenant
-- One run of the daily, nightly or weekly work for a company. A page of customers and the cursor are saved in one transaction,
-- so a run that was killed goes on behind the last customer it finished.
create table job_runs (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  kind text not null check (kind in ('daily', 'nightly', 'weekly', 'event')),
  cause text not null check (cause in ('scheduled', 'by-hand', 'first-import', 'as-of', 'event')),
  -- The day that it is run for, in the company's zone; for `as-of` and `first-import` a past one.
  local_date date not null,
  status text not null default 'running' check (status in ('running', 'finished', 'failed')),
  phase text not null default 'customers' check (phase in ('customers', 'assignment', 'summaries', 'done')),
  -- Rises when another process takes the run over; who finds another number than its own has lost the run and stops.
  lease integer not null default 1 check (lease > 0),
  cursor_customer uuid,
  customers_total integer not null default 0 check (customers_total >= 0),
  analyzed integer not null default 0 check (analyzed >= 0),
  confirmed integer not null default 0 check (confirmed >= 0),
  overtaken integer not null default 0 check (overtaken >= 0),
  opened integer not null default 0 check (opened >= 0),
  closed integer not null default 0 check (closed >= 0),
  configuration_version integer,
  -- What the whole run reads alike: the book's trend and each person's load at the start.
  snapshot json,
  error text,
  started_by text not null,
  started_at timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (company_id, id),
  check ((status = 'running') = (finished_at is null)),
  check (status <> 'finished' or phase = 'done')
);
create unique index job_runs_once on job_runs (company_id, kind, local_date) where cause = 'scheduled';
create index job_runs_latest on job_runs (company_id, kind, started_at);
call app.protect('job_runs', 'select, insert, update');

-- Whose turn it is to decide about a company's customers: whoever decides raises the number, and holds the row until he is done. A run
-- that has read ahead sees by it whether anybody has decided something since.
create table decision_turns (
  company_id uuid primary key references companies (id) on delete cascade,
  turn bigint not null default 1
);
call app.protect('decision_turns', 'select, insert, update');

-- How each company's daily cycle stands, for those who run the installation: one round trip however many companies there are. With the
-- rights of who asks, in each company in turn, so it reads nothing that the application could not read; it leaves no company set.
create function app.cycle_ends() returns table (age double precision, seconds double precision, customers integer, running boolean)
  language plpgsql set search_path = public, pg_temp as $$
declare
  company uuid;
begin
  for company in select id from companies loop
    perform set_config('app.company_id', company::text, true);
    age := null; seconds := null; customers := null;
    select extract(epoch from clock_timestamp() - r.finished_at), extract(epoch from r.finished_at - r.started_at), r.customers_total
      into age, seconds, customers from job_runs r
     where r.kind = 'daily' and r.cause in ('scheduled', 'by-hand') and r.status = 'finished' order by r.started_at desc limit 1;
    running := exists (select from job_runs r where r.kind = 'daily' and r.status = 'running' and r.heartbeat_at > clock_timestamp() - interval '1 minute');
    return next;
  end loop;
  perform set_config('app.company_id', '', true);
end $$;

-- A table that has just grown by an import is planned as if it were small until the server looks again, up to a minute later; a page of
-- customers then took minutes instead of a second. The owner looks at once at those that have grown by a quarter since, and waits for nobody
-- who looks at one of them just now.
create function app.refresh_statistics() returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  grown regclass;
  refreshed integer := 0;
begin
  for grown in
    select oid from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r'
       and pg_relation_size(oid) / current_setting('block_size')::integer > 8 + 1.25 * case when reltuples < 0 then 0 else relpages end
  loop
    execute format('analyze (skip_locked) %s', grown);
    refreshed := refreshed + 1;
  end loop;
  return refreshed;
end $$;
revoke execute on function app.refresh_statistics() from public;
grant execute on function app.refresh_statistics() to renubu_app;

-- 51-customer-intelligence.sql
-- kind: tenant
-- A row per analysis that said something new; history is kept. Inputs and factors are lean json, values by their places (decision
-- 0007): fat jsonb cost ten times the CPU, and a row beyond 2 kB is compressed.
create table customer_intelligence (
  company_id uuid not null,
  customer_id uuid not null,
  as_of date not null,
  run_id uuid not null,
  health numeric(5, 2) not null check (health between 0 and 100),
  risk numeric(5, 2) not null check (risk between 0 and 100),
  opportunity numeric(5, 2) not null check (opportunity between 0 and 100),
  coverage numeric(3, 2) not null check (coverage between 0 and 1),
  usage_change real,
  health_decline numeric(5, 2),
  profile text not null,
  configuration_version integer not null check (configuration_version >= 0),
  model_version integer not null check (model_version > 0),
  facts_version bigint not null,
  inputs json not null,
  factors json not null,
  analyzed_at timestamptz not null default app.now(),
  primary key (company_id, customer_id, as_of, run_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
call app.protect('customer_intelligence');

-- Where each customer stands now: one row, for lists and for the next run to compare with. A night may write each of them anew; half of a
-- page is left, so that the new row finds room beside the old one and no index has to be told.
create table customer_standings (
  company_id uuid not null,
  customer_id uuid not null,
  as_of date not null,
  run_id uuid not null,
  facts_version bigint not null,
  health numeric(5, 2) not null check (health between 0 and 100),
  risk numeric(5, 2) not null check (risk between 0 and 100),
  opportunity numeric(5, 2) not null check (opportunity between 0 and 100),
  coverage numeric(3, 2) not null check (coverage between 0 and 1),
  health_override numeric(5, 2) check (health_override between 0 and 100),
  risk_override numeric(5, 2) check (risk_override between 0 and 100),
  usage_change real,
  health_decline numeric(5, 2),
  contract_status text check (contract_status in ('active', 'expiring', 'renewed', 'expired', 'churned')),
  stage text
    check (stage in ('strategic', 'prepare', 'active', 'negotiate', 'finalize', 'urgent', 'critical', 'emergency', 'monitor')),
  next_renewal_id uuid,
  renewal_date date,
  decision_date date,
  -- The date the stage counts to.
  stage_date date,
  gate text,
  -- Before this day nothing can come of the customer that did not, unless more is known of it or people do something. Null: the next run looks.
  holds_until date,
  -- What the versions of its open executions came to.
  work_version bigint not null default 0,
  primary key (company_id, customer_id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
) with (fillfactor = 50);
call app.protect('customer_standings');

create table score_overrides (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  customer_id uuid not null,
  figure text not null check (figure in ('health', 'risk')),
  value numeric(5, 2) not null check (value between 0 and 100),
  reason text not null check (reason <> ''),
  note text not null default '',
  by_user uuid,
  by_name text not null,
  from_day date not null,
  until_day date not null,
  ended_at timestamptz,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check (until_day - from_day between 0 and 90),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index score_overrides_of on score_overrides (company_id, customer_id, until_day);
call app.protect('score_overrides', 'select, insert, update');

create table pulses (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  customer_id uuid not null,
  colour text not null check (colour in ('green', 'amber', 'red')),
  note text not null default '',
  by_name text not null,
  day date not null,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade
);
create index pulses_of on pulses (company_id, customer_id, day);
call app.protect('pulses');

-- 60-workflow-definitions.sql
-- kind: tenant
-- What ships is files; a company gets its own row per built-in version when it is first used. A running execution keeps its version.
create table workflow_definitions (
  company_id uuid not null references companies (id) on delete cascade,
  workflow_id text not null,
  version integer not null check (version > 0),
  origin text not null check (origin in ('builtin', 'company')),
  content_hash text not null,
  title text not null,
  family text not null check (family in ('renewal', 'risk', 'opportunity', 'strategic', 'cadence', 'event')),
  stage text
    check (stage in ('strategic', 'prepare', 'active', 'negotiate', 'finalize', 'urgent', 'critical', 'emergency', 'monitor')),
  target_minutes integer not null check (target_minutes > 0),
  definition jsonb not null check (coalesce(jsonb_typeof(definition -> 'steps'), '') = 'array'),
  created_at timestamptz not null default app.now(),
  primary key (company_id, workflow_id, version)
);
-- A version is never changed, because executions run by it; a change is another version.
call app.protect('workflow_definitions', 'select, insert');

-- 61-workflow-executions.sql
-- kind: tenant
-- One run of one workflow for one customer (the earlier name is workflow instance). A night may score each open one anew; half of a page is
-- left, so that the new row finds room beside the old one and none of the indexes has to be told.
create table workflow_executions (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  customer_id uuid not null,
  renewal_id uuid,
  workflow_id text not null,
  workflow_version integer not null,
  family text not null check (family in ('renewal', 'risk', 'opportunity', 'strategic', 'cadence', 'event')),
  -- Stage of the renewal when it was opened or last moved on.
  stage text
    check (stage in ('strategic', 'prepare', 'active', 'negotiate', 'finalize', 'urgent', 'critical', 'emergency', 'monitor')),
  trigger text not null,
  rule text not null,
  -- Codes and values of why it is due; sentences are rendered on read.
  because json not null,
  -- What tells one event from another, so that the same one opens nothing twice.
  event_key text,
  -- What the trigger read when it was last looked at; a cancellation as "bad data" rests until this changes.
  input text not null default '',
  -- Steps that go before the definition's own, decided when it was opened (assess-risk before a negotiation at risk).
  leading_steps text[] not null default '{}',
  status text not null default 'pending'
    check (status in ('pending', 'in_progress', 'snoozed', 'escalated', 'completed', 'cancelled', 'superseded')),
  -- An opportunity that waits while a risk, critical or emergency execution is open: listed, folded, not ranked.
  held boolean not null default false,
  -- The execution that leads the card while this older one folds under it.
  folded_under uuid,
  superseded_by uuid,
  assigned_to uuid,
  assigned_because text,
  approval text not null default 'none' check (approval in ('none', 'waiting', 'approved')),
  priority_score numeric(12, 2),
  priority_factors json,
  due_at date,
  opened_on date not null,
  opened_run uuid,
  trigger_off_since date,
  snoozed_until timestamptz,
  escalated_to uuid,
  started_at timestamptz,
  completed_at timestamptz,
  closed_at timestamptz,
  closed_because text,
  outcome json,
  -- The data snapshot that all its artifacts read; taken at the start.
  context_data json,
  -- What its screens say and show, composed at the start from its definition's version and that snapshot.
  composition json,
  current_step integer not null default 0,
  total_steps integer not null check (total_steps > 0),
  has_snoozed_steps boolean not null default false,
  next_due_step_date timestamptz,
  completion_percentage integer not null default 0 check (completion_percentage between 0 and 100),
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check ((status = 'completed') = (completed_at is not null)),
  check ((status in ('completed', 'cancelled', 'superseded')) = (closed_at is not null)),
  check ((status = 'snoozed') = (snoozed_until is not null)),
  check (status <> 'in_progress' or started_at is not null),
  check (status <> 'superseded' or started_at is null),
  check ((status = 'superseded') = (superseded_by is not null)),
  check (status = 'escalated' or escalated_to is null),
  check (status <> 'completed' or outcome is not null),
  check (not held or family = 'opportunity'),
  check (folded_under <> id and superseded_by <> id),
  check ((priority_score is null) = (priority_factors is null)),
  check (has_snoozed_steps = (next_due_step_date is not null)),
  check (current_step between 0 and total_steps),
  check ((family = 'event') = (event_key is not null)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, renewal_id) references renewals (company_id, id) on delete set null (renewal_id),
  foreign key (company_id, assigned_to) references users (company_id, id),
  foreign key (company_id, escalated_to) references users (company_id, id),
  -- Deferred, because what makes room is written before what takes it.
  foreign key (company_id, folded_under) references workflow_executions (company_id, id) deferrable initially deferred,
  foreign key (company_id, workflow_id, workflow_version) references workflow_definitions (company_id, workflow_id, version)
) with (fillfactor = 50);
-- At most one open execution per family and customer, for renewals per renewal; an older one folded under a newer is out of the count.
create unique index workflow_executions_one_open on workflow_executions
  (company_id, customer_id, family, coalesce(renewal_id, '00000000-0000-0000-0000-000000000000'))
  where status in ('pending', 'in_progress', 'snoozed', 'escalated') and folded_under is null and family <> 'event'
    -- Several may have lost their renewals, which were withdrawn while somebody worked on them.
    and (family <> 'renewal' or renewal_id is not null or workflow_id = 'confirm-renewal-date');
-- The same event opens one execution, however often it is heard of.
create unique index workflow_executions_one_event on workflow_executions (company_id, customer_id, event_key)
  where event_key is not null and status in ('pending', 'in_progress', 'snoozed', 'escalated');
create index workflow_executions_open on workflow_executions (company_id, customer_id)
  where status in ('pending', 'in_progress', 'snoozed', 'escalated');
create index workflow_executions_of on workflow_executions (company_id, customer_id);
create index workflow_executions_renewal on workflow_executions (company_id, renewal_id) where renewal_id is not null;
create index workflow_executions_folded on workflow_executions (company_id, folded_under) where folded_under is not null;
create index workflow_executions_escalated on workflow_executions (company_id, escalated_to) where escalated_to is not null;
-- A person's hundred are sorted when they are read: with the score in the index, every score that changes would be written into all of them.
create index workflow_executions_queue on workflow_executions (company_id, assigned_to)
  where status in ('pending', 'in_progress', 'snoozed', 'escalated');
create index workflow_executions_closed on workflow_executions (company_id, assigned_to, closed_at) where closed_at is not null;
-- Not deleted by itself, which would take its history along; it goes with its customer.
call app.protect('workflow_executions', 'select, insert, update');

create table workflow_step_states (
  company_id uuid not null,
  execution_id uuid not null,
  step_index integer not null check (step_index >= 0),
  step_id text not null check (step_id <> ''),
  required boolean not null default true,
  status text not null default 'not_started'
    check (status in ('not_started', 'in_progress', 'completed', 'snoozed', 'skipped', 'escalated')),
  snoozed_until timestamptz,
  -- Whoever does this step, where it is not the execution's own.
  assigned_to uuid,
  result json,
  updated_at timestamptz not null default app.now(),
  primary key (company_id, execution_id, step_index),
  unique (company_id, execution_id, step_id),
  check ((status = 'snoozed') = (snoozed_until is not null)),
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete cascade,
  foreign key (company_id, assigned_to) references users (company_id, id)
);
create index workflow_step_states_assigned on workflow_step_states (company_id, assigned_to) where assigned_to is not null;
create index workflow_step_states_snoozed on workflow_step_states (company_id, snoozed_until) where status = 'snoozed';
call app.protect('workflow_step_states', 'select, insert, update');

-- What somebody has typed or chosen in a step and not handed in yet.
create table workflow_step_drafts (
  company_id uuid not null,
  execution_id uuid not null,
  -- A step, or `closing` for what is entered when all of them are done.
  step_id text not null check (step_id <> ''),
  data json not null check (json_typeof(data) = 'object'),
  -- Rises with every saving; who saves from an older one is shown the newer.
  version integer not null default 1 check (version > 0),
  -- A member or an API key.
  saved_by uuid,
  saved_by_name text not null check (saved_by_name <> ''),
  saved_at timestamptz not null default app.now(),
  primary key (company_id, execution_id, step_id),
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete cascade
);
call app.protect('workflow_step_drafts');

-- Append-only history of what was done (the earlier name is workflow step history).
create table workflow_step_actions (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  execution_id uuid not null,
  step_index integer check (step_index >= 0),
  action text not null check (action <> ''),
  reason text,
  detail jsonb not null default '{}',
  performed_by uuid,
  performed_by_name text not null check (performed_by_name <> ''),
  performed_at timestamptz not null default app.now(),
  primary key (company_id, id),
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete cascade
);
create index workflow_step_actions_of on workflow_step_actions (company_id, execution_id, performed_at);
-- What somebody finished on a day, and why he put things off: read with the page of a team, whatever the years before were.
create index workflow_step_actions_by on workflow_step_actions (company_id, performed_by, performed_at) where action in ('complete', 'snooze');
call app.protect('workflow_step_actions', 'select, insert');

-- Keeps the execution's flags true whoever writes a step.
create function app.keep_step_flags() returns trigger language plpgsql as $$
begin
  update workflow_executions run set
    has_snoozed_steps = flags.next_due is not null, next_due_step_date = flags.next_due, completion_percentage = flags.completed
  from (
    select touched.company_id, touched.execution_id,
           min(step.snoozed_until) filter (where step.status = 'snoozed') as next_due,
           case when count(step.step_id) = 0 then 0
                when count(*) filter (where step.required) = 0 then 100
                else 100 * count(*) filter (where step.required and step.status in ('completed', 'skipped'))
                     / count(*) filter (where step.required) end as completed
    from (select distinct company_id, execution_id from changed) touched
    left join workflow_step_states step on step.company_id = touched.company_id and step.execution_id = touched.execution_id
    group by touched.company_id, touched.execution_id
  ) flags
  where run.company_id = flags.company_id and run.id = flags.execution_id
    and (run.next_due_step_date, run.completion_percentage) is distinct from (flags.next_due, flags.completed::integer);
  return null;
end $$;
create trigger keep_step_flags_insert after insert on workflow_step_states
  referencing new table as changed for each statement execute function app.keep_step_flags();
create trigger keep_step_flags_update after update on workflow_step_states
  referencing new table as changed for each statement execute function app.keep_step_flags();
-- A step that was moved leaves an execution behind.
create trigger keep_step_flags_moved after update on workflow_step_states
  referencing old table as changed for each statement execute function app.keep_step_flags();
create trigger keep_step_flags_delete after delete on workflow_step_states
  referencing old table as changed for each statement execute function app.keep_step_flags();

-- 62-trigger-rests.sql
-- kind: tenant
-- A finished or cancelled execution rests its trigger, so that nothing comes back that was done.
create table trigger_rests (
  company_id uuid not null,
  id uuid not null default app.new_id(),
  customer_id uuid not null,
  family text not null check (family in ('renewal', 'risk', 'opportunity', 'strategic', 'cadence', 'event')),
  -- What rests within the family: renewal and stage, workflow, or event.
  scope text not null check (scope <> ''),
  reason text not null check (reason in ('completed', 'cancelled', 'not-relevant', 'bad-data')),
  from_day date not null,
  -- Null: until its condition changes, see `until_changed`.
  until_day date,
  -- The input as it was (risk, factors, a field's value); the rest ends when it moves as the rules say.
  until_changed json,
  execution_id uuid,
  woken_at timestamptz,
  woken_by text,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check (until_day >= from_day),
  check ((woken_at is null) = (woken_by is null)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete cascade
);
-- The newest of a scope counts, also when it was woken.
create index trigger_rests_of on trigger_rests (company_id, customer_id);
create index trigger_rests_after on trigger_rests (company_id, execution_id) where execution_id is not null;
call app.protect('trigger_rests');

-- 63-tasks.sql
-- kind: tenant
create table tasks (
  company_id uuid not null references companies (id) on delete cascade,
  id uuid not null default app.new_id(),
  external_id text,
  customer_id uuid,
  execution_id uuid,
  renewal_id uuid,
  title text not null check (title <> ''),
  due_on date,
  assigned_to uuid,
  status text not null default 'open' check (status in ('open', 'done', 'dropped')),
  -- Written by a rule once: the key says which (anniversary of a contract, confirmation of an automatic renewal, minor renewal).
  rule_key text,
  done_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default app.now(),
  primary key (company_id, id),
  check ((status = 'done') = (done_at is not null)),
  foreign key (company_id, customer_id) references customers (company_id, id) on delete cascade,
  foreign key (company_id, execution_id) references workflow_executions (company_id, id) on delete set null (execution_id),
  foreign key (company_id, renewal_id) references renewals (company_id, id) on delete set null (renewal_id),
  foreign key (company_id, assigned_to) references users (company_id, id)
);
create unique index tasks_once on tasks (company_id, rule_key) where rule_key is not null;
create index tasks_open on tasks (company_id, assigned_to, due_on) where status = 'open';
create index tasks_done on tasks (company_id, assigned_to, done_at) where status = 'done';
create index tasks_of_execution on tasks (company_id, execution_id) where execution_id is not null;
create index tasks_of_renewal on tasks (company_id, renewal_id) where renewal_id is not null;
create index tasks_of on tasks (company_id, customer_id);
call app.protect('tasks');

-- 64-daily-summaries.sql
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
