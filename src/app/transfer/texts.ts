/** Rows as text and back: CSV for spreadsheets, JSON lines for programs. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Readable, Transform } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { stringify } from 'csv-stringify'
import type { ExportRow } from './exports.ts'

/** Forms of a file of rows. */
export const formats = ['csv', 'jsonl'] as const
/** One of them. */
export type Format = (typeof formats)[number]

/**
 * Turns rows into text. In CSV a cell that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or
 * a carriage return) gets an apostrophe in front; numbers stay numbers.
 * Source: OWASP, CSV Injection.
 */
export function formatter(format: Format): Transform {
  if (format === 'jsonl')
    return new Transform({
      writableObjectMode: true,
      transform: (row: ExportRow, _encoding, done) => done(null, `${JSON.stringify(row)}\n`),
    })
  return stringify({
    header: true,
    record_delimiter: '\r\n',
    escape_formulas: true,
    quoted_match: /\r/, // which spreadsheets take for the end of a row
    cast: { boolean: String, object: (value) => JSON.stringify(value), string: withAnother },
  })
}

/** A row as it stands in a file. `cells` are texts in CSV and any JSON value in JSON lines. */
export type FileRow = { line: number; cells: Readonly<Record<string, unknown>> }
/** What is wrong with a row. */
export type WrongRow = { line: number; column: string; what: string }

/** Reads a file row by row; a row that is no row is answered as wrong and does not end the reading. */
export async function* readFileRows(file: string, format: Format): AsyncGenerator<FileRow | WrongRow> {
  yield* format === 'jsonl' ? jsonLines(file) : csvRows(createReadStream(file))
}

async function* jsonLines(file: string): AsyncGenerator<FileRow | WrongRow> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1
    if (text.trim() === '') continue
    yield jsonRow(line, text)
  }
}

function jsonRow(line: number, text: string): FileRow | WrongRow {
  try {
    const value: unknown = JSON.parse(text)
    const isRow = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isRow ? { line, cells: { ...value } } : { line, column: '', what: 'is not a JSON object' }
  } catch (error) {
    if (error instanceof SyntaxError) return { line, column: '', what: `is not JSON: ${error.message}` }
    throw error
  }
}

type Parsed = { record: Record<string, string>; info: { lines: number; error?: CsvError } }

async function* csvRows(input: Readable): AsyncGenerator<FileRow | WrongRow> {
  const parser = input.pipe(
    parse({ bom: true, columns: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: false }),
  )
  input.on('error', (error) => parser.destroy(error))
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (info.error !== undefined)
        yield { line: info.lines, column: '', what: 'has not as many cells as the first line' }
      else yield { line: info.lines, cells: Object.fromEntries(Object.entries(record).map(withoutGuard)) }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    yield { line: Number(error['lines'] ?? 0), column: '', what: error.message }
  }
}

/** What begins like a guarded cell already gets one more apostrophe: taking one off then gives back what was there. */
function withAnother(text: string): string {
  return /^'+[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text
}

/** Takes off the apostrophe that an export put in front of a would-be formula. */
function withoutGuard([name, cell]: [string, string]): [string, string] {
  return [name, /^'+[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell]
}
