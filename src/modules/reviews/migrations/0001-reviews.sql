-- What buyers say of what they have bought. Words are sealed under the key of who wrote them.

create table reviews.reviews (
  town integer not null,
  id uuid not null,
  order_id uuid not null,
  -- The variant that was ordered, and the thing it belongs to.
  offer uuid not null,
  listing uuid not null,
  seller uuid not null,
  reviewer uuid not null,
  stars smallint not null,
  sealed text,
  pictures text[] not null,
  -- Town time, as the other instants.
  written_at timestamptz not null,
  edited_at timestamptz,
  -- The seller's, once.
  answer_sealed text,
  answered_at timestamptz,
  -- By a ruling.
  removed_at timestamptz,
  constraint reviews_pk primary key (town, id),
  constraint reviews_one_a_line unique (town, order_id, offer),
  constraint reviews_stars_one_to_five check (stars between 1 and 5),
  constraint reviews_not_of_oneself check (reviewer <> seller),
  constraint reviews_pictures_few check (cardinality(pictures) <= 5),
  constraint reviews_answered_at_a_time check (answer_sealed is null or answered_at is not null)
);
create index reviews_of_listing on reviews.reviews (town, listing, id desc) include (stars) where removed_at is null;
create index reviews_of_seller on reviews.reviews (town, seller, id desc);
create index reviews_by_reviewer on reviews.reviews (town, reviewer, id desc);

-- How a thing, or all of a seller, is rated: counted from the reviews in the transaction that changes them.
create table reviews.ratings (
  town integer not null,
  subject uuid not null,
  stars_sum bigint not null,
  counts integer[] not null,
  constraint ratings_pk primary key (town, subject),
  constraint ratings_five_counts check (cardinality(counts) = 5),
  constraint ratings_not_negative check (stars_sum >= 0 and 0 <= all (counts))
);

-- For lists and rankings of others. `rank_mean` is drawn towards 4.0 by the weight of five reviews, so that one
-- five-star review does not outrank two hundred; people are shown the plain mean with its count.
create view reviews.public_ratings as
  select town, subject, count, stars_sum,
    case when count = 0 then null else stars_sum::float8 / count end as mean,
    (stars_sum + 20)::float8 / (count + 5) as rank_mean
  from (select town, subject, stars_sum, (select sum(n) from unnest(counts) n)::integer as count
    from reviews.ratings) counted;
