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
