-- The mail server that an operator named in the browser; SMTP_URL of the environment goes before it.
create table mail.servers (
  town       integer     not null,
  rev        integer     not null constraint servers_rev_from_one check (rev >= 1),
  sealed     text,                 -- where and as whom, under the town's own key; null when it was taken away
  sender     text        not null, -- '' for the one of MAIL_FROM
  changed_at timestamptz not null,
  constraint servers_pk primary key (town)
);
