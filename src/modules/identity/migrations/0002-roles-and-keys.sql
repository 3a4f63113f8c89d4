-- What a member may do for a shop, what a key may be used for, and who looks through another's eyes.

alter table identity.memberships
  add column role text not null default 'owner',
  add column added_by uuid,
  add constraint memberships_role_known check (role in ('owner', 'manager', 'staff', 'viewer'));
alter table identity.memberships alter column role drop default;
create index memberships_by_party on identity.memberships (town, party, person);

-- A session belongs to someone who signed in; a key to a program. `scopes` null: whatever the party may do.
alter table identity.tokens
  add column kind text not null default 'session',
  add column scopes text[],
  add column hint text not null default '',
  add column created_by uuid,
  add column last_used_at timestamptz,
  -- The operator who looks at the town as this party sees it; such a session only reads.
  add column viewer uuid,
  add constraint tokens_kind_known check (kind in ('session', 'key')),
  add constraint tokens_keys_have_scopes check ((kind = 'key') = (scopes is not null)),
  add constraint tokens_viewer_in_session check (viewer is null or kind = 'session');
