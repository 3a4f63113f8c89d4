import type PDFDocument from 'pdfkit'
import type { DocumentWords } from './document-words.ts'

/** Points from the edges of an A4 page, and where columns end. */
const margin = 56
const columns = { title: margin, orders: 380, amount: 539 } as const

/**
 * A document as PDF, in English. The standard fonts of PDF know the letters of western Europe; what they lack is left
 * out, and the page says where it can be read.
 */
export async function documentPdf(words: DocumentWords, htmlUrl: string): Promise<Buffer> {
  const { default: Pdf } = await import('pdfkit') // 13 MB that a town needs once a month
  const page = new Pdf({ size: 'A4', margin, info: { Title: `${words.title.en} ${words.number}` } })
  const chunks: Buffer[] = []
  page.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    page.once('end', resolve)
    page.once('error', reject)
  })
  write(page, words, htmlUrl)
  page.end()
  await ended
  return Buffer.concat(chunks)
}

type Page = InstanceType<typeof PDFDocument>

function write(page: Page, words: DocumentWords, htmlUrl: string): void {
  page.font('Helvetica-Bold').fontSize(20).text(`${words.title.en} ${words.number}`)
  page.moveDown().font('Helvetica').fontSize(11)
  const facts = [['From', words.town], ['To', words.seller], ['Month', words.month], ['Issued', words.issued]] as const // prettier-ignore
  for (const [label, text] of facts) page.text(`${label}: ${legible(text)}`)
  page.moveDown(2).font('Helvetica-Bold')
  row(page, ['Fee', 'Orders', 'Amount'])
  page.font('Helvetica')
  for (const { title, orders, amount } of words.rows) row(page, [legible(title.en), String(orders), legible(amount)])
  page.moveDown().font('Helvetica-Bold')
  row(page, ['Total', '', legible(words.total)])
  const isWhole = [words.town, words.seller, ...words.rows.map(({ title }) => title.en)].every(isLegible)
  if (isWhole) return
  page.moveDown(2).font('Helvetica').fontSize(9)
  page.text(`Names in other scripts, and the Chinese text, are on the page ${htmlUrl}`, margin)
}

function row(page: Page, [title, orders, amount]: readonly [string, string, string]): void {
  const { y } = page
  page.text(title, columns.title, y, { width: 280 })
  const below = page.y
  page.text(orders, columns.orders - 80, y, { width: 80, align: 'right' })
  page.text(amount, columns.amount - 140, y, { width: 140, align: 'right' })
  page.x = margin
  page.y = Math.max(below, page.y)
}

/** What WinAnsi, the encoding of the standard fonts, can say. */
const letters = /^[\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]*$/

function isLegible(text: string): boolean {
  return letters.test(text)
}

/** The text without what would come out as boxes; a minus sign is a letter that the fonts have. */
function legible(text: string): string {
  const plain = text.replaceAll('−', '-')
  if (isLegible(plain)) return plain
  const known = Array.from(plain, (letter) => (isLegible(letter) ? letter : ''))
    .join('')
    .trim()
  return known === '' ? '(see the page named below)' : known
}
