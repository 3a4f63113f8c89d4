-- name: values_are_what_the_outcomes_say
select r.town, r.id from decisions.records r
  where (r.value is not null) <> exists (
    select 1 from decisions.outcomes o where o.town = r.town and o.decision = r.id);

-- name: outcomes_belong_to_decisions
select o.town, o.decision from decisions.outcomes o
  where not exists (select 1 from decisions.records r where r.town = o.town and r.id = o.decision);

-- name: overrides_belong_to_decisions
select o.town, o.decision from decisions.overrides o
  where not exists (select 1 from decisions.records r where r.town = o.town and r.id = o.decision);

-- name: contests_belong_to_decisions
select c.town, c.decision from decisions.contests c
  where not exists (select 1 from decisions.records r where r.town = c.town and r.id = c.decision);

-- name: slates_have_a_probability_a_place
select town, id from decisions.records where fallback is null and cardinality(chosen) <> cardinality(conditional);

-- name: buckets_count_what_is_recorded
-- Half a day before the newest bucket: what lies earlier may be forgotten already.
with newest as (
  select town, point, date_bin('1 hour', max(at), 'epoch') - interval '12 hours' as since
  from (select town, point, at from decisions.buckets union all select town, point, at from decisions.deltas) b
  group by town, point),
counted as (
  select b.town, b.point, sum((b.tally ->> 'n')::bigint) as n
  from (select town, point, at, tally from decisions.buckets union all
        select town, point, at, tally from decisions.deltas) b
  join newest w on w.town = b.town and w.point = b.point and b.at >= w.since
  group by b.town, b.point)
select c.town, c.point, c.n, r.n as recorded from counted c
join newest w on w.town = c.town and w.point = c.point
cross join lateral (
  select count(*) as n from decisions.records r
  where r.town = c.town and r.point = c.point and r.at >= w.since) r
where coalesce(c.n, 0) <> r.n;
