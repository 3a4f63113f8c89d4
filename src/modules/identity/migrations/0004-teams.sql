-- Invitations into the team of a shop or firm, and the language in which a party is written to.

create table identity.invitations (
  town integer not null,
  id uuid not null,
  hash bytea not null,
  party uuid not null,
  role text not null,
  -- Where it was sent to; null: the inviter hands the link over.
  email text,
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid,
  withdrawn_at timestamptz,
  constraint invitations_pk primary key (town, id),
  constraint invitations_hash_unique unique (town, hash),
  constraint invitations_hash_size check (length(hash) = 32),
  constraint invitations_party_known foreign key (town, party) references identity.parties (town, id),
  constraint invitations_role_known check (role in ('owner', 'manager', 'staff', 'viewer')),
  constraint invitations_used_by_someone check ((used_at is null) = (used_by is null)),
  constraint invitations_used_or_withdrawn check (used_at is null or withdrawn_at is null)
);
create index invitations_by_party on identity.invitations (town, party, id);

alter table identity.parties
  add column language text not null default 'en',
  add constraint parties_language_known check (language in ('en', 'zh'));
