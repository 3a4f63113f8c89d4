-- What moved an account, for the reconciliation of other modules; follows the journal within a second.
create view ledger.public_statements as
  select town, account, pos, n, amount_minor, command_id, order_id, at, code from ledger.statements;
