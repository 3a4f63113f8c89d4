-- What people look at and do before they order, as a stream of its own beside the log.

-- One row a town: the position of its newest event. Every batch locks it, so positions are without gaps and in order of
-- commit, whatever the number of processes.
create table interactions.streams (
  town integer not null constraint streams_pk primary key,
  pos  bigint  not null constraint streams_pos_not_negative check (pos >= 0)
) with (fillfactor = 40);

create table interactions.events (
  town        integer     not null,
  version     smallint    not null, -- of the type's schema
  id          uuid        not null, -- the sender's, or made of the sender and its reference
  subject     uuid,                 -- the offer, order or party it is about
  person      uuid,                 -- pseudonym, made with the person's key
  pos         bigint      not null,
  at          timestamptz not null, -- town time, as the sender says
  received_at timestamptz not null, -- town time
  type        text        not null,
  session     text,
  data        json        not null,
  personal    json,                 -- fields that the schema calls personal, sealed under the person's key
  constraint events_pk primary key (town, id),
  constraint events_personal_is_somebodys check (personal is null or person is not null)
) with (autovacuum_vacuum_insert_scale_factor = 0.1);
create unique index events_pos on interactions.events (town, pos);

-- What could not be taken in. The same text from the same sender lies here once.
create table interactions.quarantine (
  town        integer     not null,
  id          uuid        not null,
  sender      uuid        not null,
  received_at timestamptz not null, -- town time
  pointer     text        not null, -- JSON Pointer into the event
  reason      text        not null,
  type        text,
  event       text        not null, -- its JSON, cut when it is long, sealed under the sender's key
  constraint quarantine_pk primary key (town, id)
);
create index quarantine_newest on interactions.quarantine (town, received_at desc, id desc);

-- Types that the operator published, beside those that come with the source. Versions never change.
create table interactions.event_types (
  town         integer     not null,
  version      integer     not null constraint event_types_version_from_one check (version >= 1),
  id           uuid        not null, -- of the request that published it
  published_by uuid        not null,
  published_at timestamptz not null, -- machine time
  type         text        not null,
  purpose      text        not null,
  title        text        not null,
  schema       json        not null,
  constraint event_types_pk primary key (town, type, version),
  constraint event_types_request_once unique (town, id)
);

-- A projection of the stream.
create table interactions.counters (
  town    integer     not null,
  minute  timestamptz not null, -- town time of receipt
  type    text        not null,
  subject uuid,
  count   bigint      not null constraint counters_count_above_zero check (count > 0),
  constraint counters_key unique nulls not distinct (town, minute, type, subject)
) with (fillfactor = 70);
create index counters_subject on interactions.counters (town, subject, minute) where subject is not null;

-- How far each reader of the stream has come.
create table interactions.cursors (
  town integer not null,
  name text    not null,
  pos  bigint  not null,
  constraint cursors_pk primary key (town, name)
) with (fillfactor = 50);
