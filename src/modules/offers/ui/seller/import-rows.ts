import { type Schema, controlOf } from '#web/schema'
import { type Command, type Own, type Written, adjustCommand, putCommand } from './own-offers.ts'

/** From the cells of a file to commands, each wrong cell named by its line and column. */

/** A row of a file. `line` is where it begins, counted from 1 as editors do. */
export type FileRow = { readonly line: number; readonly cells: readonly string[] }
export type Sheet = { readonly headers: readonly string[]; readonly rows: readonly FileRow[] }

/** What a column may stand for, beside the details of the business and what variants differ in. */
export const plainFields = [
  'id', 'title', 'description', 'category', 'price', 'currency', 'stock', 'tax', 'group',
] as const // prettier-ignore
/** `skip`, a plain field, `variant`, or `detail.NAME`. */
export type Meaning = 'skip' | 'variant' | (typeof plainFields)[number] | `detail.${string}`

/** A wrong cell: why, by a key of our words with what belongs in them, or in the town's. */
export type Fault = { readonly line: number; readonly column: string; readonly why: Why }
export type Why =
  | { readonly key: 'missing' | 'number' | 'category' | 'choice' | 'id' | 'currency' | 'twice' | 'tick' }
  | { readonly text: string }

export type Surroundings = {
  readonly business: string
  readonly schema: Schema
  readonly currency: string
  /** Decimal places of the currency. */
  readonly digits: number
  /** The sign before decimals. */
  readonly point: '.' | ','
  /** Categories by slug and by title, in lower case. */
  readonly categories: ReadonlyMap<string, string>
  /** Own offers by id, for rows that change one. */
  readonly own: ReadonlyMap<string, Own>
  readonly newId: () => string
  /** Said beside a count that changes. */
  readonly reason: string
}

/** What a row does. */
export type RowPlan = { readonly line: number; readonly commands: readonly Command[]; readonly isNew: boolean }
export type Plan = { readonly right: readonly RowPlan[]; readonly wrong: readonly Fault[] }

/** Guesses what columns stand for by their names. */
export function guessMeanings(headers: readonly string[], schema: Schema): Meaning[] {
  const taken = new Set<Meaning>()
  return headers.map((header) => {
    const meaning = guess(plain(header), schema)
    if (meaning === 'variant') return meaning
    if (taken.has(meaning)) return 'skip'
    taken.add(meaning)
    return meaning
  })
}

const otherNames: Readonly<Record<string, Meaning>> = {
  name: 'title', product: 'title', text: 'description', shelf: 'category', amount: 'price', quantity: 'stock',
  count: 'stock', inventory: 'stock', taxcode: 'tax', offerid: 'id', groupid: 'group',
  标题: 'title', 名称: 'title', 描述: 'description', 分类: 'category', 价格: 'price', 库存: 'stock',
  货币: 'currency',
} // prettier-ignore

function guess(name: string, { properties = {} }: Schema): Meaning {
  const field = plainFields.find((one) => one === name)
  if (field !== undefined) return field
  if (name.startsWith('variant')) return 'variant'
  const detail = Object.entries(properties).find(([key, { title }]) => {
    const titles = typeof title === 'string' ? [title] : Object.values(title ?? {})
    return [key, key.replace(/Minor$/, ''), ...titles].some((one) => plain(one) === name)
  })
  return detail === undefined ? (otherNames[name] ?? 'skip') : `detail.${detail[0]}`
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_.-]/g, '')
}

/** The name of what variants differ in: the header without the word. */
export function optionOf(header: string): string {
  const name = header.replace(/^variant[\s._:-]*/i, '').trim()
  return (name === '' ? header.trim() : name).slice(0, 40)
}

/** Reads every row. Rows of one group become variants of the first of them. */
export function planRows({ headers, rows }: Sheet, meanings: readonly Meaning[], around: Surroundings): Plan {
  const right: RowPlan[] = []
  const wrong: Fault[] = []
  const heads = new Map<string, string>()
  const seen = new Set<string>()
  for (const row of rows) {
    const reader = readerOf(row, { headers, meanings, around })
    const plan = planRow(reader, { around, heads, seen })
    if (reader.faults.length > 0) wrong.push(...reader.faults)
    else right.push({ line: row.line, ...plan })
  }
  return { right, wrong }
}

type Reader = ReturnType<typeof readerOf>
type Reading = { headers: readonly string[]; meanings: readonly Meaning[]; around: Surroundings }

/** Gives the cells of a row by what they stand for, and notes what is wrong with them. */
function readerOf({ line, cells }: FileRow, { headers, meanings, around }: Reading) {
  const faults: Fault[] = []
  const columnOf = (meaning: Meaning): string => headers[meanings.indexOf(meaning)] ?? meaning.replace('detail.', '')
  const note = (meaning: Meaning, why: Why): undefined => {
    faults.push({ line, column: columnOf(meaning), why })
    return undefined
  }
  const text = (meaning: Meaning): string => {
    const at = meanings.indexOf(meaning)
    return at < 0 ? '' : withoutGuard(cells[at] ?? '').trim()
  }
  const decimal = (meaning: Meaning, digits: number): number | undefined => {
    const typed = text(meaning)
    return typed === '' ? undefined : (minorOf(typed, digits, around.point) ?? note(meaning, { key: 'number' }))
  }
  const options = (): Record<string, string> =>
    Object.fromEntries(
      meanings.flatMap((meaning, at): [string, string][] => {
        const value = meaning === 'variant' ? withoutGuard(cells[at] ?? '').trim() : ''
        return value === '' ? [] : [[optionOf(headers[at] ?? ''), value.slice(0, 80)]]
      }),
    )
  return { line, faults, note, text, decimal, options, has: (meaning: Meaning) => meanings.includes(meaning) }
}

/** Takes off the apostrophe that an export put in front of a would-be formula. */
function withoutGuard(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

/** "1,234.50" with the sign before decimals → minor units; undefined when it is no number or too fine. */
export function minorOf(typed: string, digits: number, point: '.' | ','): number | undefined {
  const group = point === '.' ? ',' : '.'
  const bare = typed.replaceAll(/[\s\u00A0'’]|\p{Sc}|[A-Z]{3}/gu, '')
  const [whole = '', fraction = '', ...more] = bare.split(point)
  const decimals = fraction.replace(/0+$/, '')
  const number = whole.replaceAll(group, '')
  const isNumber = /^-?\d{1,13}$/.test(number) && /^\d*$/.test(decimals) && decimals.length <= digits
  const isGrouped = whole === number || isInThrees(whole.replace('-', '').split(group))
  return more.length > 0 || !isNumber || !isGrouped ? undefined : Number(`${number}${decimals.padEnd(digits, '0')}`)
}

/** 1,23 is not 123 but somebody else's way to write a fraction. */
function isInThrees([first = '', ...others]: readonly string[]): boolean {
  return /^\d{1,3}$/.test(first) && others.every((part) => /^\d{3}$/.test(part))
}

type Notes = { around: Surroundings; heads: Map<string, string>; seen: Set<string> }

/** What a new row begins with, where a row that changes something begins with the offer. */
function blank({ business, currency }: Surroundings, id: string): Written {
  const texts = { title: '', description: '', category: '', currency, business, taxCode: 'standard' }
  const rest = {
    rev: 0,
    groupId: null,
    priceMinor: 0,
    priceIncludesTax: true,
    variant: {},
    pictures: [],
    attributes: {},
  }
  return { ...texts, ...rest, id }
}

function planRow(reader: Reader, notes: Notes): { commands: Command[]; isNew: boolean } {
  const { around } = notes
  const before = around.own.get(reader.text('id'))
  noteId(reader, notes)
  const base = before ?? blank(around, around.newId())
  const offer: Written = {
    ...base,
    title: titleOf(reader, base.title),
    description: reader.has('description') ? reader.text('description') : base.description,
    category: categoryOf(reader, around, base.category),
    currency: currencyOf(reader, base.currency),
    priceMinor: priceOf(reader, around, before),
    taxCode: reader.text('tax') || base.taxCode,
    attributes: detailsOf(reader, around, base.attributes),
    ...variantOf(reader, { ...notes, base, isNew: before === undefined }),
  }
  const stock = stockOf(reader)
  const put = putCommand(offer)
  if (before === undefined) {
    const { rev: _, ...input } = put.input
    return { commands: [{ ...put, input: { ...input, ...(stock === undefined ? {} : { stock }) } }], isNew: true }
  }
  const delta = stock === undefined || before.available === null ? 0 : stock - before.available
  return { commands: delta === 0 ? [put] : [put, adjustCommand(before.id, delta, around.reason)], isNew: false }
}

function noteId(reader: Reader, { around, seen }: Notes): void {
  const given = reader.text('id')
  if (given === '') return
  if (!around.own.has(given)) reader.note('id', { key: 'id' })
  if (seen.has(given)) reader.note('id', { key: 'twice' })
  seen.add(given)
}

function stockOf(reader: Reader): number | undefined {
  const stock = reader.decimal('stock', 0)
  return stock !== undefined && stock < 0 ? reader.note('stock', { key: 'number' }) : stock
}

/** A row that changes something may leave it empty. */
function titleOf(reader: Reader, before: string): string {
  const text = reader.text('title') || before
  if (text === '') reader.note('title', { key: 'missing' })
  return text
}

function categoryOf(reader: Reader, { categories }: Surroundings, before: string): string {
  const typed = reader.text('category')
  if (typed === '') return before || (reader.note('category', { key: 'missing' }) ?? '')
  const last = typed.split('›').at(-1) ?? typed // "Home › Ceramics", as the form says it
  return categories.get(last.trim().toLowerCase()) ?? reader.note('category', { key: 'category' }) ?? ''
}

function currencyOf(reader: Reader, wanted: string): string {
  const typed = reader.text('currency').toUpperCase()
  if (typed !== '' && typed !== wanted) reader.note('currency', { key: 'currency' })
  return wanted
}

function priceOf(reader: Reader, { digits }: Surroundings, before: Own | undefined): number {
  if (reader.text('price') === '') {
    if (before === undefined) reader.note('price', { key: 'missing' })
    return before?.priceMinor ?? 0
  }
  const price = reader.decimal('price', digits) ?? 0
  if (price < 0) reader.note('price', { key: 'number' })
  return price
}

type Within = Notes & { base: Written; isNew: boolean }

/** The first row of a group names it, by its own id. */
function variantOf(reader: Reader, { heads, base, isNew }: Within): Pick<Own, 'groupId' | 'variant'> {
  const variant = reader.options()
  const isVariant = Object.keys(variant).length > 0
  if (!isNew) return { groupId: base.groupId, variant: isVariant ? variant : base.variant }
  if (!isVariant) return { groupId: null, variant }
  const group = reader.text('group') || reader.text('title')
  const head = heads.get(group) ?? base.id
  heads.set(group, head)
  return { groupId: head, variant }
}

function detailsOf(
  reader: Reader,
  around: Surroundings,
  before: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { properties = {}, required = [] } = around.schema
  const details: Record<string, unknown> = { ...before }
  for (const [name, property] of Object.entries(properties)) {
    const meaning: Meaning = `detail.${name}`
    const isEmpty = reader.text(meaning) === ''
    if (isEmpty && required.includes(name) && details[name] === undefined) reader.note(meaning, { key: 'missing' })
    const value = isEmpty ? undefined : detailOf(reader, meaning, { name, property, around })
    if (value !== undefined) details[name] = value
  }
  return details
}

type Detail = { name: string; property: Schema; around: Surroundings }

function detailOf(reader: Reader, meaning: Meaning, { name, property, around }: Detail): unknown {
  const typed = reader.text(meaning)
  const control = controlOf(name, property)
  const digits = { money: around.digits, share: 2 }[control as 'money' | 'share'] ?? 0
  if (control !== 'choice' && property.type === 'integer') return reader.decimal(meaning, digits)
  if (control !== 'choice' && property.type === 'string') return typed
  const value = control === 'choice' ? chosenOf(property, typed) : (tickOf(typed) ?? jsonOf(typed))
  return value ?? reader.note(meaning, { key: control === 'tick' ? 'tick' : 'choice' })
}

function chosenOf(property: Schema, typed: string): unknown {
  return property.enum?.find((one) => plain(String(one)) === plain(typed))
}

function tickOf(typed: string): boolean | undefined {
  if (/^(true|yes|1|是)$/i.test(typed)) return true
  return /^(false|no|0|否)$/i.test(typed) ? false : undefined
}

function jsonOf(typed: string): unknown {
  try {
    return JSON.parse(typed) as unknown
  } catch {
    return undefined
  }
}
