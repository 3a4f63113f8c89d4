-- What people bring before a person of the town, what was said, and how it ended.

create table cases.cases (
  town integer not null,
  id uuid not null,
  kind text not null,
  about_type text not null,
  about_id text not null,
  -- Whose case it is; null where what several people say about one thing is gathered.
  opener uuid,
  -- Whose thing it is; sees the case once told.
  respondent uuid,
  is_respondent_told boolean not null default false,
  state text not null default 'open',
  -- What is shown beside it, such as a title; nothing personal.
  facts json not null,
  -- Town time, as the other instants of this table.
  opened_at timestamptz not null,
  due_at timestamptz not null,
  ruled_at timestamptz,
  ruling text,
  reopened_at timestamptz,
  reopened_by uuid,
  -- How many people have reported it.
  reports integer not null default 0,
  constraint cases_pk primary key (town, id),
  constraint cases_state_known check (state in ('open', 'ruled')),
  constraint cases_kind_shape check (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
  constraint cases_about_length check (length(about_type) between 1 and 40 and length(about_id) between 1 and 200),
  constraint cases_ruled_with_ruling check (state = 'open' or (ruled_at is not null and ruling is not null)),
  constraint cases_reopened_by_someone check ((reopened_at is null) = (reopened_by is null)),
  constraint cases_reports_not_negative check (reports >= 0)
);
-- One open case a kind, a thing and a person; of gathered ones, a kind and a thing.
create unique index cases_one_open on cases.cases (town, kind, about_type, about_id, opener) nulls not distinct
  where state = 'open';
create index cases_inbox on cases.cases (town, state, id desc);
create index cases_about on cases.cases (town, about_type, about_id, id desc);
create index cases_of_respondent on cases.cases (town, respondent, id desc) where respondent is not null;

-- What somebody said in a case, sealed under their key.
create table cases.statements (
  town integer not null,
  case_id uuid not null,
  id uuid not null,
  party uuid not null,
  role text not null,
  reason text,
  sealed text,
  -- Files.
  evidence text[] not null,
  at timestamptz not null,
  constraint statements_pk primary key (town, case_id, id),
  constraint statements_case_known foreign key (town, case_id) references cases.cases (town, id),
  constraint statements_role_known check (role in ('report', 'answer', 'addition'))
);
-- Whoever presses twice has reported once.
create unique index statements_one_report on cases.statements (town, case_id, party) where role = 'report';
create index statements_by_party on cases.statements (town, party, at desc, id desc);

-- How a case ended; the second row is what was ruled after it had been opened again.
create table cases.rulings (
  town integer not null,
  case_id uuid not null,
  n smallint not null,
  id uuid not null,
  ruling text not null,
  -- Told to both sides.
  words text not null,
  ruled_by uuid not null,
  at timestamptz not null,
  constraint rulings_pk primary key (town, case_id, n),
  constraint rulings_once unique (town, id),
  constraint rulings_at_most_twice check (n in (1, 2)),
  constraint rulings_case_known foreign key (town, case_id) references cases.cases (town, id),
  constraint rulings_words_length check (length(words) <= 2000)
);
