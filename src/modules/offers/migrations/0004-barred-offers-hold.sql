alter table offers.offers validate constraint offers_status_known;
