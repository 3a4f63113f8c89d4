-- What recommending learns from, and what orders are attributed by.

-- The last decision that led somebody to a thing; forgotten after a week.
create table recommend.touches (
  town     integer     not null,
  person   uuid        not null, -- a pseudonym of the stream of interactions
  offer    uuid        not null,
  decision uuid        not null,
  at       timestamptz not null, -- town time
  constraint touches_pk primary key (town, person, offer)
);

-- Things that were bought because of a decision; their way back counts against it.
create table recommend.purchases (
  town     integer     not null,
  order_id uuid        not null,
  offer    uuid        not null,
  decision uuid        not null,
  at       timestamptz not null, -- town time
  constraint purchases_pk primary key (town, order_id, offer)
);

-- What was shown where, with its probability and its features, and what came of each place.
create table recommend.lessons (
  town     integer     not null,
  id       uuid        not null, -- of the decision
  at       timestamptz not null, -- town time
  point    text        not null,
  columns  text        not null, -- hash of the names of the columns
  things   uuid[]      not null,
  p        real[]      not null
    constraint lessons_p_is_probabilities check (0 < all (p) and 1 >= all (p)),
  features real[]      not null, -- row after row
  seen     boolean[]   not null, -- the place was on the screen
  gains    real[]      not null,
  constraint lessons_pk primary key (town, id),
  constraint lessons_rows_fit check (
    cardinality(p) = cardinality(things) and cardinality(gains) = cardinality(things)
    and cardinality(seen) = cardinality(things) and cardinality(features) % cardinality(things) = 0)
);
create index lessons_newest on recommend.lessons (town, point, at desc);
