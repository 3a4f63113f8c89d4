-- Words that mean the same, as the operator keeps them: one row for each town, replaced as a whole.

create table search.synonyms (
  town       integer     not null,
  rev        integer     not null constraint synonyms_rev_from_one check (rev >= 1),
  sets       json        not null, -- arrays of words
  changed_at timestamptz not null,
  constraint synonyms_pk primary key (town)
);
