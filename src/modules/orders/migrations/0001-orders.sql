-- Orders: what was agreed, written once, and how far it has come.

create table orders.orders (
  town      integer     not null,
  version   integer     not null, -- of the manifest
  id        uuid        not null, -- of the command that placed it
  group_id  uuid,
  placed_at timestamptz not null, -- town time
  business  text        not null,
  currency  text        not null,
  lines     json        not null,
  rates     json        not null,
  constraint orders_pk primary key (town, id)
);

-- Columns that rarely change come first: an update in place then logs only what differs.
create table orders.order_state (
  town           integer not null,
  rev            integer not null, -- entries into states
  id             uuid    not null,
  version        integer not null, -- counts stores
  captured_minor bigint  not null,
  refunded_minor bigint  not null,
  held_minor     bigint  not null, -- what is in all pots together
  ending         text,             -- done, undone; null while open
  stuck          text,             -- slug of the refusal that stopped a timer
  roles          json    not null,
  terms          json    not null,
  data           json    not null,
  pots           json    not null,
  holds          json    not null,
  mandates       json    not null,
  state          text    not null,
  constraint order_state_pk primary key (town, id),
  constraint order_state_held_not_negative check (held_minor >= 0),
  constraint order_state_refunded_at_most_captured check (refunded_minor <= captured_minor),
  constraint order_state_ending_known check (ending in ('done', 'undone'))
) with (fillfactor = 45);

-- Append only; a row is stale when the order's rev differs. The sweeper deletes in order of time.
create table orders.timers (
  town     integer     not null,
  due_at   timestamptz not null, -- town time
  order_id uuid        not null,
  rev      integer     not null,
  key      text        not null,
  constraint timers_pk primary key (town, due_at, order_id, rev, key)
);

-- Who takes part in an order; a projection that serves every party's list.
create table orders.order_party (
  town     integer not null,
  order_id uuid    not null,
  party    uuid    not null,
  role     text    not null,
  business text    not null,
  constraint order_party_pk primary key (town, order_id, role)
);
create index order_party_by_party on orders.order_party (town, party, order_id);

-- A line of business is a row: its manifest, version by version.
create table orders.businesses (
  town         integer     not null,
  version      integer     not null,
  business     text        not null,
  hash         bytea       not null,
  manifest     json        not null,
  published_at timestamptz not null default now(),
  constraint businesses_pk primary key (town, business, version)
);

-- Switched off means that nothing new is placed; what has begun goes on.
create table orders.switches (
  town     integer not null,
  business text    not null,
  is_on    boolean not null,
  constraint switches_pk primary key (town, business)
);

-- Rates that override a manifest's from an instant on; an order keeps those of its placement.
create table orders.tariffs (
  town         integer     not null,
  effective_at timestamptz not null, -- town time
  business     text        not null,
  rates        json        not null,
  set_by       uuid        not null,
  constraint tariffs_pk primary key (town, business, effective_at)
);
