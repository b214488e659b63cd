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

-- Makes a table a tenant table: only the set company's rows can be read or written, by anybody but a superuser.
create procedure app.protect(target regclass, privileges text default 'select, insert, update, delete')
  language plpgsql as $$
  begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy tenant on %s using (company_id = app.company_id()) with check (company_id = app.company_id())', target);
    execute format('grant %s on %s to renubu_app', privileges, target);
  end $$;
