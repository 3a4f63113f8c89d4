-- Letters to people. The text of one that has been sent is blanked: it may hold a link that opens something.
create table mail.letters (
  town integer not null,
  id uuid not null,
  recipient text not null,
  subject text not null,
  body text not null,
  -- waiting: a job sends it; captured: a sandbox without a mail server shows it; unsent: no mail server is configured.
  status text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  error text,
  constraint letters_pk primary key (town, id),
  constraint letters_status_known check (status in ('waiting', 'sent', 'captured', 'unsent', 'failed')),
  constraint letters_sent_at_a_time check ((status = 'sent') = (sent_at is not null)),
  constraint letters_sent_without_body check (status <> 'sent' or body = '')
);
