-- A party's address book. The address itself is sealed under the party's key (module privacy): erasing the party makes
-- it unreadable here, in backups and in replicas.
create table identity.addresses (
  town integer not null,
  party uuid not null,
  id uuid not null,
  sealed text not null,
  created_at timestamptz not null,
  constraint addresses_pk primary key (town, party, id),
  constraint addresses_party_known foreign key (town, party) references identity.parties (town, id)
);
