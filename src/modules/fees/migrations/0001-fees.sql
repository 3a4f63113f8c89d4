-- What sellers are charged, as they read it, and the invoices made of it.

-- Which line of a menu holds for whom; a seller without a row is of class 0.
create table fees.classes (
  town   integer     not null,
  party  uuid        not null,
  class  smallint    not null constraint classes_class_known check (class between 0 and 1000),
  set_by uuid        not null,
  set_at timestamptz not null, -- town time
  constraint classes_pk primary key (town, party)
);

-- One row for each transfer to or from the account of fees; a projection of the journal.
create table fees.charges (
  town         integer     not null,
  n            smallint    not null,
  command_id   uuid        not null,
  order_id     uuid        not null,
  seller       uuid        not null,
  amount_minor bigint      not null, -- below 0: given back
  at           timestamptz not null, -- town time
  currency     text        not null,
  business     text        not null,
  lines        json        not null, -- [{ name, amountMinor }], summing to the amount
  constraint charges_pk primary key (town, command_id, n)
);
create index charges_by_seller on fees.charges (town, seller, at);
create index charges_by_time on fees.charges (town, at);

-- The last number given in a year. Its row is locked while documents are made, so no number is left out.
create table fees.numbers (
  town integer  not null,
  year smallint not null,
  last integer  not null,
  constraint numbers_pk primary key (town, year)
);

-- Invoices and credit notes: written once, kept for ever.
create table fees.documents (
  town        integer     not null,
  number      integer     not null,
  id          uuid        not null,
  seller      uuid        not null,
  total_minor bigint      not null, -- above 0, of a credit note too
  issued_at   timestamptz not null, -- town time
  year        smallint    not null,
  kind        text        not null constraint documents_kind_known check (kind in ('invoice', 'credit-note')),
  month       text        not null,
  currency    text        not null,
  seller_name text        not null,
  lines       json        not null, -- [{ name, title, orders, amountMinor }]
  constraint documents_pk primary key (town, year, number),
  constraint documents_id unique (town, id),
  constraint documents_once unique (town, seller, month, currency, kind),
  constraint documents_total_above_zero check (total_minor > 0)
);
create trigger documents_append_only before update or delete or truncate on fees.documents
  for each statement execute function kernel.forbid();
