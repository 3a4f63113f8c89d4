-- name: the_log_has_no_gap
-- Positions of a town run from 1 to the newest, each given to one command.
select l.town, l.pos as newest, count(e.pos) as receipts, coalesce(max(e.pos), 0) as newest_event
from kernel.lease l left join kernel.events e on e.town = l.town and e.n = 0
group by l.town, l.pos
having count(e.pos) <> l.pos or coalesce(max(e.pos), 0) <> l.pos or count(distinct e.pos) <> l.pos;

-- name: events_of_a_command_share_its_position
select e.town, e.id, e.n from kernel.events e
left join kernel.events first on first.town = e.town and first.id = e.id and first.n = 0
where e.n > 0 and e.pos is distinct from first.pos;

-- name: cursors_are_not_ahead_of_the_log
select c.town, c.name, c.pos, l.pos as newest from kernel.cursors c left join kernel.lease l on l.town = c.town
where c.pos > coalesce(l.pos, 0);
