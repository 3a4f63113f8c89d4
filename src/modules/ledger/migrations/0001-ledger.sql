-- Double entry: accounts, the transfers between them, and standing permissions to debit.

create table ledger.accounts (
  town     integer not null,
  id       uuid    not null, -- UUIDv5 of the name
  party    uuid,             -- null for the town's own accounts
  balance  bigint  not null,
  floor    bigint  not null,
  version  bigint  not null, -- counts stores
  name     text    not null,
  purpose  text    not null,
  currency text    not null,
  constraint accounts_pk primary key (town, id),
  constraint accounts_balance_not_below_floor check (balance >= floor)
) with (fillfactor = 50);
create index accounts_party on ledger.accounts (town, party) where party is not null;

-- A side without an account is the pot of the order named beside it: its balance is on the order.
create table ledger.transfers (
  town         integer     not null,
  n            smallint    not null,
  command_id   uuid        not null,
  order_id     uuid,
  debit        uuid,
  credit       uuid,
  amount_minor bigint      not null,
  at           timestamptz not null, -- town time
  currency     text        not null,
  code         text        not null,
  debit_pot    text,
  credit_pot   text,
  constraint transfers_pk primary key (town, command_id, n),
  constraint transfers_amount_above_zero check (amount_minor > 0),
  constraint transfers_two_sides check ((debit is null) = (debit_pot is not null)
    and (credit is null) = (credit_pot is not null)),
  constraint transfers_pot_has_order check (order_id is not null or (debit_pot is null and credit_pot is null))
);
create trigger transfers_append_only before update or delete or truncate on ledger.transfers
  for each statement execute function kernel.forbid();

create table ledger.mandates (
  town        integer     not null,
  party       uuid        not null,
  business    text        not null,
  name        text        not null,
  currency    text        not null,
  limit_minor bigint      not null constraint mandates_limit_not_negative check (limit_minor >= 0),
  expires_at  timestamptz, -- town time
  is_active   boolean     not null,
  constraint mandates_pk primary key (town, party, business, name, currency)
);

-- What an account's owner reads: one row a side, written by a projection.
create table ledger.statements (
  town         integer     not null,
  account      uuid        not null,
  pos          bigint      not null,
  n            smallint    not null,
  amount_minor bigint      not null, -- above 0 when the account gained
  command_id   uuid        not null,
  order_id     uuid,
  other        uuid,       -- the other account; null for a pot
  at           timestamptz not null,
  code         text        not null,
  constraint statements_pk primary key (town, account, pos, n)
);

-- For checks by other modules.
create view ledger.public_accounts as
  select town, id, name, party, purpose, currency, balance from ledger.accounts;
create view ledger.public_transfers as
  select t.town, t.command_id, t.n, t.order_id, d.name as debit, c.name as credit, t.debit_pot, t.credit_pot,
         t.amount_minor, t.currency, t.code, t.at
  from ledger.transfers t
  left join ledger.accounts d on d.town = t.town and d.id = t.debit
  left join ledger.accounts c on c.town = t.town and c.id = t.credit;
