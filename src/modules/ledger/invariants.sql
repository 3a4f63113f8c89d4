-- name: balances_match_the_journal
-- What an account holds is what its transfers brought it.
with moved as (
  select town, account, sum(amount) as amount from (
    select town, credit as account, amount_minor as amount from ledger.transfers where credit is not null
    union all
    select town, debit, -amount_minor from ledger.transfers where debit is not null) sides
  group by town, account)
select coalesce(a.town, m.town) as town, a.name, m.account, a.balance, m.amount
from ledger.accounts a full join moved m on m.town = a.town and m.account = a.id
where coalesce(a.balance, 0) <> coalesce(m.amount, 0) or a.id is null;

-- name: no_account_below_its_floor
select town, name, balance, floor from ledger.accounts where balance < floor;

-- name: transfers_stay_in_their_currency
select t.town, t.command_id, t.n, t.currency, d.name as debit, c.name as credit
from ledger.transfers t
left join ledger.accounts d on d.town = t.town and d.id = t.debit
left join ledger.accounts c on c.town = t.town and c.id = t.credit
where d.currency <> t.currency or c.currency <> t.currency;
