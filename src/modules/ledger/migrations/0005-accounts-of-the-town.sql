-- no transaction
-- The town's own accounts are few among everybody's.

create index concurrently if not exists accounts_of_town on ledger.accounts (town, name) where party is null;
