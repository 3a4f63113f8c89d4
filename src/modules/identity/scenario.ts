import type { Caller, Check, Reply, Scenario, ScenarioClient } from '#kernel/scenario'

/** What identity promises, told over HTTP. Minor units: a bowl costs 30.00, shipping 5.00, the buyer has 100.00. */

const dayMs = 86_400_000
const priceMinor = 3_000
const shippingMinor = 500
const walletMinor = 10_000

type People = { seller: Caller; courier: Caller; buyer: Caller; offerId: string }

async function stall(town: ScenarioClient, check: Check): Promise<People> {
  const [seller] = await town.newcomers(1)
  const [courier] = await town.newcomers(1, { grants: ['courier'] })
  const [buyer] = await town.newcomers(1, { walletMinor })
  const { items } = ok(await town.stranger.get('/v1/categories')).body
  const input = {
    business: 'market', title: 'Bowl', category: items[0]?.slug ?? 'things', currency: 'EUR', priceMinor,
    taxCode: 'exempt', attributes: { shippingMinor }, stock: 5,
  } // prettier-ignore
  const made = ok(await seller!.post('/v1/commands', { commands: [{ business: 'offers', type: 'put', input }] })).body
  check.equal(made.accepted, 1, 'the offer is made')
  return { seller: seller!, courier: courier!, buyer: buyer!, offerId: made.verdicts[0].result.offerId }
}

async function order({ buyer, offerId }: People): Promise<string> {
  const body = {
    business: 'market', type: 'place', lines: [{ offerId, qty: 1 }],
    input: { delivery: 'shipping', address: '1 Lakeside Walk' }, expectMinor: priceMinor + shippingMinor,
  } // prettier-ignore
  return ok(await buyer.post('/v1/orders', body)).body.orderId
}

async function money(caller: Caller, purpose: string): Promise<number> {
  const { accounts } = ok(await caller.get('/v1/wallet')).body
  const found = accounts.find((account: { purpose: string }) => account.purpose === purpose)
  return found?.balanceMinor ?? 0
}

async function suspend(town: ScenarioClient, { id }: Caller, verb: 'suspend' | 'restore'): Promise<void> {
  ok(await town.operator.post(`/v1/parties/${id}/${verb}`, { reason: 'a scenario' }))
}

function ok(reply: Reply): Reply {
  if (reply.status < 300) return reply
  throw new Error(`found ${reply.status}: ${JSON.stringify(reply.body)}`)
}

const suspendedSeller: Scenario = {
  name: 'identity-suspended-seller',
  run: async (town, check) => {
    const people = await stall(town, check)
    const { seller, buyer } = people
    const orderId = await order(people)
    check.equal(await money(buyer, 'wallet'), 6_500, 'paid into escrow')
    await suspend(town, seller, 'suspend')
    const ship = await seller.post(`/v1/orders/${orderId}/actions/ship`, {})
    check.equal(ship.status, 403, 'a suspended seller does nothing')
    check.equal((await buyer.get(`/v1/orders/${orderId}`)).body.state, 'paid', 'the buyer still sees the order')
    await town.pass(7 * dayMs)
    check.equal((await buyer.get(`/v1/orders/${orderId}`)).body.state, 'cancelled', 'time ends it')
    check.equal(await money(buyer, 'wallet'), walletMinor, 'the buyer has everything back')
    await suspend(town, seller, 'restore')
    check.equal((await seller.get('/v1/me')).status, 200, 'and the seller is back')
    check.figure('wallet', walletMinor)
  },
}

const suspendedBuyer: Scenario = {
  name: 'identity-suspended-buyer',
  run: async (town, check) => {
    const people = await stall(town, check)
    const { seller, courier, buyer } = people
    const orderId = await order(people)
    const pickup = (await seller.get(`/v1/orders/${orderId}`)).body.codes.pickup.code
    const handover = (await buyer.get(`/v1/orders/${orderId}`)).body.codes.handover.code
    await suspend(town, buyer, 'suspend')
    check.equal((await buyer.get(`/v1/orders/${orderId}`)).status, 403, 'a suspended buyer sees nothing')
    ok(await courier.post(`/v1/orders/${orderId}/actions/collect`, { input: { code: pickup } }))
    ok(await courier.post(`/v1/orders/${orderId}/actions/deliver`, { input: { code: handover } }))
    await town.pass(3 * dayMs)
    check.equal((await seller.get(`/v1/orders/${orderId}`)).body.state, 'completed', 'silence releases the money')
    const got = [await money(seller, 'earned'), await money(courier, 'earned')]
    check.equal(got, [priceMinor, shippingMinor], 'seller and courier are paid')
    check.figure('seller', got[0]!)
    check.figure('courier', got[1]!)
  },
}

const teamAndKey: Scenario = {
  name: 'identity-team-and-key',
  run: async (town, check) => {
    const [owner] = await town.newcomers(1)
    const [helper] = await town.newcomers(1)
    const firm = ok(await owner!.post('/v1/parties', { kind: 'firm', name: 'Bowls & Co' })).body.id
    const { secret } = ok(await owner!.post('/v1/invitations', { role: 'manager' }, { for: firm })).body
    ok(await helper!.post('/v1/invitations/accept', { secret }))
    check.equal((await helper!.post('/v1/invitations/accept', { secret })).status, 409, 'an invitation works once')
    const body = { label: 'Till', scopes: ['me:read', 'orders:read'] }
    const { id, key } = ok(await helper!.post('/v1/keys', body, { for: firm })).body
    const till = town.withToken(key)
    check.equal((await till.get('/v1/me')).body.party.id, firm, 'the key is the firm')
    const refused = await till.get('/v1/members')
    check.equal([refused.status, refused.body.scope], [403, 'members:read'], 'and good for its scopes only')
    const keys = ok(await owner!.get('/v1/keys', { for: firm })).body.items
    check.equal(keys.map((one: { id: string }) => one.id), [id], 'the owner sees it') // prettier-ignore
    ok(await helper!.post(`/v1/parties/${firm}/leave`, {}))
    check.equal((await till.get('/v1/me')).status, 401, 'it ends with the member who made it')
    check.equal((await helper!.get('/v1/me', { for: firm })).status, 403, 'who acts for the firm no more')
    const acts = ok(await town.operator.get(`/v1/audit?subject=${firm}`)).body.items
    check.figure('acts', acts.length)
  },
}

const teamMoney: Scenario = {
  name: 'identity-team-money',
  run: async (town, check) => {
    const people = await stall(town, check)
    const owner = people.buyer
    const [helper] = await town.newcomers(1)
    const firm = ok(await owner.post('/v1/parties', { kind: 'firm', name: 'Bowl Buyers' })).body.id
    const { secret } = ok(await owner.post('/v1/invitations', { role: 'manager' }, { for: firm })).body
    ok(await helper!.post('/v1/invitations/accept', { secret }))
    const give = { to: firm, amountMinor: 5_000, currency: 'EUR', expectMinor: 5_000 }
    ok(await owner.post('/v1/wallet/transfers', give))
    const buy = {
      business: 'market', type: 'place', lines: [{ offerId: people.offerId, qty: 1 }],
      input: { delivery: 'shipping', address: '1 Lakeside Walk' }, expectMinor: priceMinor + shippingMinor,
    } // prettier-ignore
    const take = { ...give, to: helper!.id }
    const direct = { business: 'ledger', type: 'transfer', input: { to: helper!.id, amountMinor: 1, currency: 'EUR' } }
    for (const role of ['manager', 'staff', 'viewer']) {
      ok(await owner.put(`/v1/members/${helper!.id}`, { role }, { for: firm }))
      const refused = [
        await helper!.post('/v1/orders', buy, { for: firm }),
        await helper!.post('/v1/wallet/transfers', take, { for: firm }),
      ]
      check.equal(refused.map(({ status }) => status), [403, 403], `${role} does not spend`) // prettier-ignore
      const { status, body } = await helper!.post('/v1/commands', { commands: [direct] }, { for: firm })
      check.equal(status === 403 || body.accepted === 0, true, `${role} neither by a command`)
    }
    ok(await owner.post('/v1/orders', buy, { for: firm }))
    const left = ok(await owner.get('/v1/wallet', { for: firm })).body.accounts
    const wallet = left.find(({ purpose }: { purpose: string }) => purpose === 'wallet').balanceMinor
    check.equal(wallet, 1_500, 'an owner does')
    check.figure('wallet', wallet)
  },
}

/** Found by tools/scenarios.ts. */
export const scenarios: readonly Scenario[] = [suspendedSeller, suspendedBuyer, teamAndKey, teamMoney]
