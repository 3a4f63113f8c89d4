-- no transaction
-- The box around a circle is read by this.

create index concurrently if not exists listings_place on offers.listings (town, latitude, longitude)
  where is_listed and latitude is not null;
