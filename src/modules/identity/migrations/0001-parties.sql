-- Who takes part in a town, what they may do, and how they prove who they are.
-- The primary keys begin with `town`: a town's rows lie together and can move together.

create table identity.parties (
  town integer not null,
  id uuid not null,
  kind text not null,
  slug text not null,
  name text not null,
  about text not null default '',
  picture text,
  languages text[] not null default '{}',
  is_suspended boolean not null default false,
  joined_at timestamptz not null,
  constraint parties_pk primary key (town, id),
  constraint parties_slug_unique unique (town, slug),
  constraint parties_slug_shape check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  constraint parties_name_length check (length(name) between 1 and 120),
  constraint parties_about_length check (length(about) <= 2000),
  constraint parties_kind_known check (kind in ('person', 'firm', 'device', 'machine', 'provider'))
);

-- What the operator has granted: `operator`, `arbiter`, `courier` …
create table identity.grants (
  town integer not null,
  party uuid not null,
  name text not null,
  granted_by uuid,
  granted_at timestamptz not null,
  constraint grants_pk primary key (town, party, name),
  constraint grants_party_known foreign key (town, party) references identity.parties (town, id),
  constraint grants_name_shape check (name ~ '^[a-z][a-z0-9-]{0,39}$')
);

-- A person acts for a shop or firm.
create table identity.memberships (
  town integer not null,
  person uuid not null,
  party uuid not null,
  joined_at timestamptz not null,
  constraint memberships_pk primary key (town, person, party),
  constraint memberships_person_known foreign key (town, person) references identity.parties (town, id),
  constraint memberships_party_known foreign key (town, party) references identity.parties (town, id),
  constraint memberships_not_oneself check (person <> party)
);

-- Bearer tokens. Only the SHA-256 of a token is kept: it is random, so no slower hash is needed.
create table identity.tokens (
  town integer not null,
  id uuid not null,
  hash bytea not null,
  party uuid not null,
  label text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint tokens_pk primary key (town, id),
  constraint tokens_hash_unique unique (town, hash),
  constraint tokens_hash_size check (length(hash) = 32),
  constraint tokens_party_known foreign key (town, party) references identity.parties (town, id)
);
create index tokens_by_party on identity.tokens (town, party, id);

-- Secrets in a link that are exchanged once for a token.
create table identity.links (
  town integer not null,
  hash bytea not null,
  party uuid not null,
  label text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint links_pk primary key (town, hash),
  constraint links_hash_size check (length(hash) = 32),
  constraint links_party_known foreign key (town, party) references identity.parties (town, id)
);

-- The people whom a newcomer to a sandbox town may be.
create table identity.personas (
  town integer not null,
  slug text not null,
  party uuid not null,
  title json not null,
  sort smallint not null,
  constraint personas_pk primary key (town, slug),
  constraint personas_party_known foreign key (town, party) references identity.parties (town, id)
);
