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
