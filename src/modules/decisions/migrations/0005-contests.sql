-- Which decisions somebody has contested, so that lists can say so; what was said and ruled stands in the case.

create table decisions.contests (
  town         integer     not null,
  decision     uuid        not null,
  case_id      uuid        not null,
  contested_at timestamptz not null, -- town time
  constraint contests_pk primary key (town, decision, case_id)
);
