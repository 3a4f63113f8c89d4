import { newId } from '#kernel/ids'
import type { Scenario } from '#kernel/scenario'
import { until } from '#kernel/until'
import { act, money, ok, openStreet, see, wish } from './scenario-stores.ts'

/** Three stores, paid from outside the town by one payment: the wallet is empty before and after. */
export const byProvider: Scenario = {
  name: 'mall-by-provider',
  run: async (town, check) => {
    const { stores } = await openStreet(town, check, { prices: [3_000, 5_000, 7_000] })
    const [buyer] = await town.newcomers(1)
    const groupId = newId()
    const reserving = stores.map(({ offerId }) => {
      return { ...wish(offerId, {}), type: 'reserve', id: newId(), groupId }
    })
    const orders = stores.map(({ priceMinor }, index) => {
      return { orderId: reserving[index]!.id, type: 'pay', expectMinor: priceMinor }
    })
    const payment = { id: newId(), groupId, business: 'wallet', type: 'pay', input: { orders } }
    const { body } = ok(await buyer!.post('/v1/commands', { all: true, commands: [...reserving, payment] }))
    check.equal(body.accepted, 4, `three reservations and one payment ${JSON.stringify(body.verdicts.at(-1))}`)
    const { data } = await until(() => see(buyer!, payment.id), (order) => Boolean(order.data.page)) // prettier-ignore
    ok(await buyer!.post(new URL(data.page).pathname, { press: 'pay' }))
    const ids = reserving.map(({ id }) => id)
    await until(() => Promise.all(ids.map((id) => see(buyer!, id))), (all) => all.every(({ state }) => state === 'paid')) // prettier-ignore
    const held = await Promise.all(ids.map(async (id) => (await see(buyer!, id)).money.heldMinor))
    check.equal([held, await money(buyer!)], [[3_000, 5_000, 7_000], 0], 'three escrows, one payment')
    ok(await act(stores[1]!.store, ids[1]!, ['cancel']))
    const states = await Promise.all(ids.map(async (id) => (await see(buyer!, id)).state))
    check.equal(states, ['paid', 'cancelled', 'paid'], 'one cancelled, two whole')
    check.equal(await money(buyer!), 5_000, 'what came back is the buyer’s')
    check.figure('paid', 15_000)
    check.figure('back', 5_000)
  },
}
