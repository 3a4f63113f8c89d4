-- What the operator's inbox showed, until it is settled: what came of an order of places.

create table inbox.shown (
  town     integer     not null,
  item     uuid        not null, -- an order or a case
  decision uuid        not null,
  due_at   timestamptz,          -- town time
  state    text        not null,
  constraint shown_pk primary key (town, item)
);
