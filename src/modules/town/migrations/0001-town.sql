-- What an operator sets of a town beside its row in kernel.towns; one row a town, changed under `rev`.
create table town.settings (
  town             integer     not null,
  rev              integer     not null constraint settings_rev_from_one check (rev >= 1),
  languages        text[]      not null constraint settings_some_language check (cardinality(languages) >= 1),
  default_language text        not null,
  accent           text        constraint settings_accent_is_a_colour check (accent ~ '^#[0-9a-f]{6}$'),
  logo             text        constraint settings_logo_is_a_file check (logo ~ '^[0-9a-f]{64}$'),
  about            json        not null, -- a sentence by language
  fees_link        text        not null, -- '' for none
  contact          text        not null, -- an e-mail address; '' for none
  changed_at       timestamptz not null,
  constraint settings_pk primary key (town),
  constraint settings_default_is_offered check (default_language = any (languages))
);

-- The first-run wizard of a town that began empty. A town without a row needs none.
create table town.setups (
  town        integer     not null,
  begun_at    timestamptz not null,
  step        text        not null, -- the page that is open
  done        text[]      not null, -- pages that were finished
  finished_at timestamptz,
  constraint setups_pk primary key (town)
);

-- Backups that were asked for in the browser or made at night, and what became of them.
create table town.backup_runs (
  town        integer     not null,
  id          uuid        not null,
  kind        text        not null constraint backup_runs_kind_known check (kind in ('asked', 'nightly')),
  by_party    uuid,
  begun_at    timestamptz not null,
  told_at     timestamptz not null, -- when `note` was written; a run that has long been silent is dead
  note        text        not null, -- how far it is
  finished_at timestamptz,
  file        text,                 -- its name in DATA_DIR/backups
  bytes       bigint,
  error       text,
  constraint backup_runs_pk primary key (town, id),
  constraint backup_runs_end check ((finished_at is not null) = (file is not null or error is not null))
);
-- One at a time: a second would read the same rows.
create unique index backup_runs_one_at_a_time on town.backup_runs (town) where finished_at is null;

create table town.backup_plans (
  town       integer     not null,
  rev        integer     not null constraint backup_plans_rev_from_one check (rev >= 1),
  is_on      boolean     not null,
  hour       smallint    not null constraint backup_plans_hour_of_day check (hour between 0 and 23),
  keep       smallint    not null constraint backup_plans_keeps_some check (keep between 1 and 365),
  changed_at timestamptz not null,
  constraint backup_plans_pk primary key (town)
);
