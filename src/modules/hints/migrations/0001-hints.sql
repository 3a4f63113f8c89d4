-- What things were bought at, so that a seller can be told.

-- One row a line of an order, kept for half a year. Written from the log; the same event again changes nothing.
create table hints.sales (
  town        integer     not null,
  line        smallint    not null,
  order_id    uuid        not null,
  offer       uuid        not null,
  seller      uuid        not null,
  price_minor bigint      not null,
  sold_at     timestamptz not null, -- town time
  category    text        not null,
  currency    text        not null,
  title       text        not null,
  constraint sales_pk primary key (town, order_id, line),
  constraint sales_price_not_negative check (price_minor >= 0)
);
create index sales_of_category on hints.sales (town, category, currency, sold_at desc);

-- What a seller made of a hint, and at which price the thing was then offered.
create table hints.choices (
  town         integer     not null,
  decision     uuid        not null,
  offer        uuid        not null,
  chosen_minor bigint      not null,
  median_minor bigint      not null,
  made_at      timestamptz not null, -- town time
  chosen       text        not null, -- option of the decision
  constraint choices_pk primary key (town, decision),
  constraint choices_median_positive check (median_minor > 0)
);
create index choices_of_offer on hints.choices (town, offer);
