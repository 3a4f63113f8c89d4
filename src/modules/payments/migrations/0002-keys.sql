-- Keys of the payment provider that an operator saved in the browser; those of the environment go before them.
create table payments.saved_keys (
  town       integer     not null,
  rev        integer     not null constraint saved_keys_rev_from_one check (rev >= 1),
  sealed     text,                 -- under the town's own key; null when they were taken away
  changed_at timestamptz not null,
  constraint saved_keys_pk primary key (town)
);
