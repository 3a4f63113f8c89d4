-- Where events are sent to, what was sent, and what came back.

create table webhooks.endpoints (
  town          integer     not null,
  id            uuid        not null,
  party         uuid        not null, -- whose events; the operator's are everybody's
  from_pos      bigint      not null, -- events behind this position of the log
  created_at    timestamptz not null, -- machine time, as everywhere in this module
  failing_since timestamptz,          -- of the first attempt that failed since the last success
  disabled_at   timestamptz,
  url           text        not null,
  format        text        not null constraint endpoints_format_known check (format in ('plain', 'cloudevents')),
  types         text[]      not null constraint endpoints_types_some check (cardinality(types) > 0),
  description   text        not null,
  notice        text,                 -- why it was disabled, for its owner
  constraint endpoints_pk primary key (town, id),
  constraint endpoints_notice_when_disabled check ((disabled_at is null) = (notice is null))
);
create index endpoints_of_party on webhooks.endpoints (town, party, id);

-- Keys of signatures, sealed under the key of the endpoint's party. Two are valid while one follows the other.
create table webhooks.secrets (
  town       integer     not null,
  endpoint   uuid        not null,
  id         uuid        not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  sealed     text        not null,
  constraint secrets_pk primary key (town, endpoint, id),
  constraint secrets_of_endpoint foreign key (town, endpoint)
    references webhooks.endpoints (town, id) on delete cascade
);

create table webhooks.deliveries (
  town       integer     not null,
  attempts   smallint    not null default 0 constraint deliveries_attempts_not_negative check (attempts >= 0),
  id         uuid        not null, -- made of event and endpoint: each event goes to each endpoint once
  endpoint   uuid        not null,
  pos        bigint      not null, -- of the event in the log
  created_at timestamptz not null,
  next_at    timestamptz,          -- of the next attempt
  state      text        not null constraint deliveries_state_known check (state in ('pending', 'delivered', 'failed')),
  event      text        not null, -- the webhook-id
  type       text        not null,
  body       text        not null,
  constraint deliveries_pk primary key (town, id),
  constraint deliveries_next_while_pending check ((state = 'pending') = (next_at is not null)),
  constraint deliveries_to_endpoint foreign key (town, endpoint)
    references webhooks.endpoints (town, id) on delete cascade
) with (fillfactor = 80);
create index deliveries_of_endpoint on webhooks.deliveries (town, endpoint, id);
create index deliveries_pending on webhooks.deliveries (town, next_at) where state = 'pending';

create table webhooks.attempts (
  town        integer     not null,
  number      smallint    not null constraint attempts_number_from_one check (number >= 1),
  status      smallint,             -- null when there was no answer
  duration_ms integer     not null,
  delivery    uuid        not null,
  at          timestamptz not null,
  error       text,
  response    text        not null, -- the beginning of the answer
  constraint attempts_pk primary key (town, delivery, number),
  constraint attempts_of_delivery foreign key (town, delivery)
    references webhooks.deliveries (town, id) on delete cascade
);
