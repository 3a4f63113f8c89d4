-- A town as the first generation of the schema held it: 2,000 people who were given 10.00 each, 500 offers with stock,
-- 1,500 orders that are paid, completed or cancelled. It fits that generation only and never changes.

insert into kernel.towns (id, name, time_zone, currency, is_sandbox, code_secret)
values (1, 'Lakeside', 'Europe/Berlin', 'EUR', true, '\x00');

create temporary table people as
select n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id from generate_series(1, 2000) n;
create temporary table deals as
select n, ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid as id,
  ('00000000-0000-7000-a000-' || lpad(to_hex(n % 500 + 1), 12, '0'))::uuid as offer,
  ('00000000-0000-7000-8000-' || lpad(to_hex(n % 1000 + 1001), 12, '0'))::uuid as buyer,
  ('00000000-0000-7000-8000-' || lpad(to_hex(n % 500 + 1), 12, '0'))::uuid as seller,
  (array ['paid', 'completed', 'cancelled'])[n % 3 + 1] as state
from generate_series(1, 1500) n;

insert into identity.parties (town, id, kind, slug, name, joined_at)
select 1, id, case when n <= 500 then 'firm' else 'person' end, 'party-' || n, 'Party ' || n, '2026-01-01' from people;
insert into identity.grants (town, party, name, granted_at)
select 1, id, 'operator', '2026-01-01' from people where n = 501;
insert into identity.memberships (town, person, party, joined_at)
select 1, p.id, f.id, '2026-01-01' from people p join people f on f.n = p.n - 500 where p.n between 501 and 1000;
insert into identity.tokens (town, id, hash, party, label, created_at, expires_at)
select 1, id, sha256(id::text::bytea), id, 'till', '2026-01-01', '2026-02-01' from people where n % 10 = 0;
insert into identity.links (town, hash, party, label, expires_at)
select 1, sha256(id::text::bytea), id, 'operator', '2026-02-01' from people where n = 501;

insert into offers.categories (town, sort, slug, titles) values (1, 1, 'things', '{"en": "Things"}');
insert into offers.offers (town, rev, id, seller, price_minor, created_at, price_includes_tax, business, status,
  category, currency, tax_code, title, description, pictures, variant, attributes)
select 1, 1, d.offer, d.seller, 100, '2026-01-01', true, 'stall', 'active', 'things', 'EUR', 'standard',
  'Thing ' || d.n, '', '{}', '{}', '{}' from deals d where d.n <= 500;

-- An order holds its price in a pot until it is completed (paid on to the seller) or cancelled (given back).
insert into ledger.transfers (town, n, command_id, order_id, debit, credit, amount_minor, at, currency, code, debit_pot,
  credit_pot)
select 1, 0, id, null::uuid, '00000000-0000-5000-8000-000000000000'::uuid, id, 1000, '2026-01-01'::timestamptz, 'EUR',
  'issue', null, null from people
union all
select 1, 0, id, id, buyer, null, 100, '2026-01-02', 'EUR', 'hold', null, 'escrow' from deals
union all
select 1, 1, id, id, null, case state when 'completed' then seller else buyer end, 100, '2026-01-03', 'EUR', 'settle',
  'escrow', null from deals where state <> 'paid';
insert into ledger.accounts (town, id, party, balance, floor, version, name, purpose, currency)
select 1, a.id, a.party, coalesce(m.amount, 0), a.floor, 1, a.name, a.purpose, 'EUR'
from (
  select id, id as party, 0 as floor, 'wallet:' || id || ':EUR' as name, 'wallet' as purpose from people
  union all
  select '00000000-0000-5000-8000-000000000000', null, -9000000000000000, '@issue:EUR', '@issue') a
left join (
  select account, sum(amount)::bigint as amount from (
    select credit as account, amount_minor as amount from ledger.transfers where credit is not null
    union all select debit, -amount_minor from ledger.transfers where debit is not null) sides group by account) m
  on m.account = a.id;
insert into ledger.statements (town, account, pos, n, amount_minor, command_id, at, code)
select 1, id, n, 0, 1000, id, '2026-01-01', 'issue' from people;

insert into orders.businesses (town, version, business, hash, manifest)
values (1, 1, 'stall', '\x00', '{}');
insert into orders.orders (town, version, id, placed_at, business, currency, lines, rates)
select 1, 1, id, '2026-01-02', 'stall', 'EUR', json_build_array(json_build_object('offerId', offer, 'qty', 1)), '{}'
from deals;
insert into orders.order_state (town, rev, id, version, captured_minor, refunded_minor, held_minor, ending, roles,
  terms, data, pots, holds, mandates, state)
select 1, 1, id, 1, 100, case state when 'cancelled' then 100 else 0 end, case state when 'paid' then 100 else 0 end,
  case state when 'paid' then null when 'completed' then 'done' else 'undone' end,
  json_build_object('buyer', buyer, 'seller', seller), '{}', '{}',
  case state when 'paid' then json_build_object('escrow', json_build_object(buyer, -100)) else '{}' end,
  case state when 'cancelled' then '{}'
    else json_build_object('stock', json_build_array(json_build_array('stall/' || offer, 1))) end, '{}', state
from deals;
insert into orders.order_party (town, order_id, party, role, business)
select 1, id, buyer, 'buyer', 'stall' from deals;
insert into orders.timers (town, due_at, order_id, rev, key)
select 1, '2026-01-09', id, 1, 'after:P7D' from deals where state = 'paid';
insert into capacity.cells (town, id, available, held, sold, version, name)
select 1, offer, 1000, count(*) filter (where state = 'paid'), count(*) filter (where state = 'completed'), 1,
  'stall/' || offer from deals group by offer;

insert into kernel.events (town, n, id, subject, actor, pos, at, type, hash, data)
select 1, 0, id, id, id, n, '2026-01-01'::timestamptz, 'ledger.issued', '\x00'::bytea, '{}'::json from people
union all
select 1, 0, id, id, buyer, 2000 + n, '2026-01-02', 'stall.placed', '\x00', '{}' from deals;
insert into kernel.lease (town, epoch, seq, pos, address, secret, heartbeat_at)
select 1, 1, 1, max(pos), 'http://127.0.0.1:1', '', '-infinity' from kernel.events;
insert into kernel.cursors (town, name, pos) select 1, 'ledger.statements', max(pos) from kernel.events;
insert into kernel.idempotency_keys (town, identity, route, key, id)
select 1, id, 'POST /v1/orders', 'key', id from people;

drop table people, deals;
