-- name: listings_have_offers
select l.town, l.id from offers.listings l
  left join offers.offers o on o.town = l.town and o.id = l.id
  where o.id is null;

-- name: variants_share_seller_and_business
select v.town, v.id from offers.offers v
  left join offers.offers h on h.town = v.town and h.id = v.group_id
  where v.group_id is not null
    and (h.id is null or h.seller <> v.seller or h.business <> v.business or h.group_id is distinct from h.id);

-- name: listings_count_their_variants
select l.town, l.id from offers.listings l
  where cardinality(l.cell_ids) <> cardinality(l.variants) or l.price_minor > l.price_minor_max;
