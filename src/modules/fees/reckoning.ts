import type { JsonObject } from '#kernel/commands'
import { Problem } from '#kernel/problem'
import { compile } from '#modules/expressions'
import type { Effect, Manifest } from '#modules/flows'
import { type ChargeLine, frozenFees } from './charges.ts'
import { feeTerms } from './fee-terms.ts'
import type { FeeLineOf } from './menu.ts'
import { noMenu } from './problems.ts'

/** Works out the fees of one sale under a menu, from the terms that the sale froze. */
export type Reckon = (terms: JsonObject, menu: readonly FeeLineOf[]) => ChargeLine[]

const names = Object.keys(feeTerms)

/**
 * The reckoning of a manifest: the very expressions that it freezes when an order is placed, so that what is shown is
 * what settles.
 *
 * @throws {Problem} no-menu
 */
export function reckoningOf(manifest: Manifest, timeZone: string): Reckon {
  const texts = frozenTexts(manifest)
  if (texts === undefined || !Array.isArray(manifest.rates?.['fees'])) throw new Problem(noMenu)
  const steps = names.map((name) => [name, compile(texts[name]!, { timeZone }).evaluate] as const)
  return (terms, menu) => {
    const scope = { terms: { ...terms }, rates: { fees: menu } }
    for (const [name, evaluate] of steps) scope.terms[name] = evaluate(scope) as never
    return frozenFees(scope.terms)
  }
}

/** The expressions of the fees, where some `freeze` of the manifest has them all. */
function frozenTexts({ flow }: Manifest): { readonly [name: string]: string } | undefined {
  const beginnings = Object.values(flow.states[flow.initial]?.on ?? {}).flat()
  const effects = beginnings.flatMap(({ do: done = [] }): readonly Effect[] => done)
  const freezes = effects.flatMap((effect) => ('freeze' in effect ? [effect.freeze] : []))
  return freezes.find((texts) => names.every((name) => Object.hasOwn(texts, name)))
}

/** What a sale of one line would freeze, as far as fees depend on it. */
export function termsOfSale(sale: {
  amountMinor: number
  category: string
  services: readonly string[]
  feeClass: number
}): JsonObject {
  const { amountMinor, category, services, feeClass } = sale
  return {
    gross: [amountMinor],
    goods: amountMinor,
    base: amountMinor,
    categories: [category],
    services: [...services],
    feeClass,
  }
}

/** What fees come to. */
export function sumOf(fees: readonly ChargeLine[]): number {
  return fees.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}
