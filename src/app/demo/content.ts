import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Resident, type Stall, TownTextError, readQuarter, readResidents } from './town-text.ts'

/** A shelf as `categories.json` has it; a tax code holds for everything below until another is named. */
type Shelf = { slug: string; parent: string | null; en: string; zh: string; tax?: string }

/** Everything that the demo town is made of. */
export type DemoTown = {
  stalls: Stall[]
  residents: Resident[]
  shelves: Shelf[]
  taxCodeOf: (category: string) => string
}

const folder = path.join(import.meta.dirname, 'town')

/** Where the pictures lie that `make-pictures.mjs` made. */
export const pictureFolder = path.join(import.meta.dirname, 'pictures')

/** Reads the town. @throws {TownTextError} when the text does not add up */
export function readDemoTown(): DemoTown {
  const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8')
  const quarters = globSync('*.txt', { cwd: folder })
    .filter((file) => file !== 'people.txt')
    .sort()
  const shelves: Shelf[] = JSON.parse(read('categories.json'))
  const stalls = quarters.flatMap((file) => readQuarter(read(file), file))
  const residents = readResidents(read('people.txt'), 'people.txt')
  const bySlug = new Map(shelves.map((shelf) => [shelf.slug, shelf]))
  const taxCodeOf = (slug: string): string => {
    const shelf = bySlug.get(slug)
    if (shelf === undefined) throw new TownTextError(`there is no category ${slug}`)
    return shelf.tax ?? taxCodeOf(shelf.parent ?? '')
  }
  refuseRepeats(
    [...stalls, ...residents].map(({ slug }) => slug),
    'the slug',
  )
  for (const { slug, offers } of stalls)
    refuseRepeats(
      offers.map(({ title }) => title),
      `${slug} offers`,
    )
  for (const { offers } of stalls) for (const { category } of offers) taxCodeOf(category)
  return { stalls, residents, shelves, taxCodeOf }
}

function refuseRepeats(values: readonly string[], what: string): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index)
  if (repeated !== undefined) throw new TownTextError(`${what} “${repeated}” is used twice`)
}

const tones = ['clay', 'sand', 'butter', 'moss', 'mint', 'lake', 'sky', 'lilac', 'rose', 'coral', 'slate', 'cream']

/** A colour for somebody who has not chosen one; the same for the same name. */
export function toneOf(slug: string): string {
  const sum = slug.split('').reduce((total, letter) => total + letter.charCodeAt(0), 0)
  return tones[sum % tones.length]!
}

/** File name of the picture of some art on a background. */
export function pictureName(tone: string, art: string): string {
  const points = Array.from(art, (letter) => letter.codePointAt(0)!.toString(16))
  return `${tone}-${points.join('-')}.webp`
}
