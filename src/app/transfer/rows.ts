/** From the cells of a file to the input of a command: by the kind of each column, with every fault named. */
import type { FileRow, WrongRow } from './texts.ts'

/** How a cell of CSV is read; JSON lines bring values as they are. */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'json'

/** A row whose cells could be read. */
export type ReadRow = { line: number; input: Record<string, unknown> }

/** Reads rows by their columns. Empty cells count as absent. */
export async function readInputs(
  rows: AsyncIterable<FileRow | WrongRow>,
  columns: Readonly<Record<string, ColumnKind>>,
): Promise<{ read: ReadRow[]; wrong: WrongRow[] }> {
  const read: ReadRow[] = []
  const wrong: WrongRow[] = []
  for await (const row of rows) {
    if ('what' in row) {
      wrong.push(row)
      continue
    }
    const faults: WrongRow[] = []
    const input: Record<string, unknown> = {}
    for (const [column, cell] of Object.entries(row.cells)) {
      const value = valueOf(cell, Object.hasOwn(columns, column) ? columns[column] : undefined)
      if (value instanceof Fault) faults.push({ line: row.line, column, what: value.what })
      else if (value !== undefined) input[column] = value
    }
    if (faults.length === 0) read.push({ line: row.line, input })
    else wrong.push(...faults)
  }
  return { read, wrong }
}

/** What a schema finds wrong, as TypeBox says it. */
type SchemaError = { readonly instancePath: string; readonly message: string; readonly params: object }

/** A schema's complaints by column; a value that is missing is named itself. */
export function faultsOf(errors: readonly SchemaError[]): Omit<WrongRow, 'line'>[] {
  return errors.flatMap(({ instancePath, message, params }) => {
    const [, column, ...inside] = instancePath.split('/')
    if (column === undefined && 'requiredProperties' in params)
      return (params.requiredProperties as readonly string[]).map((name) => ({ column: name, what: 'is missing' }))
    return [{ column: column ?? '', what: [...inside, message].join(' ') }]
  })
}

class Fault {
  readonly what: string
  constructor(what: string) {
    this.what = what
  }
}

function valueOf(cell: unknown, kind: ColumnKind | undefined): unknown {
  if (kind === undefined) return new Fault('is no column of this kind of import')
  if (cell === '' || cell === null || cell === undefined) return undefined
  return typeof cell === 'string' ? readers[kind](cell) : cell
}

const readers: Readonly<Record<ColumnKind, (cell: string) => unknown>> = {
  text: (cell) => cell,
  integer: (cell) => (/^-?\d{1,15}$/.test(cell) ? Number(cell) : new Fault('is no whole number')),
  boolean: (cell) => (['true', 'false'].includes(cell) ? cell === 'true' : new Fault('is neither true nor false')),
  json: jsonOf,
}

function jsonOf(cell: string): unknown {
  try {
    return JSON.parse(cell) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return new Fault('is not JSON')
    throw error
  }
}
