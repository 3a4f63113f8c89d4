-- How points are doing: counts by point, policy and time, and the story of each.

alter table decisions.policies add column staged_at timestamptz; -- town time; since when it stands on its stage
alter table decisions.policies add column live_at timestamptz;   -- town time; since when it lived last
alter table decisions.policies add column marked json;           -- why it was rolled back: no machine promotes it again

-- What decisions, outcomes and overrides change, written beside them and added to the buckets by one process at a time:
-- a busy point would otherwise have all its writers wait for one row.
create table decisions.deltas (
  town    integer     not null,
  version integer     not null,
  id      bigint      generated always as identity,
  at      timestamptz not null, -- town time; where its bucket begins
  point   text        not null,
  policy  text        not null, -- '' where no policy acted
  tally   json        not null,
  constraint deltas_pk primary key (town, id)
);

-- Ten minutes each; joined to hours after a week.
create table decisions.buckets (
  town    integer     not null,
  version integer     not null,
  at      timestamptz not null, -- town time
  point   text        not null,
  policy  text        not null,
  tally   json        not null,
  constraint buckets_pk primary key (town, point, at, policy, version)
);

-- What happened to a point and its policies.
create table decisions.story (
  town     integer     not null,
  version  integer,
  id       uuid        not null,
  by_party uuid,                 -- null: the town itself
  at       timestamptz not null, -- town time
  point    text        not null,
  kind     text        not null,
  policy   text,
  details  json        not null,
  constraint story_pk primary key (town, point, id)
);

-- What a policy has shown on its way up the ladder.
create table decisions.proofs (
  town    integer     not null,
  version integer     not null,
  at      timestamptz not null, -- town time
  point   text        not null,
  policy  text        not null,
  step    text        not null constraint proofs_step_is_known check (step in ('replay', 'simulator')),
  found   json        not null,
  constraint proofs_pk primary key (town, point, policy, version, step)
);

-- What the best other version would have earned; the newest look at each point.
create table decisions.regrets (
  town  integer     not null,
  at    timestamptz not null, -- town time
  point text        not null,
  found json        not null,
  constraint regrets_pk primary key (town, point)
);

-- Decisions about orders that are made outside of points, by the hour: deadlines by the clock, rulings by people.
create table decisions.operating (
  town       integer     not null,
  by_machine bigint      not null,
  by_person  bigint      not null,
  at         timestamptz not null, -- town time; where the hour begins
  constraint operating_pk primary key (town, at)
);

-- What was decided before there were buckets, without what the policies saw.
insert into decisions.deltas (town, version, at, point, policy, tally)
select town, coalesce(policy_version, 0), date_bin('10 minutes', at, 'epoch'), point, coalesce(policy, ''),
  json_build_object('n', count(*), 'auto', count(*) filter (where fallback is null and mode = 'auto'),
    'suggest', count(*) filter (where fallback is null and mode = 'suggest'), 'sums', json_build_object('value',
      json_build_object('sum', coalesce(sum(value), 0), 'squares', coalesce(sum(value * value), 0))))
from decisions.records
group by town, policy_version, policy, point, date_bin('10 minutes', at, 'epoch');
