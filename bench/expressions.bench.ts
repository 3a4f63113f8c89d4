/**
 * Evaluates the ten expressions of one market order (amounts, guards, a cell name, shares) and prints
 * one JSON line: microseconds an order, for our closures and for the CEL library's interpreter.
 */
import { celEnv, type CelInput, parse, plan } from '@bufbuild/cel'
import { compile, type Scope } from '#modules/expressions'
import { report } from './machine.ts'

const texts = [
  'actor.id',
  'offer.seller',
  'offer.priceMinor * input.qty',
  'offer.shippingMinor',
  'terms.goods * rates.commissionBps / 10000',
  'terms.goods + terms.shipping',
  '[offer.id]',
  'input.qty',
  'terms.goods - terms.commission',
  'party.buyer.score >= rates.waiveScore && terms.total > 0',
]

const scope = {
  actor: { id: 'ann' },
  offer: { id: 'jam', seller: 'bo', priceMinor: 2000, shippingMinor: 600, stock: 7 },
  input: { qty: 4 },
  rates: { commissionBps: 500, waiveScore: 650 },
  terms: { goods: 8000, shipping: 600, commission: 400, total: 8600 },
  party: { buyer: { score: 700 } },
}

const rounds = 5
const ordersARound = 200_000
const libraryOrders = 10_000

/** The best of several rounds: what the code can do when the machine is not busy elsewhere. */
function bestMicros(orders: number, placeOrder: () => void): number {
  let best = Infinity
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = process.hrtime.bigint()
    for (let order = 0; order < orders; order += 1) placeOrder()
    best = Math.min(best, Number(process.hrtime.bigint() - startedAt) / 1_000 / orders)
  }
  return best
}

/** CEL's int is a bigint in the library. */
function celScope(value: Scope): Record<string, CelInput> {
  const convert = (part: unknown): CelInput => {
    if (typeof part === 'number') return BigInt(part)
    if (typeof part === 'string' || typeof part === 'boolean') return part
    return new Map(Object.entries(part ?? {}).map(([key, inner]) => [key, convert(inner)]))
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, convert(part)]))
}

const compiled = texts.map((text) => compile(text))
const ours = bestMicros(ordersARound, () => {
  for (const expression of compiled) expression.evaluate(scope)
})

const env = celEnv()
const planned = texts.map((text) => plan(env, parse(text).expr))
const bindings = celScope(scope)
const library = bestMicros(libraryOrders, () => {
  for (const expression of planned) expression(bindings)
})

report({
  bench: 'expressions',
  expressionsAnOrder: texts.length,
  value: Number(ours.toFixed(3)),
  unit: 'µs an order',
  libraryMicrosAnOrder: Number(library.toFixed(3)),
})
