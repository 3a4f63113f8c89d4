import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Hours } from '#modules/hours'
import type { OwnPlace } from '#modules/places'
import { partyId } from './identities.ts'
import { type Stall, TownTextError } from './town-text.ts'

/** `town/quarters.json`: where the quarters lie, and the hours that shops keep there unless they keep their own. */
type Quarters = {
  quarters: Record<string, { latitude: number; longitude: number; streets: string[]; hours: string }>
  hours: Record<string, { days: number[]; opens: string; closes: string }[]>
  shops: Record<string, string>
}

/** Where a shop of the demo town is, and when it is open. */
export type Whereabouts = { party: string; place: OwnPlace; hours: Hours }

/** How far shops of a quarter lie from its middle, degrees: some 200 m. */
const reach = 0.002
const houses = 60

/** Where the shops of the demo town are and when they are open; the same in every town. @throws {TownTextError} */
export function whereaboutsOf(stalls: readonly Stall[]): Whereabouts[] {
  const file = path.join(import.meta.dirname, 'town', 'quarters.json')
  const { quarters, hours, shops }: Quarters = JSON.parse(readFileSync(file, 'utf8'))
  return stalls.map(({ slug, quarter, owner }) => {
    const around = quarters[quarter]
    const week = hours[shops[slug] ?? around?.hours ?? '']
    if (around === undefined || week === undefined) throw new TownTextError(`quarters.json does not know of ${quarter}`)
    const [north, east, house, street] = createHash('sha256').update(`place/${slug}`).digest()
    const off = (byte: number | undefined): number => ((byte ?? 0) / 127.5 - 1) * reach
    const address = `${around.streets[(street ?? 0) % around.streets.length]} ${1 + ((house ?? 0) % houses)}, ${quarter}`
    return {
      party: partyId(slug),
      place: {
        address,
        latitude: around.latitude + off(north),
        longitude: around.longitude + off(east),
        isShown: true,
        // Who sells from home says no more than the neighbourhood.
        isRough: owner === null,
      },
      hours: {
        week: week.flatMap(({ days, opens, closes }) => days.map((day) => ({ day, opens, closes }))),
        exceptions: [],
      },
    }
  })
}
