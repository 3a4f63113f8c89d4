-- name: money_sums_to_zero
-- All accounts of a currency, and what orders hold of it, are together zero: money is moved, never made.
select coalesce(a.town, h.town) as town, coalesce(a.currency, h.currency) as currency, a.balance, h.held
from (select town, currency, sum(balance) as balance from ledger.public_accounts group by town, currency) a
full join (
  select s.town, o.currency, sum(s.held_minor) as held
  from orders.order_state s join orders.orders o on o.town = s.town and o.id = s.id group by s.town, o.currency) h
  on h.town = a.town and h.currency = a.currency
where coalesce(a.balance, 0) + coalesce(h.held, 0) <> 0;

-- name: pots_match_the_journal
-- What is in a pot is what was paid in less what was paid out.
with journal as (
  select town, order_id, pot, sum(amount) as held from (
    select town, order_id, credit_pot as pot, amount_minor
      as amount from ledger.public_transfers where credit_pot is not null
    union all
    select town, order_id, debit_pot, -amount_minor from ledger.public_transfers where debit_pot is not null) sides
  group by town, order_id, pot),
noted as (
  select s.town, s.id as order_id, pot.key as pot, -sum(position.value::bigint) as held
  from orders.order_state s cross join json_each(s.pots) as pot cross join json_each_text(pot.value) as position
  group by s.town, s.id, pot.key)
select coalesce(j.town, n.town) as town, coalesce(j.order_id, n.order_id) as order_id, coalesce(j.pot, n.pot) as pot,
  j.held as in_journal, n.held as on_order
from journal j full join noted n on n.town = j.town and n.order_id = j.order_id and n.pot = j.pot
where coalesce(j.held, 0) <> coalesce(n.held, 0);

-- name: held_is_the_sum_of_the_pots
select s.town, s.id, s.held_minor
from orders.order_state s
where s.held_minor <> coalesce((
  select -sum(position.value::bigint) from json_each(s.pots) as pot, json_each_text(pot.value) as position), 0);

-- name: ended_orders_hold_no_money
select town, id, held_minor from orders.order_state where ending is not null and held_minor <> 0;

-- name: orders_undone_hold_nothing
select town, id, holds from orders.order_state where ending = 'undone' and exists (select 1 from json_each(holds));

-- name: cells_match_orders
-- What a cell counts as held is noted on open orders, what it counts as sold on orders that ended well.
with noted as (
  select s.town, cell.value ->> 0 as name,
    sum((cell.value ->> 1)::bigint) filter (where s.ending is null) as held,
    sum((cell.value ->> 1)::bigint) filter (where s.ending is not null) as sold
  from orders.order_state s cross join json_each(s.holds) as hold cross join json_array_elements(hold.value) as cell
  group by s.town, cell.value ->> 0)
select coalesce(c.town, n.town) as town, coalesce(c.name, n.name) as name, c.held, n.held as held_by_orders, c.sold,
  n.sold as sold_by_orders
from capacity.public_cells c full join noted n on n.town = c.town and n.name = c.name
where coalesce(c.held, 0) <> coalesce(n.held, 0) or coalesce(c.sold, 0) <> coalesce(n.sold, 0);

-- name: every_order_has_a_state
select coalesce(o.town, s.town) as town, coalesce(o.id, s.id) as id
from orders.orders o full join orders.order_state s on s.town = o.town and s.id = o.id
where o.id is null or s.id is null;
