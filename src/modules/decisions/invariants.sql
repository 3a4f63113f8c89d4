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

-- name: slates_have_a_probability_a_place
select town, id from decisions.records where fallback is null and cardinality(chosen) <> cardinality(conditional);
