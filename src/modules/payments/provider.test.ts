import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { newId } from '#kernel/ids'
import { testDatabase } from '#kernel/testing'
import { type Incoming, type Movement, type Provider, ProviderAway, ProviderRefused, type Started } from './provider.ts'
import { createSandbox } from './sandbox/sandbox.ts'
import { startReplay } from './stripe/replay.fixtures.ts'
import { createStripe } from './stripe/stripe.ts'

/** A provider, and the world around it: payers who pay, networks that fail. */
type Rig = {
  provider: Provider
  /** The payer agrees; answers the webhook that tells of it. */
  pay: (charge: Started) => Promise<Incoming>
  /** The next request does nothing and answers nothing. */
  failNext: (kind: 'charge' | 'refund' | 'payout') => Promise<void>
}

async function sandboxRig(t: TestContext): Promise<Rig> {
  const told: string[] = []
  const tell = async (body: string): Promise<void> => void told.push(body)
  const db = await testDatabase(t)
  const sandbox = createSandbox({ db, town: 1, secret: 'secret', publicUrl: 'http://town', tell })
  return {
    provider: sandbox,
    pay: async ({ page }) => {
      assert.ok(await sandbox.press(page!.split('/').at(-1)!, 'pay'))
      return sandbox.sign(told.at(-1)!)
    },
    failNext: (kind) => sandbox.misbehave(kind, 'away', 1),
  }
}

async function stripeRig(t: TestContext): Promise<Rig> {
  const replay = await startReplay()
  t.after(() => replay.close())
  return {
    provider: createStripe(replay),
    pay: async ({ transaction }) => replay.pay(transaction),
    failNext: async () => replay.failNext(500, 1),
  }
}

const asked = { amountMinor: 4_600, currency: 'EUR', returnTo: 'http://town/' }

async function listed(provider: Provider): Promise<Movement[]> {
  const found: Movement[] = []
  for await (const movement of provider.list(0)) found.push(movement)
  return found
}

for (const [name, rigOf] of [
  ['sandbox', sandboxRig],
  ['stripe', stripeRig],
] as const) {
  // prettier-ignore
  test(`${name}: a charge asked for twice under one key is one charge, paid, told and found once`, async (t) => {
    const { provider, pay } = await rigOf(t)
    const reference = newId()
    const request = { ...asked, key: newId(), reference }
    const first = await provider.charge(request)
    const again = await provider.charge(request)
    assert.equal(again.transaction, first.transaction)
    assert.deepEqual([first.status, first.amountMinor, first.currency], ['open', 4_600, 'EUR'])
    assert.ok(first.page !== undefined || first.clientSecret !== undefined)
    const [told] = provider.read(await pay(first))
    assert.deepEqual([told?.status, told?.reference, told?.transaction], ['succeeded', reference, first.transaction])
    const found = await provider.find({ kind: 'charge', reference })
    assert.deepEqual(found.map(({ status, amountMinor }) => [status, amountMinor]), [['succeeded', 4_600]])
    const by = await provider.find({ kind: 'charge', reference, transaction: first.transaction })
    assert.deepEqual(by, found)
    assert.deepEqual((await listed(provider)).map(({ transaction }) => transaction), [first.transaction])
    assert.deepEqual(await provider.find({ kind: 'charge', reference: newId() }), [])
  })

  test(`${name}: an authorisation takes nothing until it is captured`, async (t) => {
    const { provider, pay } = await rigOf(t)
    const reference = newId()
    const charge = await provider.charge({ ...asked, key: newId(), reference, isAuthorisation: true })
    if (charge.status === 'open') await pay(charge)
    assert.deepEqual(await listed(provider), [])
    const request = { key: newId(), reference, currency: 'EUR', charge: charge.transaction, amountMinor: 4_000 }
    assert.deepEqual(
      [(await provider.capture(request)).amountMinor, (await listed(provider))[0]?.amountMinor],
      [4_000, 4_000],
    )
    const never = await provider.charge({ ...asked, key: newId(), reference })
    await assert.rejects(provider.capture({ ...request, key: newId(), charge: never.transaction }), ProviderRefused)
  })

  test(`${name}: a charge that is given up cannot be paid; one that is paid is not given up`, async (t) => {
    const { provider, pay } = await rigOf(t)
    const [given, paid] = [newId(), newId()]
    await provider.charge({ ...asked, key: newId(), reference: given })
    await pay(await provider.charge({ ...asked, key: newId(), reference: paid }))
    await provider.cancel(given)
    await provider.cancel(paid)
    const status = async (reference: string) => (await provider.find({ kind: 'charge', reference }))[0]?.status
    assert.deepEqual([await status(given), await status(paid)], ['failed', 'succeeded'])
    await provider.cancel(newId())
  })

  test(`${name}: refunds end at what was charged, each key once`, async (t) => {
    const { provider, pay } = await rigOf(t)
    const reference = newId()
    const { transaction } = await provider
      .charge({ ...asked, key: newId(), reference })
      .then(async (charge) => (await pay(charge), charge))
    const refund = (key: string, amountMinor: number) =>
      provider.refund({ key, reference, amountMinor, currency: 'EUR', charge: transaction, purpose: 'send-back' })
    const key = newId()
    const first = await refund(key, 3_000)
    assert.deepEqual(await refund(key, 3_000), first)
    assert.deepEqual([first.status, first.purpose, first.charge], ['succeeded', 'send-back', transaction])
    await assert.rejects(refund(newId(), 1_601), ProviderRefused)
    await refund(newId(), 1_600)
    const found = await provider.find({ kind: 'refund', reference })
    assert.deepEqual(
      found.map(({ amountMinor }) => amountMinor).toSorted((one, other) => one - other),
      [1_600, 3_000],
    )
    assert.equal((await listed(provider)).filter(({ kind }) => kind === 'refund').length, 2)
    const unknown = {
      key: newId(),
      reference,
      amountMinor: 1,
      currency: 'EUR',
      charge: 'pi_unheard',
      purpose: 'refund',
    } as const
    await assert.rejects(provider.refund(unknown), ProviderRefused)
  })

  test(`${name}: a payout under one key goes out once`, async (t) => {
    const { provider } = await rigOf(t)
    const request = { key: newId(), reference: newId(), amountMinor: 900, currency: 'EUR', destination: 'acct_1' }
    const first = await provider.payOut(request)
    assert.equal((await provider.payOut(request)).transaction, first.transaction)
    const found = await provider.find({ kind: 'payout', reference: request.reference })
    assert.deepEqual(
      found.map(({ status, amountMinor }) => [status, amountMinor]),
      [['succeeded', 900]],
    )
  })

  test(`${name}: an outage is told apart from a refusal, and asking again with the key does it`, async (t) => {
    const { provider, failNext } = await rigOf(t)
    const request = { ...asked, key: newId(), reference: newId() }
    await failNext('charge')
    await assert.rejects(provider.charge(request), ProviderAway)
    assert.equal((await provider.charge(request)).status, 'open')
  })

  test(`${name}: a webhook that is not signed, signed by another, or old is not read`, async (t) => {
    const { provider, pay } = await rigOf(t)
    const { headers, body } = await pay(await provider.charge({ ...asked, key: newId(), reference: newId() }))
    const [[header, value]] = Object.entries(headers) as [[string, string]]
    const refused = (change: Partial<Incoming>) =>
      assert.throws(() => provider.read({ headers, body, ...change }), { message: /not signed/ })
    refused({ headers: {} })
    refused({ body: body.replace('4600', '4601') })
    refused({ headers: { [header]: value.replace(/v1=./, (found) => `v1=${found.endsWith('0') ? '1' : '0'}`) } })
    refused({
      headers: { [header]: value.replace(/t=(\d+)/, (_all, seconds: string) => `t=${Number(seconds) - 301}`) },
    })
    assert.equal(provider.read({ headers, body }).length, 1)
  })
}
