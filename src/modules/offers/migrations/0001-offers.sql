-- What parties offer, the categories it is found under, and ready-made listings kept by events.

create table offers.offers (
  town               integer     not null,
  rev                integer     not null constraint offers_rev_from_one check (rev >= 1),
  id                 uuid        not null,
  seller             uuid        not null,
  group_id           uuid,                 -- id of the first variant
  price_minor        bigint      not null constraint offers_price_not_negative check (price_minor >= 0),
  created_at         timestamptz not null, -- town time
  price_includes_tax boolean     not null,
  business           text        not null,
  status             text        not null constraint offers_status_known check (status in ('active', 'archived')),
  category           text        not null,
  currency           text        not null constraint offers_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
  tax_code           text        not null,
  title              text        not null constraint offers_title_length check (length(title) between 1 and 140),
  description        text        not null constraint offers_description_length check (length(description) <= 10000),
  pictures           text[]      not null,
  variant            json        not null,
  attributes         json        not null,
  constraint offers_pk primary key (town, id)
);
create index offers_group on offers.offers (town, group_id, id) where group_id is not null;

create table offers.categories (
  town   integer  not null,
  sort   smallint not null,
  slug   text     not null constraint categories_slug_shape check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  parent text,
  titles json     not null, -- words by language
  constraint categories_pk primary key (town, slug),
  constraint categories_not_its_own_parent check (parent <> slug),
  constraint categories_parent_known foreign key (town, parent) references offers.categories (town, slug)
);

-- One row for each thing that is offered, whatever its variants: what a card in a list and the page of one thing show,
-- as JSON text that goes out as it is. Counts are not in it: they are read from capacity.public_cells.
create table offers.listings (
  town            integer     not null,
  price_minor     bigint      not null, -- of the cheapest variant
  price_minor_max bigint      not null,
  id              uuid        not null, -- of the offer, or of the first variant
  seller          uuid        not null,
  listed_at       timestamptz not null,
  is_listed       boolean     not null, -- false once every variant is archived
  category_path   text[]      not null, -- from the top category down
  business        text        not null,
  cell_ids        uuid[]      not null, -- stock of each variant
  card            text        not null, -- JSON object without its closing brace
  detail          text        not null, -- likewise
  variants        text[]      not null, -- likewise, one each
  search          tsvector    not null,
  constraint listings_pk primary key (town, id)
);
create index listings_newest on offers.listings (town, listed_at desc, id desc) where is_listed;
create index listings_by_price on offers.listings (town, price_minor, id) where is_listed;
create index listings_by_seller on offers.listings (town, seller, listed_at desc, id desc) where is_listed;
create index listings_search on offers.listings using gin (search) where is_listed;
create index listings_category on offers.listings using gin (category_path) where is_listed;
