import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Reads a comma-separated file with quoted cells (RFC 4180; gzip when its name ends in .gz): rows of texts. */
export function readQuotedRows(path: string): string[][] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const rows: string[][] = []
  let row: string[] = []
  // A cell is quoted, with quotes doubled, or plain; what ends it decides whether the row goes on.
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/gy
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const found = cell.exec(text)
    if (found === null) throw new Error(`${path}: character ${at} begins no cell`)
    row.push(found[1]?.replaceAll('""', '"') ?? found[2]!)
    if (found[3] === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
