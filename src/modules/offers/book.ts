import { bools, int4s, int8s, jsons, prepared, type Row, type SetStatement, texts, uuids } from '#kernel/wire'
import type { Offer } from './offer.ts'

const load = prepared(
  'offers.load-offers',
  `select id, business, seller, title, description, category, currency, price_minor, tax_code, price_includes_tax,
          group_id, variant, pictures, attributes, status, rev
   from offers.offers where town = $1 and id = any($2::uuid[])`,
)

/** Reads offers. No lock: only the engine writes them, one batch after the other. */
export function loadOffers(town: number, ids: readonly string[]): SetStatement {
  return load(town, uuids(ids))
}

/** Reads a row of `loadOffers`. */
export function offerOf(row: Row): Offer {
  const [
    id, business, seller, title, description, category, currency, priceMinor, taxCode, priceIncludesTax,
    groupId, variant, pictures, attributes, status, rev,
  ] = row // prettier-ignore
  return {
    id,
    business,
    seller,
    title,
    description,
    category,
    currency,
    priceMinor,
    taxCode,
    priceIncludesTax,
    groupId,
    variant,
    pictures,
    attributes,
    status,
    rev,
  } as Offer // prettier-ignore -- columns as selected above, parsed by the connection
}

// The pictures of an offer travel as JSON: an array of arrays of different lengths does not exist in PostgreSQL.
const store = prepared(
  'offers.store-offers',
  `with stored as (
     insert into offers.offers as o (town, rev, id, seller, group_id, price_minor, created_at, price_includes_tax,
       business, status, category, currency, tax_code, title, description, pictures, variant, attributes)
     select $1, u.rev, u.id, u.seller, u.group_id, u.price_minor, to_timestamp($2::float8 / 1000), u.price_includes_tax,
       u.business, u.status, u.category, u.currency, u.tax_code, u.title, u.description,
       array(select json_array_elements_text(u.pictures)), u.variant, u.attributes
     from unnest($3::int4[], $4::uuid[], $5::uuid[], $6::uuid[], $7::int8[], $8::bool[], $9::text[], $10::text[],
       $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::json[], $17::json[], $18::json[])
       as u (rev, id, seller, group_id, price_minor, price_includes_tax, business, status, category, currency, tax_code,
         title, description, pictures, variant, attributes)
     on conflict on constraint offers_pk do update
       set rev = excluded.rev, group_id = excluded.group_id, price_minor = excluded.price_minor,
           price_includes_tax = excluded.price_includes_tax, status = excluded.status, category = excluded.category,
           currency = excluded.currency, tax_code = excluded.tax_code, title = excluded.title,
           description = excluded.description, pictures = excluded.pictures, variant = excluded.variant,
           attributes = excluded.attributes
       where o.rev < excluded.rev
     returning 1)
   select kernel.expect(count(*), $19) from stored`,
)

/** Stores offers, each once, with a rev above the one they were read with. @param at town time of the batch, ms */
export function storeOffers(town: number, at: number, offers: readonly Offer[]): SetStatement {
  return store(
    town,
    at,
    int4s(offers.map(({ rev }) => rev)),
    uuids(offers.map(({ id }) => id)),
    uuids(offers.map(({ seller }) => seller)),
    uuids(offers.map(({ groupId }) => groupId)),
    int8s(offers.map(({ priceMinor }) => priceMinor)),
    bools(offers.map(({ priceIncludesTax }) => priceIncludesTax)),
    texts(offers.map(({ business }) => business)),
    texts(offers.map(({ status }) => status)),
    texts(offers.map(({ category }) => category)),
    texts(offers.map(({ currency }) => currency)),
    texts(offers.map(({ taxCode }) => taxCode)),
    texts(offers.map(({ title }) => title)),
    texts(offers.map(({ description }) => description)),
    jsons(offers.map(({ pictures }) => JSON.stringify(pictures))),
    jsons(offers.map(({ variant }) => JSON.stringify(variant))),
    jsons(offers.map(({ attributes }) => JSON.stringify(attributes))),
    offers.length,
  )
}
