-- What newcomers are given of the home page: the numbers of the budget, and what was spent of it, day by day.

create table recommend.newcomer_rules (
  town          integer     not null,
  rev           integer     not null constraint newcomer_rules_rev_from_one check (rev >= 1),
  one_place_in  integer     -- of so many places of a page one is kept; null: none
    constraint newcomer_rules_places_left_for_others check (one_place_in between 6 and 1000),
  thing_shown   integer     not null, -- a thing is new until it was shown so often
  seller_shown  integer     not null, -- a seller is, until all their things together were
  within_places integer     not null  -- and nobody is beyond so many places that the town has shown since
    constraint newcomer_rules_end check (within_places between 100 and 10000000),
  changed_at    timestamptz not null,
  constraint newcomer_rules_pk primary key (town),
  constraint newcomer_rules_shown check (
    thing_shown between 1 and 100000 and seller_shown between thing_shown and 1000000)
);

-- Places that were kept, by the thing that stood there; kept for 90 days.
create table recommend.newcomer_days (
  town    integer          not null,
  day     date             not null, -- of town time, UTC
  thing   uuid             not null,
  seller  uuid             not null,
  places  integer          not null constraint newcomer_days_places check (places > 0),
  given   double precision not null, -- worth of what stood there, in clicks
  forgone double precision not null, -- worth of what would have stood there
  doubt   double precision not null, -- standard deviations of the difference, added up: the same thing errs one way
  constraint newcomer_days_pk primary key (town, day, thing)
);

-- Places of all home pages, to tell the share.
create table recommend.page_days (
  town   integer not null,
  day    date    not null, -- of town time, UTC
  places bigint  not null constraint page_days_places check (places > 0),
  constraint page_days_pk primary key (town, day)
);
