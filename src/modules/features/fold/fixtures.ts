import type { JsonObject } from '#kernel/commands'
import { namedId } from '#kernel/ids'
import { declaredFeatures, type Source } from '../declaring.ts'
import { shopping } from '../shopping.ts'
import type { Seen } from './fields.ts'
import { Fold, type Folding } from './fold.ts'
import { layoutOf } from './layout.ts'

/** The features of every town, with few rows of each, so that rows go. */
export function smallFolding(rows = 1_000): Folding {
  const features = declaredFeatures().filter(({ name }) => name in named)
  const rowsMax = { party: rows, offer: rows, query: rows, session: rows }
  return { features, layout: layoutOf(features), forgotten: new Set(), rowsMax }
}

const named = Object.fromEntries(Object.values(shopping).map(({ name }) => [name, true]))

/** A thing of a name. */
export const idOf = (name: string): string => namedId(`features/${name}`)

type Given = Partial<Seen> & { type: string }

/** An event of either source; its id is made of its place. */
export function eventAt(index: number, { data = {}, ...given }: Given): Seen {
  return { id: idOf(`event/${index}`), subject: null, at: index * 1_000, data, ...given }
}

/** An offer as the log tells of it. */
export function offered(index: number, offer: string, more: { category: string; seller: string }): Seen {
  return eventAt(index, { type: 'offers.created', subject: offer, actor: more.seller, data: { ...more } })
}

/** An order as it is placed. */
export function placed(index: number, buyer: string, lines: readonly [offer: string, qty: number][]): Seen {
  const data: JsonObject = {
    from: null, to: 'paid', rev: 1, lines: lines.map(([offerId, qty]) => ({ offerId, qty })),
  } // prettier-ignore
  return eventAt(index, { type: 'market.paid', subject: idOf(`order/${index}`), actor: buyer, user: null, data })
}

/** A fold of events at the positions 1, 2, 3 … */
export function folded(source: Source, folding: Folding, events: readonly Seen[]): Fold {
  const fold = new Fold(source, folding)
  fold.apply(events, events.length)
  return fold
}
