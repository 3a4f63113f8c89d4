/** Decisions alone, in memory, on one core: what a command costs before anything is stored. */
import { newId } from '#kernel/ids'
import type { Command } from '#kernel/commands'
import { compileManifest, type Order, transition, type View } from '#modules/flows'
import { manifest } from '../src/businesses/market/manifest.ts'
import { report } from './machine.ts'

const flow = compileManifest(manifest, { timeZone: 'Europe/Berlin', currency: 'EUR' })
const [buyer, seller, offerId] = [newId(), newId(), newId()]
const offer = {
  id: offerId,
  business: 'market',
  seller,
  title: 'Mug',
  description: '',
  category: 'kitchen',
  currency: 'EUR',
  priceMinor: 4000,
  taxCode: 'exempt',
  priceIncludesTax: true,
  groupId: null,
  variant: {},
  pictures: [],
  attributes: { shippingMinor: 600 },
  status: 'active' as const,
  rev: 1,
}
let order: Order | undefined
const view: View = {
  now: Date.UTC(2026, 5, 1),
  order: () => order,
  offer: () => offer,
  party: () => undefined,
  available: () => 1_000_000,
  spendable: () => 1_000_000_000,
  mandate: () => undefined,
  rates: () => manifest.rates ?? {},
  code: () => '123456',
}
const actor = { party: buyer, kind: 'person', grants: [] } as const
/** As it looks when it has come through the door. */
const sealedAddress = `sealed:1:${buyer}:%2Faddress:${'A'.repeat(64)}`
const place: Command = {
  id: newId(),
  actor,
  business: 'market',
  type: 'place',
  answers: { watch: { isHeld: false } },
  input: { delivery: 'shipping', address: sealedAddress },
  lines: [{ offerId, qty: 2 }],
  expectMinor: 8600,
}

/** Microseconds of CPU for each decision: the median of rounds, so that a neighbour's minute does not count. */
function measure(command: Command, ok: boolean): { cpuUs: number; perSecond: number } {
  const rounds = 9
  const each = 20_000
  const samples = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage()
    for (let done = 0; done < each; done += 1) {
      if (transition(flow, view, command).ok !== ok) throw new Error(`${command.type} was decided otherwise`)
    }
    const { user, system } = process.cpuUsage(before)
    return (user + system) / each
  }).sort((one, other) => one - other)
  const cpuUs = samples[rounds >> 1]!
  return { cpuUs: Math.round(cpuUs * 100) / 100, perSecond: Math.round(1_000_000 / cpuUs) }
}

function print(name: string, command: Command, ok = true): void {
  report({ bench: 'transition', name, ...measure(command, ok) })
}

print('place', place)
print('refuse-price', { ...place, expectMinor: 1 }, false)
const placed = transition(flow, view, place)
if (!placed.ok) throw new Error(placed.refusal.detail)
order = placed.changes.order
const ship: Command = {
  id: newId(),
  actor: { ...actor, party: seller },
  business: 'market',
  type: 'ship',
  orderId: order.id,
  input: {},
}
const shipped = transition(flow, view, ship)
if (!shipped.ok) throw new Error(shipped.refusal.detail)
print('ship', ship)
order = shipped.changes.order
print('confirm', { id: newId(), actor, business: 'market', type: 'confirm', orderId: order.id, input: {} })
