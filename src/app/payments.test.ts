import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { newId } from '../kernel/ids.ts'
import { served } from './server.fixtures.ts'

/** A town that is asked by its operator and by somebody without rights. */
async function asked(t: TestContext) {
  const { app } = await served(t)
  const tokenOf = async (grants: readonly string[]): Promise<string> => {
    const reply = await app.inject({
      method: 'POST',
      url: '/v1/sandbox/newcomers',
      headers: { 'idempotency-key': newId() },
      payload: { count: 1, grants, walletMinor: 500 },
    })
    const { items }: { items: { token: string }[] } = reply.json()
    return items[0]!.token
  }
  const [operator, person] = [await tokenOf(['operator']), await tokenOf([])]
  const ask = async (
    method: 'GET' | 'POST',
    url: string,
    { token, payload, type }: { token?: string; payload?: object | string; type?: string } = {},
  ) =>
    app.inject({
      method,
      url,
      headers: {
        'idempotency-key': newId(),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(type === undefined ? {} : { 'content-type': type }),
      },
      ...(payload === undefined ? {} : { payload }),
    })
  return { ask, operator, person }
}

test('reconciliation is the operator’s; it says that a fresh town is whole', async (t) => {
  const { ask, operator, person } = await asked(t)
  assert.equal((await ask('GET', '/v1/reconciliation', { token: person })).statusCode, 403)
  const whole = (await ask('GET', '/v1/reconciliation?days=31', { token: operator })).json<Record<string, unknown>>()
  assert.deepEqual([whole['provider'], whole['isWhole'], whole['breaks']], ['sandbox', true, []])
  const journal = (await ask('GET', '/v1/reconciliation/journal', { token: operator })).json<Record<string, unknown>>()
  assert.deepEqual([journal['differences'], journal['sums']], [[], [{ currency: 'EUR', sumMinor: 0 }]])
  const payload = { cause: 'charge-strange' }
  const nothing = await ask('POST', '/v1/reconciliation/mends', { token: operator, payload })
  assert.deepEqual([nothing.statusCode, nothing.json<{ type: string }>().type], [409, '/problems/break-not-found'])
})

test('webhooks of strangers, of other providers and without sense are refused, never a fault', async (t) => {
  const { ask } = await asked(t)
  const url = '/v1/payments/webhooks'
  assert.equal((await ask('POST', `${url}/sandbox`, { payload: { any: 'thing' } })).statusCode, 401)
  assert.equal((await ask('POST', `${url}/sandbox`, { payload: 'no json', type: 'text/plain' })).statusCode, 401)
  assert.equal((await ask('POST', `${url}/sandbox`)).statusCode, 401)
  assert.equal((await ask('POST', `${url}/stripe`, { payload: {} })).statusCode, 404)
})

test('a bank page that nobody was given is not there; faults are of their kind', async (t) => {
  const { ask } = await asked(t)
  assert.equal((await ask('GET', '/bank/abcdefghijklmnop')).statusCode, 404)
  const form = { payload: 'press=pay', type: 'application/x-www-form-urlencoded' }
  assert.equal((await ask('POST', '/bank/abcdefghijklmnop', form)).statusCode, 404)
  assert.equal((await ask('POST', '/bank/abcdefghijklmnop', { ...form, payload: 'press=steal' })).statusCode, 422)
  const faults = '/v1/sandbox/provider/faults'
  assert.equal((await ask('POST', faults, { payload: { kind: 'refund', fault: 'fail' } })).statusCode, 201)
  assert.equal((await ask('POST', faults, { payload: { kind: 'refund', fault: 'double' } })).statusCode, 422)
})

test('what is held is one’s own, and a statement is a file without formulas', async (t) => {
  const { ask, person } = await asked(t)
  assert.deepEqual((await ask('GET', '/v1/wallet/held', { token: person })).json(), { items: [] })
  assert.equal((await ask('GET', '/v1/wallet/held')).statusCode, 401)
  const csv = await ask('GET', '/v1/wallet/statement.csv?purpose=wallet', { token: person })
  assert.deepEqual([csv.statusCode, csv.headers['content-type']], [200, 'text/csv; charset=utf-8'])
  assert.match(csv.body, /^at,what,amount,currency,code,debit,credit,order,command\r\n/)
})
