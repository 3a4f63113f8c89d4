/**
 * Reads the demo town from the plain text it is written in (`town/*.txt`), so that whoever likes can change a story
 * without knowing the program. A file is a quarter:
 *
 *   Old Town                                                    its name
 *   Lanes between the church and the lower gate.                a line about it
 *
 *   = Brenner Pottery | anton | clay | 🏺 | 4.90                 a stall: name, slug, tone, art, shipping
 *   Anton Brenner throws stoneware …                            (`| owner NAME` makes it a firm with an owner)
 *   - Supper plate, 26 cm | ceramics | 🍽️ | 32.00 | 40           an offer: title, category, art, price, stock
 *     Flat rim, raw edge.
 *     * glaze: slate, sand = 34.00, moss                        its variants, with prices where they differ
 */

/** A stall with what it offers. Money in minor units of the town's currency. */
export type Stall = {
  slug: string
  name: string
  /** Who runs it, when it is a firm; a stall without is its owner. */
  owner: string | null
  /** Colour of the backgrounds of its pictures. */
  tone: string
  /** One or two emoji. */
  art: string
  shippingMinor: number
  about: string
  quarter: string
  offers: Wares[]
}

/** One thing with its variants. */
export type Wares = {
  title: string
  category: string
  art: string
  priceMinor: number
  /** Of all variants together. */
  stock: number
  text: string
  option: { name: string; values: { value: string; priceMinor: number }[] } | null
}

/** Somebody without a stall. */
export type Resident = {
  slug: string
  name: string
  art: string
  role: string
  walletMinor: number
  languages: string[]
  about: string
}

/** The text cannot be read; the message names file and line. */
export class TownTextError extends Error {
  override name = 'TownTextError'
}

type Line = { text: string; where: string }

function linesOf(text: string, file: string): Line[] {
  const lines = text.split('\n').map((line, index) => ({ text: line.trim(), where: `${file}:${index + 1}` }))
  return lines.filter((line) => line.text !== '')
}

/** The stalls of a quarter. @throws {TownTextError} */
export function readQuarter(text: string, file: string): Stall[] {
  const [name, , ...lines] = linesOf(text, file)
  const stalls: Stall[] = []
  for (const line of lines) {
    const stall = stalls.at(-1)
    if (line.text.startsWith('= ')) stalls.push(stallOf(line, name?.text ?? ''))
    else if (stall === undefined) throw wrong(line, 'stands before the first stall')
    else addTo(stall, line)
  }
  return stalls
}

function addTo(stall: Stall, line: Line): void {
  const wares = stall.offers.at(-1)
  if (line.text.startsWith('- ')) stall.offers.push(waresOf(line))
  else if (wares === undefined) stall.about = joined(stall.about, line.text)
  else if (line.text.startsWith('* ')) wares.option = optionOf(line, wares.priceMinor)
  else wares.text = joined(wares.text, line.text)
}

/** The residents of `people.txt`. @throws {TownTextError} */
export function readResidents(text: string, file: string): Resident[] {
  const [, ...lines] = linesOf(text, file)
  const residents: Resident[] = []
  for (const line of lines) {
    const resident = residents.at(-1)
    if (line.text.startsWith('= ')) residents.push(residentOf(line))
    else if (resident === undefined) throw wrong(line, 'stands before the first resident')
    else resident.about = joined(resident.about, line.text)
  }
  return residents
}

function joined(before: string, more: string): string {
  return before === '' ? more : `${before} ${more}`
}

function stallOf(line: Line, quarter: string): Stall {
  const [name, slug, tone, art, shipping, owner] = fields(line, 5)
  return {
    slug: slug!,
    name: name!,
    owner: owner === undefined ? null : owner.replace(/^owner /, ''),
    tone: tone!,
    art: art!,
    shippingMinor: minorOf(line, shipping!),
    about: '',
    quarter,
    offers: [],
  }
}

function waresOf(line: Line): Wares {
  const [title, category, art, price, stock] = fields(line, 5)
  if (!/^\d+$/.test(stock!)) throw wrong(line, 'the stock must be a whole number')
  return {
    title: title!,
    category: category!,
    art: art!,
    priceMinor: minorOf(line, price!),
    stock: Number(stock),
    text: '',
    option: null,
  }
}

function residentOf(line: Line): Resident {
  const [name, slug, art, role, wallet, languages] = fields(line, 6)
  const walletMinor = minorOf(line, wallet!.replace(/^wallet /, ''))
  return { slug: slug!, name: name!, art: art!, role: role!, walletMinor, languages: languages!.split(' '), about: '' }
}

function optionOf(line: Line, priceMinor: number): NonNullable<Wares['option']> {
  const [, name, list] = /^\* ([^:]+): (.+)$/.exec(line.text) ?? []
  if (name === undefined || list === undefined) throw wrong(line, 'variants are written as “* name: one, other = 2.00”')
  const values = list.split(',').map((entry) => {
    const [value = '', price] = entry.split('=').map((part) => part.trim())
    return { value, priceMinor: price === undefined ? priceMinor : minorOf(line, price) }
  })
  return { name, values }
}

/** Behind the mark, between the bars. */
function fields(line: Line, least: number): string[] {
  const parts = line.text
    .slice(2)
    .split('|')
    .map((part) => part.trim())
  if (parts.length < least || parts.includes('')) throw wrong(line, `${least} fields are needed between bars`)
  return parts
}

function minorOf(line: Line, price: string): number {
  if (!/^\d+\.\d\d$/.test(price)) throw wrong(line, `“${price}” is not a price such as 4.90`)
  return Number(price.replace('.', ''))
}

function wrong(line: Line, what: string): TownTextError {
  return new TownTextError(`${line.where}: ${what}`)
}
