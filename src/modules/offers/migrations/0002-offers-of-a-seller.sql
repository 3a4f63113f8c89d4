-- no transaction
-- A seller reads and changes all of their own offers, archived ones too.

create index concurrently if not exists offers_by_seller on offers.offers (town, seller, created_at desc, id desc);
