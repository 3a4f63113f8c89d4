-- What a person has agreed to, purpose by purpose, under which text, and since when. A withdrawal is a row as well:
-- the newest row of a purpose counts.
create table identity.consents (
  town integer not null,
  party uuid not null,
  purpose text not null,
  id uuid not null,
  is_given boolean not null,
  version text not null,
  at timestamptz not null,
  constraint consents_pk primary key (town, party, purpose, id),
  constraint consents_party_known foreign key (town, party) references identity.parties (town, id),
  constraint consents_purpose_shape check (purpose ~ '^[a-z][a-z0-9-]{0,39}$'),
  constraint consents_version_length check (length(version) between 1 and 40)
);
