-- name: a_ruled_case_has_its_ruling
select c.town, c.id from cases.cases c
  left join lateral (select r.ruling from cases.rulings r
    where r.town = c.town and r.case_id = c.id order by r.n desc limit 1) r on true
  where c.state = 'ruled' and r.ruling is distinct from c.ruling;

-- name: a_case_counts_its_reports
select c.town, c.id from cases.cases c
  where c.reports <> (select count(*) from cases.statements s
    where s.town = c.town and s.case_id = c.id and s.role = 'report'
      and s.withdrawn_at is null);

-- name: nobody_rules_a_second_time_without_being_asked
select r.town, r.case_id from cases.rulings r join cases.cases c on c.town = r.town and c.id = r.case_id
  where r.n = 2 and c.reopened_at is null;

-- name: a_case_that_was_taken_back_has_no_report_left
select c.town, c.id from cases.cases c where c.state = 'withdrawn' and (c.reports > 0 or c.ruling is not null);
