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
