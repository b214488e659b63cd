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
