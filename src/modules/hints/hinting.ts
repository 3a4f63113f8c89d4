import type { Actor } from '#kernel/commands'
import { transaction } from '#kernel/db'
import type { Context } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { deciderOf, findDecision, tellOutcomes } from '#modules/decisions'
import { loadOffers, offerOf } from '#modules/offers'
import { pricePoint } from './point.ts'
import { hintNotFound } from './problems.ts'
import { noteChoice, salesOf } from './sales.ts'
import { tellTaken, type Wording, wordingFor } from './wording.ts'
import { least, priceAt, type Range, rangeOf, steps } from './similar.ts'

/** Prices older than a season say little. */
const days = 90
const dayMs = 86_400_000

type Asked = { id: string; title: string; category: string; currency: string; by: Actor }

/** What a seller is told about a price; nothing where too little is known. */
export type Hint = Omit<Range, 'count'> & {
  id: string
  priceMinor: number
  sold: number
  days: number
  pChosen: number
  wording: Wording
}
export type Hinted = { hint: Hint | null; found: number; needed: number }

/** Suggests a price for a thing by what similar ones were bought at. */
export async function hintFor(context: Context, { id, title, category, currency, by }: Asked): Promise<Hinted> {
  const { db, town, clock } = context
  const sales = await salesOf(db, town.id, { category, currency, since: clock.now() - days * dayMs })
  const range = rangeOf(title, sales)
  const known = { found: sales.length, needed: least }
  if (range === undefined || range.medianMinor === 0) return { hint: null, ...known }
  const { count, ...prices } = range
  const own = sales.filter(({ seller }) => seller === by.party).length
  const spread = (range.highMinor - range.lowMinor) / range.medianMinor
  const decided = deciderOf(context).decide(pricePoint.name, {
    id,
    context: {
      sold: Math.min(1_000, count),
      listed: Math.min(1_000, sales.length),
      spread: Math.min(100, spread),
      own,
    },
    options: Object.keys(steps).map((option) => ({ id: option, features: {} })),
    subject: by.user ?? by.party,
    onBehalfOf: by.party,
    reference: `hint/${id}/${range.medianMinor}`,
  })
  await decided.recorded
  const step = steps[decided.chosen[0] ?? 'middle'] ?? 1
  const priceMinor = priceAt(range.medianMinor, step)
  const wording = await wordingFor(context, by)
  return { hint: { id, priceMinor, sold: count, days, pChosen: decided.pChosen, wording, ...prices }, ...known }
}

type Chosen = { decision: string; offer: string; priceMinor: number; by: Actor }

/**
 * Notes at which price the seller offers the thing after all.
 *
 * @throws {Problem} price-hint-not-found
 */
export async function chooseAfter(context: Context, chosen: Chosen): Promise<boolean> {
  const { db, town, clock } = context
  const { decision, offer, priceMinor } = chosen
  const { medianMinor, option } = await hintOf(context, chosen)
  const at = clock.now()
  const isTaken = priceMinor === priceAt(medianMinor, steps[option] ?? 1)
  await transaction(db, async (tx) => {
    await noteChoice(tx, town.id, { decision, offer, chosenMinor: priceMinor, medianMinor, chosen: option, at })
    const outcome = { decision, event: decision, n: 0, at, value: isTaken ? 1 : 0, option }
    await tellOutcomes(tx, { town: town.id, now: at }, { metric: 'taken', outcomes: [outcome] })
  })
  if (isTaken) await tellTaken(context, { decision, by: chosen.by, at })
  return isTaken
}

/** A hint of theirs about an offer of theirs. @throws {Problem} price-hint-not-found */
async function hintOf(
  { db, town }: Context,
  { decision, offer, by }: Chosen,
): Promise<{ medianMinor: number; option: string }> {
  const row = await findDecision(db, town.id, decision)
  if (row?.point !== pricePoint.name || row.onBehalfOf !== by.party) throw new Problem(hintNotFound)
  const { rows } = await db.pool.query(loadOffers(town.id, [offer]))
  const [found] = rows.map((one) => offerOf(one as never))
  if (found?.seller !== by.party) throw new Problem(hintNotFound, { detail: 'The offer is not yours' })
  // Erased with the person, it is nobody's hint any more.
  const medianMinor = Number(row.reference?.split('/')[2])
  const [option] = row.chosen
  if (option === undefined || !(medianMinor > 0)) throw new Problem(hintNotFound)
  return { medianMinor, option }
}
