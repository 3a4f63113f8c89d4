import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Rows of a delimited file without quoting, by column name. */
export interface Table {
  columns: readonly string[]
  /** One list of texts a column, all of equal length. */
  column(name: string): string[]
  /** A column as numbers; an empty cell is NaN, any other text that is no number an error. */
  numbers(name: string): Float64Array
}

/** Reads a delimited file (gzip when its name ends in .gz) whose first line names the columns. */
export function readTable(path: string, delimiter = ','): Table {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  const columns = (lines.shift() ?? '').split(delimiter)
  const cells = lines.map((line, i) => {
    const row = line.split(delimiter)
    if (row.length !== columns.length) {
      throw new Error(`${path}: line ${i + 2} holds ${row.length} cells, not ${columns.length}`)
    }
    return row
  })
  const column = (name: string): string[] => {
    const at = columns.indexOf(name)
    if (at < 0) throw new Error(`${path}: no column ${name} among ${columns.join(', ')}`)
    return cells.map((row) => row[at]!)
  }
  const numbers = (name: string): Float64Array =>
    Float64Array.from(column(name), (cell, i) => {
      const value = cell === '' ? Number.NaN : Number(cell)
      if (cell !== '' && Number.isNaN(value)) throw new Error(`${path}: line ${i + 2}, ${name}: ${cell} is no number`)
      return value
    })
  return { columns, column, numbers }
}
