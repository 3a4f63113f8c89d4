-- What people look for, counted by the day: words, never who said them.

create table searches.queries (
  town     integer not null,
  day      date    not null, -- town time, UTC
  searches integer not null constraint queries_searches_not_negative check (searches >= 0),
  empty    integer not null constraint queries_empty_not_negative check (empty >= 0),
  clicks   integer not null constraint queries_clicks_not_negative check (clicks >= 0),
  words    text    not null constraint queries_words_length check (length(words) between 1 and 80),
  constraint queries_pk primary key (town, day, words)
);
