import type { FeeDocument } from './invoicing.ts'

/** What a document says, for whatever it is written on. */
export type DocumentWords = {
  title: { en: string; zh: string }
  number: string
  town: string
  seller: string
  month: string
  issued: string
  rows: readonly { title: { en: string; zh: string }; orders: number; amount: string }[]
  total: string
}

/** Titles of fees by their name, from menus. */
export type Titles = ReadonlyMap<string, { readonly [language: string]: string }>

type Surroundings = { town: string; timeZone: string; titles: Titles }

/** Turns a document into words. */
export function wordsOf(document: FeeDocument, { town, timeZone, titles }: Surroundings): DocumentWords {
  const amount = (minor: number): string => money(minor, document.currency)
  const isInvoice = document.kind === 'invoice'
  return {
    title: isInvoice ? { en: 'Fee invoice', zh: '费用账单' } : { en: 'Credit note', zh: '贷项通知单' },
    number: numberOf(document),
    town,
    seller: document.sellerName,
    month: document.month,
    issued: new Date(document.issuedAt).toLocaleDateString('en-CA', { timeZone }),
    rows: document.lines.map(({ name, orders, amountMinor }) => {
      const { en = name, zh = en } = titles.get(name) ?? {}
      return { title: { en, zh }, orders, amount: amount(amountMinor) }
    }),
    total: amount(document.totalMinor),
  }
}

/** `2026-000017`. */
export function numberOf({ year, number }: Pick<FeeDocument, 'year' | 'number'>): string {
  return `${year}-${String(number).padStart(6, '0')}`
}

/** `EUR 12.34`, whatever the currency's exponent. */
function money(minor: number, currency: string): string {
  const exponent =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const whole = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
  return `${currency} ${minor < 0 ? '−' : ''}${whole}`
}
