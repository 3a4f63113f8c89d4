-- One key a party, wrapped under the town's master key, which is in no database.

create table privacy.keys (
  town         integer     not null,
  party        uuid        not null,
  wrapped      bytea, -- null once destroyed: the row stays, so that no other key is ever made
  made_at      timestamptz not null default now(),
  destroyed_at timestamptz,
  constraint keys_pk primary key (town, party),
  constraint keys_wrapped_until_destroyed check ((wrapped is null) = (destroyed_at is not null)),
  constraint keys_wrapped_size check (length(wrapped) = 60)
);
