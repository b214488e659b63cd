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
