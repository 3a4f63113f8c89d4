-- Where shops say that they are.

create table places.places (
  town       integer          not null,
  party      uuid             not null,
  latitude   double precision not null constraint places_latitude_on_earth check (latitude between -90 and 90),
  longitude  double precision not null constraint places_longitude_on_earth check (longitude between -180 and 180),
  is_shown   boolean          not null,
  is_rough   boolean          not null, -- rounded to about 100 m before it was stored
  address    text             not null constraint places_address_length check (length(address) <= 200),
  constraint places_pk primary key (town, party)
);
