-- What stands in the pots of open orders, as its owners read it: a projection of the journal. A pot that is empty has
-- no rows.
create table ledger.held (
  town           integer     not null,
  order_id       uuid        not null,
  pot            text        not null,
  account        uuid        not null,
  currency       text        not null,
  position_minor bigint      not null, -- below 0 for an account that paid in, above 0 for one that was paid out
  since          timestamptz not null, -- town time
  constraint held_pk primary key (town, order_id, pot, account)
);
create index held_by_account on ledger.held (town, account, order_id);
create view ledger.public_held as
  select h.town, h.order_id, h.pot, a.party, a.purpose, h.currency, h.position_minor, h.since
  from ledger.held h join ledger.accounts a on a.town = h.town and a.id = h.account;
