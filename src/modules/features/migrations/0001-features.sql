-- Features live in memory, folded from the log and the stream of interactions. Here lies what those do not say.

-- Parties that were erased: no fold keeps anything under their ids.
create table features.forgotten (
  town  integer not null,
  party uuid    not null,
  constraint forgotten_pk primary key (town, party)
);

-- The state as of a position behind which the stream may have been forgotten: folding again begins here.
create table features.bases (
  town     integer     not null constraint bases_pk primary key,
  pos      bigint      not null constraint bases_pos_not_negative check (pos >= 0),
  last_at  timestamptz not null, -- town time of the event there
  made_at  timestamptz not null, -- machine time
  form     text        not null, -- of the declarations that it was folded by
  last_id  uuid,
  state    bytea       not null  -- canonical rows, gzip
);
