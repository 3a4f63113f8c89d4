import type { Caller, Check, Reply, Scenario, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'

const dayMs = 86_400_000
const saleMinor = 10_000

const line = {
  bps: 0,
  bpsByCategory: {},
  fixedMinor: 0,
  minMinor: 0,
  maxMinor: 0,
  categories: [],
  classes: [],
  service: '',
}
/** Listing 0.00, escrow 0.6 %, delivery help 0.30 for those who pick it; newcomers pay no escrow. */
const menu = (escrowBps: number): object[] => [
  { ...line, name: 'listing', title: { en: 'Listing', zh: '上架费' } },
  { ...line, name: 'escrow', title: { en: 'Escrow', zh: '担保服务费' }, bps: escrowBps, classes: [0] },
  {
    ...line,
    name: 'delivery-help',
    title: { en: 'Delivery help', zh: '配送服务' },
    fixedMinor: 30,
    service: 'delivery-help',
  },
]

type Fair = { town: ScenarioClient; check: Check; store: Caller; buyer: Caller; offerId: string }

/** A fair with a menu of its own: the mall's flow under another name, posted while the town runs. */
async function openFair(town: ScenarioClient, check: Check): Promise<Fair> {
  const { manifest } = ok(await town.stranger.get('/v1/businesses/mall')).body
  const fair = {
    ...manifest,
    business: 'fair',
    version: 1,
    title: 'Fair',
    rates: { ...manifest.rates, fees: menu(60) },
  }
  check.equal((await town.operator.post('/v1/businesses', fair)).status, 201, 'the fair is posted')
  const [store] = await town.newcomers(1, { grants: ['brand'] })
  const [buyer] = await town.newcomers(1, { walletMinor: 100_000 })
  const offerId = await putVase(store!)
  return { town, check, store: store!, buyer: buyer!, offerId }
}

async function putVase(store: Caller): Promise<string> {
  const input = {
    business: 'fair', title: 'Vase', category: 'ceramics', currency: 'EUR', priceMinor: saleMinor, taxCode: 'exempt',
    attributes: { shippingMinor: 0, services: ['delivery-help'] }, stock: 50,
  } // prettier-ignore
  const { body } = ok(await store.post('/v1/commands', { commands: [{ business: 'offers', type: 'put', input }] }))
  return body.verdicts[0].result.offerId
}

async function sell({ store, buyer, offerId }: Pick<Fair, 'store' | 'buyer' | 'offerId'>): Promise<string> {
  const order = { business: 'fair', type: 'place', lines: [{ offerId, qty: 1 }], input: { delivery: 'pickup' } }
  const { orderId } = ok(await buyer.post('/v1/orders', { ...order, expectMinor: saleMinor })).body
  ok(await store.post(`/v1/orders/${orderId}/actions/ship`, {}))
  return orderId
}

async function complete({ buyer }: Pick<Fair, 'buyer'>, orderId: string): Promise<Record<string, number>> {
  ok(await buyer.post(`/v1/orders/${orderId}/actions/confirm`, {}))
  const { positions } = ok(await buyer.get(`/v1/orders/${orderId}`)).body.money.pots.main
  const named = Object.entries<number>(positions).map(([account, minor]) => [account.split(':')[0]!, minor] as const)
  return Object.fromEntries(named)
}

const feeMenu: Scenario = {
  name: 'fee-menu',
  run: async (town, check) => {
    const fair = await openFair(town, check)
    const preview = ok(
      await fair.store.get(`/v1/fees/preview?business=fair&amountMinor=${saleMinor}&services=delivery-help`),
    )
    check.equal(
      preview.body.fees,
      [{ name: 'listing', amountMinor: 0 }, { name: 'escrow', amountMinor: 60 }, { name: 'delivery-help', amountMinor: 30 }],
      'what is shown',
    ) // prettier-ignore
    check.equal(preview.body.netMinor, 9_910, 'net')
    const settled = await complete(fair, await sell(fair))
    check.equal([settled['earned'], settled['@fees']], [9_910, 90], 'what settles')
    await newcomersPayLess(fair)
    await notice(fair)
    await invoices(fair)
    check.figure('net', settled['earned']!)
    check.figure('fees', settled['@fees']!)
  },
}

/** A class of sellers that the menu spares. */
async function newcomersPayLess({ town, check, buyer }: Fair): Promise<void> {
  const [store] = await town.newcomers(1, { grants: ['brand'] })
  ok(await town.operator.put(`/v1/fees/classes/${store!.id}`, { feeClass: 1 }))
  const newcomer = { store: store!, buyer, offerId: await putVase(store!) }
  const settled = await complete(newcomer, await sell(newcomer))
  check.equal([settled['earned'], settled['@fees']], [9_970, 30], 'a newcomer')
}

/** A menu needs fourteen days; what it would have meant is shown before; old orders keep the old one. */
async function notice(fair: Fair): Promise<void> {
  const { town, check } = fair
  const { now } = ok(await town.operator.get('/v1/sandbox/clock')).body
  const soon = new Date(Date.parse(now) + 13 * dayMs).toISOString()
  const hasty = await town.operator.post('/v1/fees/menus', { business: 'fair', lines: menu(100), effectiveAt: soon })
  check.equal([hasty.status, hasty.body.type], [409, '/problems/notice-too-short'], 'thirteen days')
  check.equal((await fair.store.post('/v1/fees/menus', { business: 'fair', lines: menu(0) })).status, 403, 'a seller')
  const ask = { business: 'fair', lines: menu(100) }
  const whatIf = await until(async () => ok(await town.operator.post('/v1/fees/what-if', ask)).body, (body) => body.orders === 2) // prettier-ignore
  check.equal([whatIf.orders, whatIf.feesMinor, whatIf.otherMinor], [2, 120, 160], 'what it would have meant')
  check.equal(whatIf.sizes[0].sellers, 2, 'to two small sellers')
  check.equal((await town.operator.post('/v1/fees/menus', ask)).status, 201, 'with notice')
  const before = await sell(fair)
  await town.pass(14 * dayMs + 120_000)
  const old = ok(await fair.buyer.get(`/v1/orders/${before}`)).body
  check.equal([old.state, old.money.pots.main.positions[`@fees`] ?? feesOf(old)], ['completed', 90], 'the old menu')
  const later = await complete(fair, await sell(fair))
  check.equal([later['earned'], later['@fees']], [9_870, 130], 'the new menu')
}

function feesOf(order: Reply['body']): number {
  const found = Object.entries<number>(order.money.pots.main.positions).find(([account]) => account.startsWith('@fees'))
  return found?.[1] ?? 0
}

/** When the month is over: an invoice for what was taken, a credit note for what was given back, without gaps. */
async function invoices({ town, check, store, buyer, offerId }: Fair): Promise<void> {
  const orderId = await sell({ store, buyer, offerId })
  const { '@fees': taken } = await complete({ buyer }, orderId)
  ok(await store.post(`/v1/orders/${orderId}/actions/refund`, { input: { amountMinor: 5_000 }, expectMinor: 4_935 }))
  const { now } = ok(await town.operator.get('/v1/sandbox/clock')).body
  const months = [-1, 0].map((back) => {
    const at = new Date(Date.parse(now))
    return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + back, 1)).toISOString().slice(0, 7)
  })
  const early = await town.operator.post('/v1/fees/invoices', { month: months[1] })
  check.equal([early.status, early.body.type], [409, '/problems/month-not-over'], 'too early')
  await town.pass(32 * dayMs)
  for (const month of months) await issue(town, month)
  const again = await issue(town, months[1]!)
  check.equal(again.body.items, [], 'once only')
  const { items } = ok(await store.get('/v1/fees/invoices')).body
  const sums = (kind: string): number =>
    items
      .filter((one: { kind: string }) => one.kind === kind)
      .reduce((sum: number, one: { totalMinor: number }) => sum + one.totalMinor, 0)
  check.equal([sums('invoice'), sums('credit-note')], [90 + 90 + 130 + taken!, 65], 'charged and given back')
  const every = ok(await town.operator.get('/v1/fees/invoices?everyone=true&limit=200')).body.items
  const numbers = every.map(({ number }: { number: string }) => Number(number.split('-')[1])).toReversed()
  check.equal(numbers, numbers.map((_: number, index: number) => numbers[0] + index), 'without gaps') // prettier-ignore
  const statements = await Promise.all(
    months.map(async (month) => ok(await store.get(`/v1/fees/statements/${month}`)).body),
  )
  const charged = statements
    .flatMap(({ items: list }) => list)
    .map(({ chargedMinor, givenBackMinor }) => chargedMinor - givenBackMinor)
  check.equal(
    charged.reduce((sum, minor) => sum + minor, 0),
    sums('invoice') - sums('credit-note'),
    'as the statement says',
  )
  check.equal((await buyer.get(`/v1/fees/invoices/${items[0].id}`)).status, 404, 'somebody else’s')
  check.figure('invoiced', sums('invoice'))
  check.figure('credited', sums('credit-note'))
}

/** The list of charges follows the books within a second. */
async function issue(town: ScenarioClient, month: string): Promise<Reply> {
  return until(
    () => town.operator.post('/v1/fees/invoices', { month }),
    ({ status }) => status !== 503,
  )
}

function ok(reply: Reply): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply
  throw new Error(`status ${reply.status}: ${JSON.stringify(reply.body)}`)
}

/** What `npm run scenarios` tells. */
export const scenarios: readonly Scenario[] = [feeMenu]
