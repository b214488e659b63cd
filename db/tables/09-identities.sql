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
