-- When a shop is open, on the wall clock of the town.

create table hours.weeks (
  town integer not null,
  party uuid not null,
  -- [{ "day": 1 (Monday) to 7, "opens": "09:00", "closes": "18:00" }]
  week json not null,
  -- [{ "date": "2026-12-24", "spans": [{ "opens", "closes" }], "title": "Christmas Eve" }]; without spans: closed.
  exceptions json not null,
  constraint weeks_pk primary key (town, party)
);
