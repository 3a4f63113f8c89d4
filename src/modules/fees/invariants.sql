-- name: charges_are_transfers
-- What a seller is told was taken is what was taken, to the minor unit.
select c.town, c.command_id, c.n, c.amount_minor, t.amount_minor as transferred
from fees.charges c
left join ledger.public_transfers t on t.town = c.town and t.command_id = c.command_id and t.n = c.n
where t.amount_minor is distinct from abs(c.amount_minor)
  or c.amount_minor <> (select sum((line ->> 'amountMinor')::bigint) from json_array_elements(c.lines) as line);

-- name: numbers_are_without_gaps
select town, year, count(*) as documents, max(number) as last from fees.documents
group by town, year having count(*) <> max(number) or min(number) <> 1;

-- name: documents_add_up
select town, year, number, total_minor from fees.documents
where total_minor <> (select sum((line ->> 'amountMinor')::bigint) from json_array_elements(lines) as line);
