-- name: sums_are_those_of_the_units
select s.town, s.experiment, s.metric, s.arm from experiments.arm_sums s
  join (select town, experiment, metric, epoch, arm, count(*) as n, sum(y) as y, sum(x * y) as xy
        from experiments.unit_sums group by 1, 2, 3, 4, 5) u
    using (town, experiment, metric, epoch, arm)
  where s.n <> u.n or abs(s.y - u.y) > 1e-6 * (1 + abs(u.y)) or abs(s.xy - u.xy) > 1e-6 * (1 + abs(u.xy));

-- name: counts_are_those_of_the_exposures
select c.town, c.experiment, c.epoch, c.arm from experiments.arm_counts c
  where c.units <> (select count(*) from experiments.exposures e
    where e.town = c.town and e.experiment = c.experiment and e.epoch = c.epoch and e.arm = c.arm);

-- name: probabilities_of_an_epoch_add_up_to_one
select town, experiment, epoch from experiments.epochs
  group by town, experiment, epoch having abs(sum(p) - 1) > 1e-9;
