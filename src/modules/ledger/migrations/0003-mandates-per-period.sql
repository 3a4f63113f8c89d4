-- A standing mandate may also be limited by period: what was drawn since the period began counts.
alter table ledger.mandates
  add column period_days        integer,
  add column period_limit_minor bigint,
  add column period_starts_at   timestamptz, -- town time; null until the first debit
  add column spent_minor        bigint,
  add constraint mandates_period_whole check (
    (period_days is null) = (period_limit_minor is null) and (period_days is null) = (spent_minor is null)),
  add constraint mandates_spent_within_limit check (spent_minor between 0 and period_limit_minor);
