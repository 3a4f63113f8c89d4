import { createNamedIds } from '#kernel/ids'
import { int8s, prepared, type Row, type SetStatement, texts, uuids } from '#kernel/wire'
import type { Cell, CellName } from './cells.ts'

/** The key of a cell: UUIDv5 of its name. */
export const cellId: (name: CellName) => string = createNamedIds()

const load = prepared(
  'capacity.load-cells',
  `select name, available, held, sold, version from capacity.cells
   where town = $1 and id = any($2::uuid[]) order by id for no key update`,
)

/** Locks and reads the rows of cells, in order of id. */
export function loadCells(town: number, names: readonly CellName[]): SetStatement {
  return load(town, uuids(names.map(cellId)))
}

/** Reads a row of `loadCells`. */
export function cellOf(row: Row): Cell {
  const [name, available, held, sold, version] = row
  return { name, available, held, sold, version } as Cell // columns as selected above, parsed by the connection
}

const insert = prepared(
  'capacity.insert-cells',
  `insert into capacity.cells (town, id, available, held, sold, version, name)
   select $1, u.id, u.available, u.held, u.sold, 1, u.name
   from unnest($2::uuid[], $3::int8[], $4::int8[], $5::int8[], $6::text[]) as u (id, available, held, sold, name)`,
)
const update = prepared(
  'capacity.update-cells',
  `with stored as (
     update capacity.cells c set available = u.available, held = u.held, sold = u.sold, version = c.version + 1
     from unnest($2::uuid[], $3::int8[], $4::int8[], $5::int8[], $6::int8[]) as u (id, available, held, sold, version)
     where c.town = $1 and c.id = u.id and c.version = u.version returning 1)
   select kernel.expect(count(*), $7) from stored`,
)

/**
 * Stores new counts: cells of version 0 have no row yet. A row whose version is another than the one read raises:
 * somebody wrote it past the engine.
 */
export function storeCells(town: number, cells: readonly Cell[]): SetStatement[] {
  const fresh = cells.filter(({ version }) => version === 0)
  const known = cells.filter(({ version }) => version > 0)
  const statements: SetStatement[] = []
  if (fresh.length > 0) statements.push(insert(town, ...countsOf(fresh), texts(fresh.map(({ name }) => name))))
  if (known.length > 0)
    statements.push(update(town, ...countsOf(known), int8s(known.map(({ version }) => version)), known.length))
  return statements
}

function countsOf(cells: readonly Cell[]): Buffer[] {
  return [
    uuids(cells.map(({ name }) => cellId(name))),
    int8s(cells.map(({ available }) => available)),
    int8s(cells.map(({ held }) => held)),
    int8s(cells.map(({ sold }) => sold)),
  ]
}
