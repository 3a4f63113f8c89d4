-- What the town has taken down: its seller cannot put it up again.

alter table offers.offers drop constraint offers_status_known;
alter table offers.offers
  add constraint offers_status_known check (status in ('active', 'archived', 'barred')) not valid;
