-- How people prove who they are: written by better-auth through accounts/adapter.ts. Sessions are rows of `tokens`.

create table identity.sign_ins (
  town integer not null,
  party uuid not null,
  email text not null,
  is_email_verified boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint sign_ins_pk primary key (town, party),
  constraint sign_ins_email_unique unique (town, email),
  constraint sign_ins_email_lower check (email = lower(email)),
  constraint sign_ins_party_known foreign key (town, party) references identity.parties (town, id)
);

-- scrypt hashes, with their salts.
create table identity.passwords (
  town integer not null,
  id uuid not null,
  party uuid not null,
  provider text not null,
  account text not null,
  hash text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint passwords_pk primary key (town, id),
  constraint passwords_one_a_provider unique (town, party, provider),
  constraint passwords_party_known foreign key (town, party) references identity.parties (town, id)
);

-- Challenges that are answered once: password resets and passkey ceremonies. The identifier is a hash.
create table identity.challenges (
  town integer not null,
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint challenges_pk primary key (town, id)
);
create index challenges_by_identifier on identity.challenges (town, identifier);

-- WebAuthn credentials.
create table identity.passkeys (
  town integer not null,
  id uuid not null,
  party uuid not null,
  name text,
  credential_id text not null,
  public_key text not null,
  counter bigint not null,
  device_type text not null,
  is_backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz not null,
  constraint passkeys_pk primary key (town, id),
  constraint passkeys_credential_unique unique (town, credential_id),
  constraint passkeys_party_known foreign key (town, party) references identity.parties (town, id)
);
create index passkeys_by_party on identity.passkeys (town, party);
