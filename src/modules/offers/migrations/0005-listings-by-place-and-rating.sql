-- Where the seller is, when that is shown, and what buyers say: for lists that the index does not answer.

alter table offers.listings
  add column latitude double precision,
  add column longitude double precision,
  add column rating_rank integer, -- thousandths of a star
  add column stars smallint;      -- of a mean of 4.6 it is 4
