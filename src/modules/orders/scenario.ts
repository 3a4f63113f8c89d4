import { readFileSync } from 'node:fs'
import type { Caller, Check, Reply, Scenario, ScenarioClient } from '#kernel/scenario'

/** A tool library of some sixty lines that nobody has built in. */
const example = JSON.parse(readFileSync(new URL('../../../docs/examples/tool-library.json', import.meta.url), 'utf8'))
/** Under a name of its own: the demo town has the example already. */
const library = { ...example, business: 'shelf' }

const walletMinor = 10_000
const dayMs = 86_400_000
const perDayMinor = 500
const depositMinor = 2_000

const runTime: Scenario = {
  name: 'run-time-business',
  run: async (town, check) => {
    const other = await orderOfAnotherKind(town, check)
    await refusals(town, check)
    const startedAt = performance.now()
    check.equal((await town.operator.post('/v1/businesses', library)).status, 201, 'the library is posted')
    const tool = await listTool(town, check)
    check.figure('worksAfterMs', Math.round(performance.now() - startedAt))
    await rentAndReturn({ town, check, ...tool })
    await switchOff({ town, check, ...tool })
    const untouched = ok(await other.buyer.get(`/v1/orders/${other.orderId}`)).body
    check.equal(
      [untouched.state, untouched.rev, untouched.version],
      ['paid', other.rev, other.version],
      'the other kind went on',
    )
    check.figure('days', 3)
    check.figure('rent', perDayMinor * 3)
    check.figure('deposit', depositMinor)
  },
}

type Tool = { owner: Caller; member: Caller; offerId: string }
type Story = Tool & { town: ScenarioClient; check: Check }

/** An order of the market, paid and on its way while the library is posted. */
async function orderOfAnotherKind(
  town: ScenarioClient,
  check: Check,
): Promise<{ buyer: Caller; orderId: string; rev: number; version: number }> {
  const [seller] = await town.newcomers(1)
  const [buyer] = await town.newcomers(1, { walletMinor })
  const offerId = await put(seller!, { business: 'market', title: 'Jug', attributes: { shippingMinor: 0 }, stock: 1 })
  const wish = { business: 'market', lines: [{ offerId, qty: 1 }], input: { delivery: 'pickup' } }
  const placed = await buyer!.post('/v1/orders', { ...wish, type: 'place', expectMinor: perDayMinor })
  check.equal(placed.status, 201, 'an order of the market')
  const { orderId, rev } = placed.body
  const { version } = ok(await buyer!.get(`/v1/orders/${orderId}`)).body
  return { buyer: buyer!, orderId, rev, version }
}

/** Mistakes are told all at once, each at its place; and nobody but the operator may post. */
async function refusals({ operator, newcomers, stranger }: ScenarioClient, check: Check): Promise<void> {
  const wrong = structuredClone(library)
  wrong.money.earn[0].to = 'landlord'
  wrong.capacity.days.cells = 'cellRange(offer.id, input.day, input.nights)'
  wrong.flow.states.out.on.return.target = 'nowhere'
  const refused = await operator.post('/v1/businesses?check', wrong)
  check.equal(refused.status, 422, 'a wrong manifest is refused')
  const pointers: string[] = refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)
  const places = ['/money/earn/0/to', '/capacity/days/cells', '/flow/states/out/on/return/target']
  check.equal(places.filter((place) => !pointers.includes(place)), [], 'every mistake at its place') // prettier-ignore
  const [somebody] = await newcomers(1)
  check.equal((await somebody!.post('/v1/businesses', library)).status, 403, 'somebody else')
  check.equal((await stranger.get('/v1/businesses/shelf')).status, 404, 'nothing has been published')
}

async function listTool(town: ScenarioClient, check: Check): Promise<Tool> {
  const [owner] = await town.newcomers(1)
  const [member] = await town.newcomers(1, { walletMinor })
  const offerId = await put(owner!, { business: 'shelf', title: 'Drill' })
  const shown = ok(await town.stranger.get('/v1/businesses/shelf')).body
  check.equal(shown.beginnings[0].type, 'rent', 'how an order of it begins')
  return { owner: owner!, member: member!, offerId }
}

async function rent({ member, offerId }: Tool, firstDay: number, expectMinor: number): Promise<Reply> {
  const input = { day: firstDay, days: 3 }
  return member.post('/v1/orders', { business: 'shelf', lines: [{ offerId, qty: 1 }], input, expectMinor })
}

async function rentAndReturn({ town, check, ...tool }: Story): Promise<void> {
  const { owner, member } = tool
  const day = await tomorrow(town)
  const placed = await rent(tool, day, 3 * perDayMinor + depositMinor)
  check.equal([placed.status, placed.body.state], [201, 'booked'], 'three days are rented')
  check.equal(await wallet(member), walletMinor - 3 * perDayMinor - depositMinor, 'rent and deposit')
  const taken = await rent(tool, day + 2, 3 * perDayMinor + depositMinor)
  check.equal([taken.status, taken.body.type], [409, '/problems/days-taken'], 'a day is rented once')
  const path = `/v1/orders/${placed.body.orderId}`
  const order = ok(await owner.get(path)).body
  const actions = order.actions.map(({ type }: { type: string }) => type)
  check.equal(actions.toSorted(), ['cancel', 'handOver'], 'what the owner may do')
  for (const [type, state] of [['handOver', 'out'], ['return', 'returned']] as const) {
    check.equal((await owner.post(`${path}/actions/${type}`, {})).body.state, state, type)
  } // prettier-ignore
  check.equal(await wallet(member), walletMinor - 3 * perDayMinor, 'the deposit is back')
  check.equal(await wallet(owner), 3 * perDayMinor, 'the rent is the owner’s')
}

/** Off refuses only what is new; an order of version 1 goes on, beside version 2 and in spite of the switch. */
async function switchOff({ town, check, ...tool }: Story): Promise<void> {
  const { operator } = town
  const day = (await tomorrow(town)) + 10
  const running = await rent(tool, day, 3 * perDayMinor + depositMinor)
  const second = { ...library, version: 2, rates: { depositMinor: 1_000 } }
  check.equal((await operator.post('/v1/businesses', second)).status, 201, 'a second version')
  const { items } = ok(await town.stranger.get('/v1/businesses/shelf/differences?from=1&to=2')).body
  const changed = items.map(({ pointer }: { pointer: string }) => pointer)
  check.equal(changed, ['/version', '/rates/depositMinor'], 'what differs')
  const later = await rent(tool, day + 3, 3 * perDayMinor + 1_000)
  check.equal(later.status, 201, 'a new order takes the new version')
  await operator.post('/v1/businesses/shelf/switch', { isOn: false })
  const refused = await rent(tool, day + 6, 3 * perDayMinor + 1_000)
  check.equal([refused.status, refused.body.type], [409, '/problems/business-off'], 'switched off')
  for (const [reply, version] of [[running, 1], [later, 2]] as const) {
    const path = `/v1/orders/${reply.body.orderId}`
    check.equal(ok(await tool.owner.get(path)).body.version, version, 'the version it began with')
    check.equal((await tool.owner.post(`${path}/actions/handOver`, {})).body.state, 'out', 'what has begun goes on')
    check.equal((await tool.owner.post(`${path}/actions/return`, {})).body.state, 'returned', 'to its end')
  } // prettier-ignore
  await operator.post('/v1/businesses/shelf/switch', { isOn: true })
}

/** A day that has not begun in any time zone the town may have. */
async function tomorrow({ operator }: ScenarioClient): Promise<number> {
  const { now } = ok(await operator.get('/v1/sandbox/clock')).body
  return Math.floor(Date.parse(now) / dayMs) + 1
}

async function put(seller: Caller, offer: object): Promise<string> {
  const input = { category: 'tools', currency: 'EUR', priceMinor: perDayMinor, taxCode: 'exempt', ...offer }
  const { body } = ok(await seller.post('/v1/commands', { commands: [{ business: 'offers', type: 'put', input }] }))
  if (body.accepted !== 1) throw new Error(JSON.stringify(body))
  return body.verdicts[0].result.offerId
}

async function wallet(caller: Caller): Promise<number> {
  const { accounts } = ok(await caller.get('/v1/wallet')).body
  return accounts.find(({ purpose }: { purpose: string }) => purpose === 'wallet')?.balanceMinor ?? 0
}

function ok(reply: Reply): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply
  throw new Error(`status ${reply.status}: ${JSON.stringify(reply.body)}`)
}

/** What `npm run scenarios` tells. */
export const scenarios: readonly Scenario[] = [runTime]
