import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectScenario } from '../simulator/scenario-client.ts'
import { launchTown } from '../simulator/town.ts'
import type { Caller, Reply } from '../src/kernel/scenario.ts'

type Break = { cause: string; orderId: string; transaction: string; mend: string | null }

/** Everything that is not as it should be, and what it took to put it right. */
async function mended(operator: Caller): Promise<{ isWhole: boolean; mends: number }> {
  for (let mends = 0; ; mends += 1) {
    const { body }: Reply = await operator.get('/v1/reconciliation')
    const found = (body.breaks as Break[]).find(({ mend }) => mend !== null)
    if (found === undefined || mends > 100) return { isWhole: body.isWhole, mends }
    const { cause, orderId, transaction } = found
    await operator.post('/v1/reconciliation/mends', { cause, orderId, transaction })
  }
}

test('a process killed while payments are under way leaves nobody charged for nothing', async () => {
  await using town = await launchTown({ environment: { DEMO: 'off' } })
  const client = await connectScenario({ baseUrl: town.baseUrl, retryMs: 30_000 })
  const payers = await client.newcomers(24)
  const placing = payers.map(async (payer) => {
    const { body } = await payer.post('/v1/orders', { business: 'wallet', type: 'topUp', input: { amountMinor: 700 } })
    return { payer, id: String(body.orderId) }
  })
  const payments = await Promise.all(placing)
  const pressing = payments.map(async ({ payer, id }, index) => {
    let page = ''
    for (let tries = 0; page === '' && tries < 60; tries += 1) {
      page = String((await payer.get(`/v1/orders/${id}`)).body.data.page ?? '')
    }
    const press = ['pay', 'double', 'twice', 'silent'][index % 4]
    if (page !== '') await payer.post(new URL(page).pathname, { press })
  })
  await Promise.race(pressing.slice(0, 6))
  await town.killApp()
  await Promise.all(pressing)
  const { isWhole } = await mended(client.operator)
  assert.ok(isWhole, 'whoever was charged has the money or a refund')
  const journal = (await client.operator.get('/v1/reconciliation/journal')).body
  assert.deepEqual(journal.differences, [])
})
