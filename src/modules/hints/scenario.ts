import type { Caller, Check, Scenario, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'

/** Sellers are told what similar things were bought at. Minor units: lamps between 30.00 and 50.00. */

const prices = [3_000, 3_500, 4_000, 4_500, 5_000]
const category = 'scenario-lamps'
const dayMs = 86_400_000

const put = (title: string, priceMinor: number): object => ({
  business: 'offers',
  type: 'put',
  input: {
    business: 'market', title, category, currency: 'EUR', priceMinor, taxCode: 'exempt', stock: 9,
    attributes: { shippingMinor: 0 },
  }, // prettier-ignore
})

async function offer(seller: Caller, title: string, priceMinor: number): Promise<string> {
  const { body } = await seller.post('/v1/commands', { commands: [put(title, priceMinor)] })
  return body.verdicts[0].result.offerId
}

const buy = (buyer: Caller, offerId: string, priceMinor: number) =>
  buyer.post('/v1/orders', {
    business: 'market', lines: [{ offerId, qty: 1 }], input: { delivery: 'pickup' }, expectMinor: priceMinor,
  }) // prettier-ignore

async function hints(town: ScenarioClient, check: Check): Promise<void> {
  const [seller, other, buyer] = (await town.newcomers(3, { walletMinor: 100_000 })) as [Caller, Caller, Caller]
  const ask = async () => (await other.post('/v1/price-hints', { title: 'Paper lamp', category, currency: 'EUR' })).body
  const before = await ask()
  check.equal([before.hint, before.found, before.needed], [null, 0, 5], 'nothing was bought yet, and it says so')
  for (const price of prices) {
    const bought = await buy(buyer, await offer(seller, `Paper lamps ${price}`, price), price)
    check.equal(bought.status, 201, `bought (${JSON.stringify(bought.body)})`)
  }
  const { hint } = await until(ask, (body) => body.hint !== null)
  check.equal([hint?.sold, hint?.medianMinor, hint?.priceMinor], [5, 4_000, 4_000], 'the middle of what they cost')
  check.equal([hint.lowMinor, hint.highMinor, hint.words], [3_500, 4_500, ['paper', 'lamp']], 'with its reasons')
  const offerId = await offer(other, 'Paper lamp, round', 4_400)
  const choice = await other.put(`/v1/price-hints/${hint.id}/choice`, { offer: offerId, priceMinor: 4_400 })
  check.equal([choice.status, choice.body.isTaken], [200, false], 'the seller asks for more')
  const theirs = await seller.put(`/v1/price-hints/${hint.id}/choice`, { offer: offerId, priceMinor: 4_400 })
  check.equal(theirs.status, 404, "nobody else's hint")
  await town.pass(2 * dayMs)
  check.equal((await buy(buyer, offerId, 4_400)).status, 201, 'and gets it')
  const outcomes = await until(
    async () => (await other.get(`/v1/decisions/${hint.id}`)).body,
    ({ value }) => value !== null && value > 0,
  )
  check.equal([outcomes.mode, outcomes.value], ['suggest', 1.1], 'which is what the hint was worth')
  check.figure('middle', hint.medianMinor)
  check.figure('value', outcomes.value)
}

export const scenarios: readonly Scenario[] = [{ name: 'price-hint', run: hints }]
