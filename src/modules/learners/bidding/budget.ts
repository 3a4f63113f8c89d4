/**
 * Bidding for as many clicks as a budget buys over a known number of second-price auctions, by dynamic programming over
 * auctions left and money left: Cai, Ren, Zhang, Malialis, Wang, Yu and Guo, "Real-time bidding by reinforcement
 * learning in display advertising", WSDM 2017, eq. 8–10. Two differences: the click rate of the auctions to come is a
 * distribution and not its mean, and money may be counted in coarser units.
 *
 * With V(n, b) the clicks to expect from n auctions and b of money, an auction of click rate θ is worth winning at
 * price δ as long as θ + V(n - 1, b - δ) ≥ V(n - 1, b), so that
 *
 *   V(n, b) = V(n - 1, b) + Σ over δ of P(δ) · E max(0, θ - (V(n - 1, b) - V(n - 1, b - δ)))
 */
import { requireAllFinite, requireBetween, requireInteger, requireSome } from '../base/guards.ts'

/** What to plan for. */
export interface BudgetPlan {
  /** Auctions until the budget is renewed. */
  readonly auctions: number
  /** In whole units of money. */
  readonly budget: number
  /** Probability of each price 0, 1, 2, … of winning. */
  readonly prices: Float64Array
  /** Click rates of auctions to come: a sample, or their mean alone. */
  readonly rates: ArrayLike<number>
  /** Money and prices are told apart in steps of this; 1 unless given. Coarser is faster by its square. */
  readonly unit?: number
}

/** Clicks to expect. */
export interface BudgetValues {
  readonly auctions: number
  readonly budget: number
  readonly unit: number
  /** Highest price in units. */
  readonly highest: number
  /** (auctions + 1) × (steps of money + 1) */
  readonly values: Float64Array
}

/** Beyond this the table no longer fits into memory. */
const MOST_CELLS = 50_000_000

/** Computes the table of expected clicks. Takes auctions × (budget / unit) × (prices / unit) steps. */
export function planBudget(plan: BudgetPlan): BudgetValues {
  const { auctions, budget, unit = 1 } = plan
  requireInteger(auctions, 1, 'budget auctions')
  requireInteger(budget, 0, 'budget')
  requireInteger(unit, 1, 'budget unit')
  const steps = Math.floor(budget / unit)
  const cells = (auctions + 1) * (steps + 1)
  if (cells > MOST_CELLS) throw new RangeError(`budget: ${cells} values are too many; give a coarser unit`)
  const shares = coarse(plan.prices, unit)
  const gain = gainsOf(plan.rates)
  const values = new Float64Array(cells)
  for (let left = 1; left <= auctions; left += 1) {
    const before = values.subarray((left - 1) * (steps + 1), left * (steps + 1))
    const now = values.subarray(left * (steps + 1), (left + 1) * (steps + 1))
    fillRow(before, now, { shares, gain })
  }
  return { auctions, budget, unit, highest: shares.length - 1, values }
}

interface Gains {
  /** E max(0, θ - x) at x = 0, width, 2 · width, …; 0 from the last on. */
  readonly table: Float64Array
  readonly width: number
}

function fillRow(before: Float64Array, now: Float64Array, odds: { shares: Float64Array; gain: Gains }): void {
  const { shares, gain } = odds
  const { table, width } = gain
  for (let money = 0; money < now.length; money += 1) {
    const kept = before[money]!
    const most = Math.min(money, shares.length - 1)
    let sum = 0
    for (let price = 0; price <= most; price += 1) {
      // With money to spare more of it is worth nothing, give or take rounding.
      const place = Math.max(0, kept - before[money - price]!) / width
      const cell = Math.floor(place)
      // Money spent costs more the more of it is spent, so that no higher price gains anything either.
      if (cell >= table.length - 1) break
      sum += shares[price]! * (table[cell]! + (place - cell) * (table[cell + 1]! - table[cell]!))
    }
    now[money] = kept + sum
  }
}

const CELLS = 4096

/** Tabulates the mean gain over all rates, which is convex and piecewise linear, finely enough to interpolate. */
function gainsOf(rates: ArrayLike<number>): Gains {
  requireSome(rates, 'budget rates')
  const sorted = Float64Array.from(rates).sort()
  requireAllFinite(sorted, 'budget rates')
  requireBetween(sorted[0]!, [0, 1], 'budget rate')
  requireBetween(sorted.at(-1)!, [0, 1], 'budget rate')
  // A rate of 0 gains nothing anywhere; any width will do.
  const width = (sorted.at(-1)! || 1) / CELLS
  let above = sorted.reduce((sum, rate) => sum + rate, 0)
  let at = 0
  const table = Float64Array.from({ length: CELLS + 1 }, (_, cell) => {
    for (; at < sorted.length && sorted[at]! < cell * width; at += 1) above -= sorted[at]!
    return Math.max(0, above - cell * width * (sorted.length - at)) / sorted.length
  })
  table[CELLS] = 0
  return { table, width }
}

/** Prices in units, to the nearest. */
function coarse(prices: Float64Array, unit: number): Float64Array {
  requireAllFinite(requireSome(prices, 'budget prices'), 'budget prices')
  const shares = new Float64Array(Math.round((prices.length - 1) / unit) + 1)
  for (const [price, share] of prices.entries()) {
    shares[Math.round(price / unit)]! += requireBetween(share, [0, 1], `budget prices[${price}]`)
  }
  return shares
}

/**
 * The highest price at which winning the auction is worth its money; a second-price auction is bid just that.
 *
 * @param state.left auctions left, this one included
 * @param state.money money left
 * @param state.rate the click rate of this auction
 */
export function bidWith(
  plan: BudgetValues,
  state: { readonly left: number; readonly money: number; readonly rate: number },
): number {
  const { auctions, budget, unit, highest, values } = plan
  requireBetween(state.rate, [0, 1], 'bid rate')
  if (requireInteger(state.left, 1, 'bid auctions left') > auctions) {
    throw new RangeError(`bid auctions left must be at most ${auctions}, got ${state.left}`)
  }
  if (requireInteger(state.money, 0, 'bid money left') > budget) {
    throw new RangeError(`bid money left must be at most ${budget}, got ${state.money}`)
  }
  const width = Math.floor(budget / unit) + 1
  const from = (state.left - 1) * width
  const money = Math.floor(state.money / unit)
  const most = Math.min(money, highest)
  const kept = values[from + money]!
  // V grows with money, so the worth of a price falls with the price: the last one worth it is found by halving.
  let low = 0
  let high = most
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (state.rate + values[from + money - middle]! >= kept) low = middle
    else high = middle - 1
  }
  // The highest price that rounds to the last step worth it; when all money is, so is what is left below one step.
  return low === money ? state.money : Math.min(state.money, low * unit + ((unit - 1) >> 1))
}
