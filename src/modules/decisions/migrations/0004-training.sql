-- Models of policies, and the runs in which they are learnt.

-- Models too large for a policy's row, once each, whatever policies have them; the row says { "stored": HASH }.
create table decisions.models (
  town    integer     not null,
  bytes   integer     not null,
  made_at timestamptz not null, -- machine time
  hash    text        not null, -- of kind, version and body
  body    json        not null,
  constraint models_pk primary key (town, hash)
);

create table decisions.trainings (
  town       integer          not null,
  version    integer          not null, -- of the policy that learns: the parent of what it makes
  made       integer,                   -- the version that came of it
  lessons    integer          not null default 0,
  id         uuid             not null,
  asked_by   uuid,                      -- null: its schedule
  asked_at   timestamptz      not null, -- machine time, as the times below
  beat_at    timestamptz      not null, -- last sign of life
  ended_at   timestamptz,
  since      timestamptz      not null, -- town time: decisions from here on
  until      timestamptz,               -- town time of the newest decision that it looked at
  progress   double precision not null default 0
    constraint trainings_progress_is_a_share check (progress between 0 and 1),
  point      text             not null,
  policy     text             not null,
  state      text             not null constraint trainings_state_is_known
    check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  error      text,
  metrics    json,                      -- on the decisions that were held out
  constraint trainings_pk primary key (town, id),
  constraint trainings_done_made_something check ((state = 'done') = (made is not null))
);
create unique index trainings_one_at_once on decisions.trainings (town, point, policy)
  where state in ('waiting', 'running');
create index trainings_newest on decisions.trainings (town, point, asked_at desc, id desc);

create table decisions.schedules (
  town           integer     not null,
  every_hours    integer     constraint schedules_hours_above_zero check (every_hours > 0),
  after_outcomes integer     constraint schedules_outcomes_above_zero check (after_outcomes > 0),
  changed_by     uuid        not null,
  changed_at     timestamptz not null, -- machine time
  point          text        not null,
  policy         text        not null,
  constraint schedules_pk primary key (town, point, policy)
);
