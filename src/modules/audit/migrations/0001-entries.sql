-- Every privileged act, in order of its id (UUIDv7, machine time). Rows are added and never changed.

create table audit.entries (
  town integer not null,
  id uuid not null,
  at timestamptz not null,
  -- The party acted for, and the person behind it where they differ; null: the town's own process.
  party uuid,
  person uuid,
  act text not null,
  -- What it was done to: an id, or a name.
  subject text,
  details json not null,
  constraint entries_pk primary key (town, id),
  constraint entries_act_shape check (act ~ '^[a-z][a-z-]*\.[a-z][a-z-]*$')
);

create function audit.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'audit.entries is append-only' using errcode = 'restrict_violation';
end $$;

create trigger entries_are_append_only before update or delete or truncate on audit.entries
  for each statement execute function audit.refuse_change();
