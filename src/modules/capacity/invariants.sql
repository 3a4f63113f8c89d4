-- name: no_cell_below_zero
select town, name, available, held, sold from capacity.cells where available < 0 or held < 0 or sold < 0;
