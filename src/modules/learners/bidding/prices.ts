/**
 * What winning costs, learnt from auctions of which only the won ones show their price: the product-limit estimator of
 * Kaplan and Meier, JASA 1958, for a highest competing bid that is seen when it is below ours and known to be above it
 * otherwise. Used so for auctions by Amin, Kearns, Key and Schwaighofer, "Budget optimization for sponsored search:
 * censored learning in MDPs", UAI 2012.
 */
import { requireAllFinite, requireInteger, requirePositive } from '../base/guards.ts'
import { loadModel, type ModelKind, type SavedModel, saveModel } from '../base/models.ts'

/** Counts by price, 0 … highest price in whole units of money; changed in place. */
export interface PriceModel {
  /** Auctions won at each price. */
  readonly won: Float64Array
  /** Auctions lost with each bid. */
  readonly lost: Float64Array
}

/** Starts from prices that are known in full, such as those of an earlier campaign; counts may be scaled down. */
export function createPriceModel(counts: ArrayLike<number>): PriceModel {
  requireInteger(counts.length, 2, 'price counts length')
  requireAllFinite(counts, 'price counts')
  const won = Float64Array.from(counts)
  const negative = won.findIndex((count) => count < 0)
  if (negative >= 0) throw new RangeError(`price counts[${negative}] must be at least 0, got ${won[negative]}`)
  requirePositive(
    won.reduce((sum, count) => sum + count, 0),
    'the sum of price counts',
  )
  return { won, lost: new Float64Array(won.length) }
}

/** Learns from an auction won at a price. Prices above the highest count as the highest. */
export function learnWon(model: PriceModel, price: number): void {
  requireInteger(price, 0, 'price')
  model.won[Math.min(price, model.won.length - 1)]! += 1
}

/** Learns from an auction lost with a bid: the price was above it. A bid of 0 tells nothing but that. */
export function learnLost(model: PriceModel, bid: number): void {
  requireInteger(bid, 0, 'bid')
  // With the highest price as the bid a loss says that the price is beyond what is told apart.
  model.lost[Math.min(bid, model.lost.length - 1)]! += 1
}

/** The probability of each price; they sum to 1. */
export function priceShares({ won, lost }: PriceModel): Float64Array {
  let left = won.reduce((sum, count) => sum + count, 0) + lost.reduce((sum, count) => sum + count, 0)
  let survival = 1
  const shares = won.map((count, price) => {
    const hazard = left > 0 ? Math.min(1, count / left) : 0
    const share = survival * hazard
    survival *= 1 - hazard
    left -= count + lost[price]!
    return share
  })
  // What is never won at any price that was seen lies beyond: it counts as the highest price.
  shares[shares.length - 1]! += survival
  return shares
}

const KIND: ModelKind = { name: 'bidding.prices', version: 1 }

/** The counts as plain data. */
export function savePriceModel({ won, lost }: PriceModel): SavedModel {
  return saveModel(KIND, { won, lost })
}

/** Reads what `savePriceModel` wrote. */
export function loadPriceModel(saved: unknown): PriceModel {
  const reader = loadModel(KIND, saved)
  const model = createPriceModel(reader.array('won', 'f64'))
  model.lost.set(requireAllFinite(reader.array('lost', 'f64', model.won.length), `${reader.path}.lost`))
  return model
}
