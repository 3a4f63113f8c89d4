import { newId } from '#kernel/ids'
import type { Caller, Reply } from '#kernel/scenario'
import { money, ok, type Teller } from './scenario-bank.ts'
import { openStall, type Stall, wish } from './scenario-stall.ts'

const operations = 10_000
const concurrency = 64
const people = 40

/** A sequence that is the same on every run (Numerical Recipes, ch. 7: a linear congruential generator). */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Town = {
  crowd: readonly Caller[]
  stall: Stall
  open: { buyer: Caller; orderId: string }[]
  roll: (below: number) => number
}

/** One operation at random: money sent, too much of it, twice under one key, orders bought and cancelled. */
async function operate({ crowd, stall, open, roll }: Town): Promise<Reply[]> {
  const one = crowd[roll(crowd.length)]!
  const other = crowd[roll(crowd.length)]!
  const amountMinor = 1 + roll(3_000)
  const send = (key: string): Promise<Reply> =>
    one.post('/v1/wallet/transfers', { to: other.id, amountMinor, currency: 'EUR' }, { key })
  switch (roll(10)) {
    case 0: {
      const key = newId()
      return Promise.all([send(key), send(key)])
    }
    case 1: {
      const reply = await one.post('/v1/orders', wish(stall, 'place', { delivery: 'pickup' }))
      if (reply.status === 201) open.push({ buyer: one, orderId: reply.body.orderId })
      return [reply]
    }
    case 2: {
      const order = open.splice(roll(open.length), 1)[0]
      return order === undefined ? [] : [await order.buyer.post(`/v1/orders/${order.orderId}/actions/cancel`, {})]
    }
    case 3:
      return [
        await one.post('/v1/orders', {
          business: 'wallet',
          type: 'payOut',
          input: { amountMinor, destination: 'DE00' },
          expectMinor: amountMinor,
        }),
      ]
    default:
      return [await send(newId())]
  }
}

/** Ten thousand operations, 64 at a time: no balance below zero, all accounts sum to zero, the journal replays. */
export async function rush(teller: Teller): Promise<void> {
  const { town, check } = teller
  const crowd = await town.newcomers(people, { walletMinor: 10_000 })
  const state: Town = { crowd, stall: await openStall(teller, 500), open: [], roll: dice(7) }
  const faults: Reply[] = []
  let left = operations
  let refused = 0
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      const replies = await operate(state)
      faults.push(...replies.filter(({ status }) => status >= 500))
      refused += replies.filter(({ status }) => status >= 400 && status < 500).length
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  check.equal(faults.map(({ status, body }) => [status, body.type]), [], 'nothing failed') // prettier-ignore
  const wallets = await Promise.all(crowd.map((one) => money(one)))
  check.equal(wallets.filter((balance) => balance < 0), [], 'no wallet is below zero') // prettier-ignore
  const journal = ok(await town.operator.get('/v1/reconciliation/journal')).body
  check.equal(
    [journal.differences, journal.sums.filter((sum: { sumMinor: number }) => sum.sumMinor !== 0)],
    [[], []],
    'the journal replays and all accounts sum to zero',
  )
  check.figure('operations', operations)
  check.figure('refused', refused)
  check.figure('transfers', journal.transfers)
}
