-- Experiments, flags, who met which arm, and what is counted of them.

create table experiments.flags (
  town       integer     not null,
  is_on      boolean     not null,
  changed_by uuid        not null,
  changed_at timestamptz not null, -- machine time
  key        text        not null,
  flag       json        not null,
  constraint flags_pk primary key (town, key)
);

create table experiments.experiments (
  town           integer          not null,
  step           smallint         not null, -- of the ramp; -1 before the start
  epoch          integer          not null constraint experiments_epoch_not_negative check (epoch >= 0),
  units_at_shift bigint           not null, -- when the weights were last shifted
  declared_by    uuid             not null,
  declared_at    timestamptz      not null, -- town time
  started_at     timestamptz,               -- town time
  stepped_at     timestamptz,               -- town time
  ended_at       timestamptz,               -- town time: when no unit was assigned any more
  name           text             not null,
  state          text             not null
    constraint experiments_state_is_known
      check (state in ('draft', 'ramping', 'running', 'stopped', 'shipped', 'binned')),
  salt           text             not null,
  layer          text             not null,
  unit           text             not null,
  stop_reason    text,
  stop_guard     text,                      -- the metric that stopped it by itself
  shipped        text,                      -- the arm
  lesson         text,
  slots          json             not null, -- of the layer: [[from, behind], …]
  declaration    json             not null,
  constraint experiments_pk primary key (town, name),
  constraint experiments_started_is_known check ((state = 'draft') = (started_at is null)),
  constraint experiments_verdict_has_a_lesson check ((state in ('shipped', 'binned')) = (lesson is not null)),
  constraint experiments_shipped_is_an_arm check ((state = 'shipped') = (shipped is not null))
);
create index experiments_newest on experiments.experiments (town, declared_at desc, name desc);

-- Probabilities of the arms, by epoch: a bandit shifts them.
create table experiments.epochs (
  town       integer          not null,
  epoch      integer          not null,
  since      timestamptz      not null, -- town time
  p          double precision not null constraint epochs_p_is_a_probability check (p > 0 and p < 1),
  experiment text             not null,
  arm        text             not null,
  constraint epochs_pk primary key (town, experiment, epoch, arm)
);

-- Rises with every change of flags and experiments; processes look at it several times a second.
create table experiments.revisions (
  town     integer not null constraint revisions_pk primary key,
  revision bigint  not null
) with (fillfactor = 40);

-- Whose unit somebody is: a session that signs in stays the unit it was.
create table experiments.identities (
  town  integer not null,
  alias text    not null, -- a person or a session
  unit  text    not null,
  constraint identities_pk primary key (town, alias)
);

-- The first time a variant was really used on a unit.
create table experiments.exposures (
  town       integer          not null,
  epoch      integer          not null,
  is_crossed boolean          not null, -- met another arm later
  at         timestamptz      not null, -- town time
  told_at    timestamptz      not null, -- town time
  p          double precision not null constraint exposures_p_is_a_probability check (p > 0 and p < 1),
  experiment text             not null,
  unit       text             not null,
  arm        text             not null,
  constraint exposures_pk primary key (town, experiment, unit)
);

-- Outcomes of units, exposed or not yet: what lies before an exposure may be its covariate.
create table experiments.observations (
  town       integer          not null,
  part       smallint         not null constraint observations_part_is_known check (part in (0, 1)), -- 1: of a ratio
  n          smallint         not null, -- of the event
  event      uuid             not null, -- the event, or the id it was told by
  at         timestamptz      not null, -- town time
  value      double precision not null,
  experiment text             not null,
  metric     text             not null,
  unit       text             not null,
  constraint observations_pk primary key (town, experiment, metric, unit, part, event, n)
);

-- What each exposed unit amounts to: y its outcome; x its covariate, or what a ratio is taken over.
create table experiments.unit_sums (
  town       integer          not null,
  epoch      integer          not null,
  y          double precision not null,
  x          double precision not null,
  experiment text             not null,
  metric     text             not null,
  unit       text             not null,
  arm        text             not null,
  constraint unit_sums_pk primary key (town, experiment, metric, unit)
) with (fillfactor = 70);

-- Units of each arm, and the sums from which every figure of a metric follows.
create table experiments.arm_counts (
  town       integer not null,
  epoch      integer not null,
  units      bigint  not null constraint arm_counts_not_negative check (units >= 0),
  crossed    bigint  not null constraint arm_counts_crossed_within check (crossed between 0 and units),
  experiment text    not null,
  arm        text    not null,
  constraint arm_counts_pk primary key (town, experiment, epoch, arm)
) with (fillfactor = 50);

create table experiments.arm_sums (
  town       integer          not null,
  epoch      integer          not null,
  n          bigint           not null,
  y          double precision not null,
  yy         double precision not null,
  x          double precision not null,
  xx         double precision not null,
  xy         double precision not null,
  experiment text             not null,
  metric     text             not null,
  arm        text             not null,
  constraint arm_sums_pk primary key (town, experiment, metric, epoch, arm)
) with (fillfactor = 50);

-- What was seen when somebody, or the town itself, looked.
create table experiments.looks (
  town       integer          not null,
  at         timestamptz      not null, -- town time
  units      bigint           not null,
  difference double precision not null,
  low        double precision not null,
  high       double precision not null,
  p_value    double precision not null,
  experiment text             not null,
  metric     text             not null,
  arm        text             not null,
  constraint looks_pk primary key (town, experiment, metric, arm, at)
);
