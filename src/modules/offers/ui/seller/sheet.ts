import type { FileRow, Sheet } from './import-rows.ts'

/** As large as a file of offers may be; more is brought by the command `lakeside import`. */
export const sheetBytesMax = 5 * 1024 * 1024

/** Reads a CSV, whatever separates its cells. Lines are counted as an editor counts them. */
export async function readSheet(text: string): Promise<Sheet> {
  const { parse } = (await import('papaparse')).default
  const plain = text.replace(/^\uFEFF/, '')
  const rows: FileRow[] = []
  let read = 0
  let line = 1
  parse<string[]>(plain, {
    delimiter: separatorOf(plain),
    step: ({ data, meta }) => {
      rows.push({ line, cells: data })
      line += plain.slice(read, meta.cursor).split('\n').length - 1
      read = meta.cursor
    },
  })
  const [head, ...others] = rows
  return {
    headers: (head?.cells ?? []).map((cell) => cell.trim()),
    rows: others.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
  }
}

/** The sign that separates most in the first line: comma, semicolon or tab. */
function separatorOf(text: string): string {
  const [first = ''] = text.split('\n', 1)
  const counted = [',', ';', '\t'].map((sign) => [sign, first.split(sign).length] as const)
  return counted.toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? ','
}
