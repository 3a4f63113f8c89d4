-- The address that a checkout begins with; without one it is the oldest.

alter table identity.addresses add column is_default boolean not null default false;
create unique index addresses_one_default on identity.addresses (town, party) where is_default;
