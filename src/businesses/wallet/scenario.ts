import type { Caller, Scenario } from '#kernel/scenario'
import { until } from '#kernel/until'
import { inState, money, ok, place, press, see, slug, type Teller } from './scenario-bank.ts'
import { wallet } from './scenario-escrow.ts'
import { basket, buy, openStall, type Stall } from './scenario-stall.ts'

const minuteMs = 60_000

const topUp: Scenario = {
  name: 'wallet-top-up',
  run: async (town, check) => {
    const [payer] = await town.newcomers(1)
    const paid = await place(payer!, 'topUp', { amountMinor: 5_000 })
    await press(payer!, paid)
    await inState(payer!, paid, 'paid')
    check.equal(await money(payer!), 5_000, 'what was paid is in the wallet')
    const late = await place(payer!, 'topUp', { amountMinor: 700 })
    await press(payer!, late, 'late')
    await town.pass(15 * minuteMs)
    await inState(payer!, late, 'unpaid')
    ok(await town.operator.post('/v1/sandbox/provider/release', {}))
    await until(
      () => see(payer!, late),
      ({ money: { capturedMinor, refundedMinor } }) => capturedMinor === 700 && refundedMinor === 700,
    )
    const twice = await place(payer!, 'topUp', { amountMinor: 300 })
    await press(payer!, twice, 'double')
    await until(
      () => see(payer!, twice),
      ({ money: { refundedMinor } }) => refundedMinor === 300,
    )
    check.equal(await money(payer!), 5_300, 'late and second charges went back by themselves')
    const body = ok(await town.operator.get('/v1/reconciliation')).body
    check.equal([body.breaks, body.isWhole], [[], true], 'the provider and the books agree')
    check.figure('wallet', await money(payer!))
  },
}

/** Three sellers, one payment: all orders are paid in the commit in which the money comes. */
const basketPaid: Scenario = {
  name: 'wallet-basket',
  run: async (town, check) => {
    const teller = { town, check }
    const [buyer] = await town.newcomers(1)
    const stalls = [await openStall(teller, 1), await openStall(teller, 1), await openStall(teller, 2)]
    const first = await basket(buyer!, stalls)
    check.equal(await statesOf(buyer!, first.orderIds), ['reserved', 'reserved', 'reserved'], 'reserved together')
    await press(buyer!, first.paymentId)
    const payment = await inState(buyer!, first.paymentId, 'paid')
    check.equal(await statesOf(buyer!, first.orderIds), ['paid', 'paid', 'paid'], 'paid together')
    const held = await Promise.all(first.orderIds.map(async (id) => (await see(buyer!, id)).money.heldMinor))
    check.equal([payment.terms.amount, held, await money(buyer!)], [13_800, [4_600, 4_600, 4_600], 0], 'one sum')
    ok(await buyer!.post(`/v1/orders/${first.orderIds[1]}/actions/cancel`, {}))
    check.equal(await statesOf(buyer!, first.orderIds), ['paid', 'cancelled', 'paid'], 'one is cancelled')
    check.equal(await money(buyer!), 4_600, 'its money is in the wallet')
    const back = { input: { amountMinor: 4_600 }, expectMinor: 4_600 }
    ok(await buyer!.post(`/v1/orders/${first.paymentId}/actions/sendBack`, back))
    await until(
      () => see(buyer!, first.paymentId),
      ({ state, money: { heldMinor } }) => state === 'paid' && heldMinor === 0,
    )
    check.equal(await money(buyer!), 0, 'and now where it came from')
    await leftOut(teller, stalls)
    const { isWhole, breaks } = ok(await town.operator.get('/v1/reconciliation')).body
    check.equal([isWhole, breaks], [true, []], 'the provider and the books agree')
    check.figure('paid', payment.terms.amount)
  },
}

/** An order that has gone when the money comes is left out, and its part goes back. */
async function leftOut(teller: Teller, stalls: readonly Stall[]): Promise<void> {
  const { town, check } = teller
  const [buyer] = await town.newcomers(1)
  const { paymentId, orderIds } = await basket(buyer!, stalls.slice(1))
  ok(await buyer!.post(`/v1/orders/${orderIds[0]}/actions/cancel`, {}))
  await press(buyer!, paymentId)
  await inState(buyer!, paymentId, 'paid')
  check.equal(await statesOf(buyer!, orderIds), ['cancelled', 'paid'], 'the other is paid')
  await until(
    () => see(buyer!, paymentId),
    ({ money: { refundedMinor } }) => refundedMinor === 4_600,
  )
  check.equal(await money(buyer!), 0, 'nothing stays in between')
}

async function statesOf(caller: Caller, orderIds: readonly string[]): Promise<string[]> {
  return Promise.all(orderIds.map(async (id) => (await see(caller, id)).state))
}

/** Only what is available can be paid out; a bank that refuses brings it back. */
const payOut: Scenario = {
  name: 'wallet-pay-out',
  run: async (town, check) => {
    const teller = { town, check }
    const stall = await openStall(teller, 1)
    const [buyer] = await town.newcomers(1, { walletMinor: 10_000 })
    const orderId = await buy(buyer!, stall)
    ok(await stall.seller.post(`/v1/orders/${orderId}/actions/ship`, {}))
    ok(await buyer!.post(`/v1/orders/${orderId}/actions/confirm`, {}))
    const asked = { business: 'wallet', type: 'payOut', expectMinor: 4_600 }
    const input = { amountMinor: 4_600, destination: 'DE89 3704 0044 0532 0130 00' }
    const early = await stall.seller.post('/v1/orders', { ...asked, input })
    check.equal(slug(early), 'insufficient-funds', 'earned is not available')
    await town.pass(14 * 24 * 60 * minuteMs)
    ok(await town.operator.post('/v1/sandbox/provider/faults', { kind: 'payout', fault: 'fail' }))
    const failing = await place(stall.seller, 'payOut', { ...input, expectMinor: 4_600 })
    await inState(stall.seller, failing, 'returned')
    check.equal(await money(stall.seller, 'available'), 4_600, 'the bank refused, it is available again')
    const done = await place(stall.seller, 'payOut', { ...input, expectMinor: 4_600 })
    await inState(stall.seller, done, 'paidOut')
    check.equal(await money(stall.seller, 'available'), 0, 'paid out')
    const { isWhole } = ok(await town.operator.get('/v1/reconciliation')).body
    check.equal(isWhole, true, 'the provider and the books agree')
    check.figure('paidOut', 4_600)
  },
}

/** Plain words: what is held and until when, what moved and the entry behind it, as JSON and for spreadsheets. */
const statement: Scenario = {
  name: 'wallet-statement',
  run: async (town, check) => {
    const teller = { town, check }
    const stall = await openStall(teller, 2)
    const [buyer] = await town.newcomers(1, { walletMinor: 10_000 })
    const orderId = await buy(buyer!, stall, { qty: 2 })
    ok(await stall.seller.post(`/v1/orders/${orderId}/actions/ship`, {}))
    const note = { to: stall.seller.id, amountMinor: 100, currency: 'EUR', note: '=HYPERLINK("http://x")' }
    ok(await buyer!.post('/v1/wallet/transfers', note))
    const held = await until(
      async () => ok(await buyer!.get('/v1/wallet/held')).body.items,
      (items) => items.length > 0,
    )
    const words =
      '86.00 EUR is held (On its way) until you choose “I have it and all is well” or “Open a problem”, or its time is over'
    check.equal([held[0].amountMinor, held[0].words.en], [8_600, words], 'what is held, and until when')
    const { items } = await until(
      async () => ok(await buyer!.get('/v1/wallet/statement')).body,
      (body) => body.items.length === 4,
    )
    const told = items.map(({ amount, words: { en } }: { amount: string; words: { en: string } }) => [amount, en])
    const inPot = 'Held for an order until it is decided'
    check.equal(
      told.slice(1),
      [
        ['-6.00', inPot],
        ['-80.00', inPot],
        ['100.00', 'Given to you by the town'],
      ],
      'the lines',
    )
    check.equal(items[1].credit, `pot:${orderId}`, 'the entry behind a line')
    const csv = ok(await buyer!.get('/v1/wallet/statement.csv')).body
    const lines = String(csv).trim().split('\r\n')
    check.equal(lines.length, 5, 'a line for each movement, and a head')
    check.equal(
      lines.filter((line) => /(^|,)"?[=+@]/.test(line)),
      [],
      'nothing in it is a formula',
    )
    check.figure('held', held[0].amountMinor)
  },
}

/** What `npm run scenarios` tells. */
export const scenarios: readonly Scenario[] = [wallet, topUp, basketPaid, payOut, statement]
