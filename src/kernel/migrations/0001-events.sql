-- The record of everything: events, who may write them, and how far readers have come.

-- Guards a set statement: inside a pipeline a wrong count must raise, because COMMIT is already on its way.
create function kernel.expect(actual bigint, expected bigint, state text default 'LS001') returns void
language plpgsql as $$
begin
  if actual is distinct from expected then
    raise exception 'expected % rows, found %', expected, actual using errcode = state;
  end if;
end
$$;

create function kernel.forbid() returns trigger
language plpgsql as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = 'LS002';
end
$$;

create table kernel.towns (
  id              integer     not null constraint towns_pk primary key,
  name            text        not null,
  time_zone       text        not null, -- IANA
  currency        text        not null constraint towns_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
  is_sandbox      boolean     not null,
  clock_offset_ms bigint      not null default 0 constraint towns_clock_goes_forward check (clock_offset_ms >= 0),
  code_secret     bytea       not null, -- key of the six-digit codes of orders
  created_at      timestamptz not null default now(),
  constraint towns_clock_moves_in_a_sandbox_only check (is_sandbox or clock_offset_ms = 0)
);

-- One writer a town. Every batch locks this row first and moves seq and pos under its epoch.
create table kernel.lease (
  town         integer     not null constraint lease_pk primary key,
  epoch        bigint      not null,
  seq          bigint      not null, -- batches so far
  pos          bigint      not null, -- position of the newest event
  address      text        not null, -- where the writer takes forwarded commands
  secret       text        not null, -- what forwarded commands must bring
  heartbeat_at timestamptz not null
) with (fillfactor = 40);

-- Row n = 0 of a command is its receipt: the hash tells a retry from another command, type and data give the verdict.
create table kernel.events (
  town        integer     not null,
  n           smallint    not null,
  id          uuid        not null, -- of the command
  subject     uuid,                 -- of the order, the party, the offer it is about
  actor       uuid        not null, -- the party acted for
  user_id     uuid,                 -- the person signed in, when acting for another party
  pos         bigint      not null, -- the same for all events of a command; without gaps, in order of commit
  at          timestamptz not null, -- town time
  recorded_at timestamptz not null default now(), -- machine time
  type        text        not null,
  hash        bytea,
  data        json        not null,
  constraint events_pk primary key (town, id, n),
  constraint events_receipt_has_hash check ((n = 0) = (hash is not null))
) with (autovacuum_vacuum_insert_scale_factor = 0.1);
create index events_pos on kernel.events (town, pos);
create index events_subject on kernel.events (town, subject, pos) where subject is not null;
create trigger events_append_only before update or delete or truncate on kernel.events
  for each statement execute function kernel.forbid();

-- How far each projection and handler has come.
create table kernel.cursors (
  town integer not null,
  name text    not null,
  pos  bigint  not null,
  constraint cursors_pk primary key (town, name)
) with (fillfactor = 50);

-- A partner's own key, mapped once to the id of the command it stands for.
create table kernel.idempotency_keys (
  town       integer     not null,
  identity   uuid        not null,
  route      text        not null,
  key        text        not null,
  id         uuid        not null,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_pk primary key (town, identity, route, key)
);
