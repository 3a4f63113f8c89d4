-- name: a_rating_counts_the_reviews_that_are_shown
with shown as (
  select town, subject, stars from reviews.reviews
  cross join lateral (values (listing), (seller)) as about (subject) where removed_at is null),
counted as (select town, subject, sum(stars) as stars_sum, count(*) as count from shown group by town, subject)
select coalesce(c.town, r.town) as town, coalesce(c.subject, r.subject) as subject
from counted c full join reviews.public_ratings r on r.town = c.town and r.subject = c.subject
where coalesce(c.stars_sum, 0) <> coalesce(r.stars_sum, 0) or coalesce(c.count, 0) <> coalesce(r.count, 0);
