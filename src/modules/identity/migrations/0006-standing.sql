-- What the operator says of a party, and who may try a sandbox from elsewhere.

alter table identity.parties
  add column verified_at timestamptz,
  add column verified_by uuid,
  -- What the operator has seen, such as an extract of the trade register; for operators only.
  add column verified_note text,
  add constraint parties_verified_by_someone check ((verified_at is null) = (verified_by is null));

create table identity.settings (
  town integer not null,
  -- A sandbox whose personas anyone may be, except those who run the town.
  are_personas_open boolean not null default false,
  constraint settings_pk primary key (town)
);

-- Links by which somebody may be the personas of a sandbox from another machine, as often as wanted.
create table identity.visits (
  town integer not null,
  id uuid not null,
  hash bytea not null,
  label text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  constraint visits_pk primary key (town, id),
  constraint visits_hash_unique unique (town, hash),
  constraint visits_hash_size check (length(hash) = 32)
);
