-- Counted cells: stock, seats, days, slots, units, budgets. Constraints are the last guard against overselling.

create table capacity.cells (
  town      integer not null,
  id        uuid    not null, -- UUIDv5 of the name
  available bigint  not null constraint cells_available_not_negative check (available >= 0),
  held      bigint  not null constraint cells_held_not_negative check (held >= 0),
  sold      bigint  not null constraint cells_sold_not_negative check (sold >= 0),
  version   bigint  not null, -- counts stores
  name      text    not null,
  constraint cells_pk primary key (town, id)
) with (fillfactor = 50);

-- For listings and checks by other modules.
create view capacity.public_cells as select town, id, name, available, held, sold from capacity.cells;
