-- Whoever brought something may take it back: a report before it is ruled, or the wish for another look.

alter table cases.statements
  add column withdrawn_at timestamptz,
  drop constraint statements_role_known,
  add constraint statements_role_known check (role in ('report', 'answer', 'addition', 'withdrawal'));
-- Who took a report back may report again.
drop index cases.statements_one_report;
create unique index statements_one_report on cases.statements (town, case_id, party)
  where role = 'report' and withdrawn_at is null;

alter table cases.cases
  add column withdrawn_at timestamptz,
  drop constraint cases_state_known,
  add constraint cases_state_known check (state in ('open', 'ruled', 'withdrawn')),
  drop constraint cases_ruled_with_ruling,
  add constraint cases_ruled_with_ruling check (state <> 'ruled' or (ruled_at is not null and ruling is not null)),
  add constraint cases_withdrawn_before_ruled check ((state = 'withdrawn') = (withdrawn_at is not null)
    and (state <> 'withdrawn' or ruled_at is null));
