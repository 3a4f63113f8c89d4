import { namedId } from '#kernel/ids'
import { type Random, seededRandom } from '#modules/learners'
import type { Page } from './pages.ts'

/** A town of searchers whose taste is known here: pages are drawn, looked down, clicked on and bought from. */
export type SearchersTown = {
  seed: string
  /** How much quality moves a click, in log odds; 0: nothing does. */
  taste: number
  hits: number
}

/** Columns of these pages. */
export const columns = ['1', 'match', 'appeal', 'worth'] as const
/** What draws them: how well they match, nearly alone. */
export const drawnBy = [0, 4, 1, 0.5] as const
const temperature = 0.1
const places = 20

/** The chance that a place is looked at, of what the first one has. */
export function trueLook(place: number): number {
  return 0.9 ** place
}

/** A page, and what a look at each of its candidates is truly worth. */
export type TruePage = { page: Page; worths: number[] }

/** So many pages. */
export function pagesOf({ seed, ...town }: SearchersTown, count: number): TruePage[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => truePage(`${seed}/${index}`, town, random.stream(index)))
}

function truePage(name: string, { taste, hits }: Omit<SearchersTown, 'seed'>, random: Random): TruePage {
  const found = Array.from({ length: hits }, (_, rank) => {
    const quality = random.normal()
    const row = [
      1,
      1 / Math.log2(rank + 2),
      0.4 * quality + 0.1 * random.normal(),
      0.4 * quality + 0.2 * random.normal(),
    ]
    const logit = row.reduce((sum, value, column) => sum + value * drawnBy[column]!, 0) / temperature
    return { quality, row, logit }
  })
  const shown = Math.min(places, hits)
  const ordered = drawnOrder(found, shown, random)
  const chances = ordered.map(({ quality }) => 1 / (1 + Math.exp(1.8 - taste * quality)))
  const gains = chances.slice(0, shown).map((click, place) => {
    if (random.uniform() >= trueLook(place) * click) return 0
    return random.uniform() < 0.3 ? 6 : 1
  })
  const page = {
    id: namedId(name),
    shown,
    features: Float64Array.from(ordered.flatMap(({ row }) => row)),
    logits: Float64Array.from(ordered, ({ logit }) => logit),
    gains: Float64Array.from(gains),
  }
  return { page, worths: chances.map((click) => click * (1 + 0.3 * 5)) }
}

function drawnOrder<T extends { logit: number }>(options: readonly T[], count: number, random: Random): T[] {
  const left = [...options]
  const order: T[] = []
  while (order.length < count) {
    const top = Math.max(...left.map(({ logit }) => logit))
    const at = random.categorical(left.map(({ logit }) => Math.exp(Math.max(logit - top, -12))))
    order.push(...left.splice(at, 1))
  }
  return [...order, ...left]
}
