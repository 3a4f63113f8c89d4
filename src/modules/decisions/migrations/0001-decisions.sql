-- Decisions made by policies, with their true probabilities, and what came of them.

-- Declarations never change: a change is a new version.
create table decisions.points (
  town        integer     not null,
  version     integer     not null constraint points_version_from_one check (version >= 1),
  declared_by uuid        not null,
  declared_at timestamptz not null, -- machine time
  name        text        not null,
  hash        text        not null,
  declaration json        not null,
  constraint points_pk primary key (town, name, version)
);

create table decisions.policies (
  town       integer     not null,
  version    integer     not null constraint policies_version_from_one check (version >= 1),
  canary_bps integer     not null constraint policies_canary_is_a_share check (canary_bps between 0 and 10000),
  made_by    uuid        not null,
  made_at    timestamptz not null, -- machine time
  point      text        not null,
  name       text        not null,
  stage      text        not null
    constraint policies_stage_is_known check (stage in ('draft', 'shadow', 'canary', 'live', 'retired')),
  spec       json        not null,
  learnt     json,                 -- from what it was learnt, when it was
  constraint policies_pk primary key (town, point, name, version)
);
create unique index policies_one_a_stage on decisions.policies (town, point, stage)
  where stage in ('shadow', 'canary', 'live');

-- `all` stands for every point.
create table decisions.switches (
  town       integer     not null,
  is_off     boolean     not null,
  changed_by uuid        not null,
  changed_at timestamptz not null, -- machine time
  point      text        not null,
  constraint switches_pk primary key (town, point)
);

-- Rises with every change of the three above; processes look at it several times a second.
create table decisions.revisions (
  town     integer not null constraint revisions_pk primary key,
  revision bigint  not null
) with (fillfactor = 40);

create table decisions.records (
  town           integer          not null,
  point_version  integer          not null,
  policy_version integer,
  latency_us     integer          not null,
  id             uuid             not null,
  subject        uuid,                      -- whom it is about
  on_behalf_of   uuid,
  at             timestamptz      not null, -- town time
  feature_pos    bigint,                    -- position of the features it read
  p_chosen       double precision not null
    constraint records_p_is_a_probability check (p_chosen > 0 and p_chosen <= 1),
  value          double precision,          -- weighted sum of outcomes; null before the first
  point          text             not null,
  policy         text,
  policy_hash    text,
  mode           text             not null
    constraint records_mode_is_known check (mode in ('auto', 'shadow', 'suggest')),
  fallback       text,                      -- why the safe default stood
  reference      text,                      -- the caller's own: an order, a session
  candidates     text             not null, -- hash of ids and columns of all options
  chosen         text[]           not null,
  conditional    double precision[] not null,
  options        json             not null,
  reasons        json             not null,
  experiments    json,
  counterfactual json,
  inputs         text,                      -- context and options; sealed when they are somebody's
  constraint records_pk primary key (town, id),
  constraint records_policy_is_whole check (
    (policy is null) = (policy_hash is null) and (policy is null) = (policy_version is null)),
  constraint records_choice_of_a_policy check (fallback is not null or policy is not null)
);
create index records_newest on decisions.records (town, point, at desc, id desc);
create index records_all on decisions.records (town, at desc, id desc);
create index records_subject on decisions.records (town, subject, at) where subject is not null;
create index records_reference on decisions.records (town, reference, at) where reference is not null;

create table decisions.outcomes (
  town     integer          not null,
  n        smallint         not null, -- of the event
  is_only  boolean          not null, -- the metric counts once
  decision uuid             not null,
  event    uuid             not null, -- the event, or the request that told it
  at       timestamptz      not null, -- town time
  told_at  timestamptz      not null, -- town time
  value    double precision not null,
  metric   text             not null,
  constraint outcomes_pk primary key (town, decision, metric, event, n)
);
create unique index outcomes_first on decisions.outcomes (town, decision, metric) where is_only;

create table decisions.overrides (
  town     integer     not null,
  decision uuid        not null,
  id       uuid        not null, -- of the request
  by_party uuid        not null,
  at       timestamptz not null, -- town time
  chosen   text        not null,
  why      text        not null,
  undone   json,                 -- what the reversing command answered
  constraint overrides_pk primary key (town, decision)
);
