import { strict as assert } from 'node:assert'
import { safe, split } from '#kernel/money'

/**
 * The algebra of held money. A pot is a list of net positions: below 0 for an account that paid in, above 0 for one
 * that was paid out. What is still in the pot is minus their sum, so a pot can neither make nor lose money.
 * All amounts are minor units.
 */
export type Pot = { readonly [account: string]: number }

/** One movement between accounts; `null` stands for the pot itself. */
export type Movement = { from: string | null; to: string | null; amountMinor: number }

/** What is in the pot. */
export function balanceOf(pot: Pot): number {
  let sum = 0
  for (const account in pot) sum += pot[account]!
  return sum === 0 ? 0 : -sum
}

/** What the payers have paid in and not yet got back: the most that a mirror refund can give. */
export function refundable(pot: Pot): number {
  let sum = 0
  for (const account in pot) sum += Math.max(0, -pot[account]!)
  return sum
}

/** The pot after an account's position moved by `delta`; a position of 0 is dropped. */
export function move(pot: Pot, account: string, delta: number): Pot {
  const position = safe((pot[account] ?? 0) + delta)
  if (position !== 0) return { ...pot, [account]: position }
  const { [account]: _gone, ...rest } = pot
  return rest
}

/**
 * Mirror refund: whoever has some of the money, the pot included, gives back in proportion, and whoever paid it gets
 * back in proportion, both by largest remainder on what remains. Many refunds therefore end at exactly zero.
 *
 * @param amountMinor 0 … `refundable(pot)`
 */
export function mirrorRefund(pot: Pot, amountMinor: number): { pot: Pot; movements: Movement[] } {
  assert.ok(amountMinor <= refundable(pot), 'a refund is at most what the payers have not got back')
  const givers: [string | null, number][] = []
  const inPot = balanceOf(pot)
  if (inPot > 0) givers.push([null, inPot])
  for (const account of Object.keys(pot).sort()) if (pot[account]! > 0) givers.push([account, pot[account]!])
  return settle(pot, givers, amountMinor)
}

/** Returns what is still in the pot to those who paid it in, in proportion; what was paid out stays where it is. */
export function returnRest(pot: Pot): { pot: Pot; movements: Movement[] } {
  const rest = balanceOf(pot)
  return settle(pot, [[null, rest]], rest)
}

/** Takes an amount from the givers and brings it to the payers, each side in proportion to its position. */
function settle(
  pot: Pot,
  givers: readonly (readonly [string | null, number])[],
  amountMinor: number,
): { pot: Pot; movements: Movement[] } {
  if (amountMinor === 0) return { pot, movements: [] }
  const payers = Object.keys(pot)
    .sort()
    .filter((account) => pot[account]! < 0)
  const gives = split(
    amountMinor,
    givers.map(([, position]) => position),
  )
  const gets = split(
    amountMinor,
    payers.map((account) => -pot[account]!),
  )
  const movements: Movement[] = []
  let after = pot
  for (let giver = 0, payer = 0; giver < gives.length && payer < gets.length;) {
    const part = Math.min(gives[giver]!, gets[payer]!)
    if (part > 0) {
      const from = givers[giver]![0]
      const to = payers[payer]!
      movements.push({ from, to, amountMinor: part })
      if (from !== null) after = move(after, from, -part)
      after = move(after, to, part)
    }
    gives[giver]! -= part
    gets[payer]! -= part
    if (gives[giver] === 0) giver += 1
    else payer += 1
  }
  return { pot: after, movements }
}
