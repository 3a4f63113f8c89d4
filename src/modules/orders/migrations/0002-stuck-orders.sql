-- no transaction
-- Orders that a refused timer left where they are are few, and looked for among millions.

create index concurrently if not exists order_state_stuck on orders.order_state (town, id) where stuck is not null;
