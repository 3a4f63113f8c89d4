-- name: positions_end_where_the_stream_stands
select s.town, s.pos from interactions.streams s
  where s.pos <> coalesce((select max(e.pos) from interactions.events e where e.town = s.town), s.pos);

-- name: positions_are_without_gaps
select town, count(*), min(pos), max(pos) from interactions.events
  group by town having count(*) <> max(pos) - min(pos) + 1;

-- name: nobody_is_named_without_a_pseudonym
select town, id from interactions.events where personal is not null and person is null;

-- name: readers_are_not_ahead_of_the_stream
select c.town, c.name, c.pos from interactions.cursors c
  join interactions.streams s on s.town = c.town where c.pos > s.pos;
