/** Attacks that have a name: each was made on some shop before, and the town must bear it. */
import assert from 'node:assert/strict'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import { parse as parseCsv } from 'csv-parse/sync'
import { sql } from '#kernel/db'
import { newId } from '#kernel/ids'
import { violations } from '#kernel/invariants'
import { verifyBooks } from '#modules/orders'
import { readRows } from '../src/app/transfer/exports.ts'
import { formatter } from '../src/app/transfer/texts.ts'
import { changed, stateOf } from './attack-state.ts'
import {
  type Answer,
  type AttackTown,
  offerBody,
  openTown,
  orderBody,
  orderMinor,
  secretAddress,
} from './attack-town.ts'

/** Which problem an answer is. */
function slug({ body }: Answer): string {
  return String(body?.type).replace('/problems/', '')
}

/** Answers what an attack changed, beside the traces that every refusal leaves. */
async function traces({ town, settled }: AttackTown, attack: () => Promise<unknown>): Promise<string[]> {
  const { db } = town.context
  await settled()
  const before = await stateOf(db)
  await attack()
  await settled()
  return changed(before, await stateOf(db))
}

async function wallet({ send }: AttackTown, who: 'buyer' | 'otherBuyer'): Promise<number> {
  const { body } = await send(who, { method: 'GET', url: '/v1/wallet' })
  return body.accounts.find(({ purpose }: { purpose: string }) => purpose === 'wallet').balanceMinor
}

test('the verdict of a command is answered to nobody but who sent it', async (t) => {
  const town = await openTown(t)
  const { send, offer } = town
  const body = orderBody(await offer())
  const id = newId()
  const said = { method: 'POST', url: '/v1/orders', payload: body, headers: { 'idempotency-key': id } }
  assert.equal((await send('buyer', said)).status, 201)
  const again = await send('buyer', said)
  assert.deepEqual([again.status, again.headers['idempotent-replayed']], [201, 'true'])
  const touched = await traces(town, async () => {
    for (const who of ['otherBuyer', 'seller', 'operator'] as const) {
      const stolen = await send(who, said)
      assert.deepEqual([stolen.status, slug(stolen)], [422, 'id-reused'])
      const commands = [{ ...body, type: 'place', id }]
      const bulk = await send(who, { method: 'POST', url: '/v1/commands', payload: { commands } })
      assert.equal(bulk.body.verdicts?.[0]?.problem?.type ?? bulk.body.type, '/problems/id-reused')
    }
  })
  assert.deepEqual(touched, [])
  // A key of one's own making is one's own: another's same key is another command.
  const reference = { ...said, headers: { 'idempotency-key': 'invoice 7' } }
  const [mine, theirs] = [await send('buyer', reference), await send('otherBuyer', reference)]
  assert.deepEqual([mine.status, theirs.status], [201, 201])
  assert.notEqual(mine.body.orderId, theirs.body.orderId)
})

test('a member who is removed while signed in is out at once', async (t) => {
  const town = await openTown(t)
  const { send, ids } = town
  const look = (): Promise<Answer> => send('manager', { method: 'GET', url: '/v1/wallet' })
  assert.equal((await look()).status, 200)
  const { body: made } = await send('manager', {
    method: 'POST',
    url: '/v1/keys',
    payload: { label: 'back door', scopes: ['wallet:read', 'orders:write'] },
  })
  assert.equal((await send('owner', { method: 'DELETE', url: `/v1/members/${ids.manager}` })).status, 204)
  assert.deepEqual([(await look()).status, slug(await look())], [403, 'not-allowed'])
  const backDoor = { authorization: `Bearer ${made.key}`, 'lakeside-party': '' }
  assert.equal((await send('manager', { method: 'GET', url: '/v1/wallet', headers: backDoor })).status, 401)
  const touched = await traces(town, async () => {
    for (const who of ['manager', 'removed'] as const) {
      assert.equal((await send(who, { method: 'POST', url: '/v1/offers', payload: offerBody })).status, 403)
    }
  })
  assert.deepEqual(touched, [])
})

test('nobody acts for a party without being of its team, or in the name of another seller', async (t) => {
  const town = await openTown(t)
  const { send, ids, offer } = town
  const id = await offer()
  const touched = await traces(town, async () => {
    const borrowed = { 'lakeside-party': ids.seller }
    const as = await send('otherSeller', { method: 'POST', url: '/v1/offers', payload: offerBody, headers: borrowed })
    assert.equal(as.status, 403)
    const named = await send('otherSeller', {
      method: 'POST',
      url: '/v1/offers',
      payload: { ...offerBody, seller: ids.seller },
    })
    assert.ok([403, 422].includes(named.status), named.text)
    const { stock: _, ...text } = offerBody
    const taken = await send('otherSeller', { method: 'PUT', url: `/v1/offers/${id}`, payload: { ...text, rev: 1 } })
    assert.ok([403, 404].includes(taken.status), taken.text)
    for (const command of [
      { business: 'offers', type: 'archive', input: { offerId: id, rev: 1 } },
      { business: 'capacity', type: 'adjust', input: { cell: `market/${id}`, delta: -50, reason: 'theft' } },
    ]) {
      const { body } = await send('otherSeller', {
        method: 'POST',
        url: '/v1/commands',
        payload: { commands: [command] },
      })
      assert.equal(body.accepted, 0, JSON.stringify(body))
    }
  })
  assert.deepEqual(touched, [])
})

test('what only the operator may order is refused to everybody, by whichever way it comes', async (t) => {
  const town = await openTown(t)
  const { send, ids } = town
  const manifest = {
    business: 'mine', version: 1, title: 'Mine', roles: { me: { bind: 'actor.id' } },
    money: { grab: [{ from: '=“x”', to: 'me', amount: '1' }] }, flow: { initial: 'new', states: {} },
  } // prettier-ignore
  const commands = [
    { business: 'orders', type: 'publish', input: { manifest } },
    { business: 'orders', type: 'switch', input: { business: 'market', isOn: false } },
    { business: 'orders', type: 'setTariff', input: { business: 'market', rates: { commissionBps: 9_000 } } },
    { business: 'ledger', type: 'issue', input: { to: ids.buyer, amountMinor: 1_000_000, currency: 'EUR' } },
    {
      business: 'ledger',
      type: 'transfer',
      input: { from: ids.seller, to: ids.buyer, amountMinor: 5, currency: 'EUR' },
    },
  ]
  const touched = await traces(town, async () => {
    for (const who of ['buyer', 'seller', 'courier', 'arbiter', 'owner'] as const) {
      const posted = await send(who, { method: 'POST', url: '/v1/businesses', payload: manifest })
      assert.equal(posted.status, 403)
      const { body } = await send(who, { method: 'POST', url: '/v1/commands', payload: { commands } })
      assert.equal(body.accepted, 0, JSON.stringify(body))
    }
  })
  assert.deepEqual(touched, [])
})

test('a client whose clock is wrong hears the time of the server, and nothing is done', async (t) => {
  const town = await openTown(t)
  const { send, offer } = town
  const payload = orderBody(await offer())
  const touched = await traces(town, async () => {
    for (const skewMs of [3_600_000, -25 * 3_600_000]) {
      const before = Date.now()
      const headers = { 'idempotency-key': idAt(Date.now() + skewMs) }
      const answer = await send('buyer', { method: 'POST', url: '/v1/orders', payload, headers })
      assert.deepEqual([answer.status, slug(answer)], [422, 'id-time'])
      assert.ok(answer.body.now >= before && answer.body.now <= Date.now(), 'the server’s time')
    }
  })
  assert.deepEqual(touched, [])
})

/** A UUIDv7 with a time of its own; the town's own maker of ids never goes back. */
function idAt(ms: number): string {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}${newId().slice(13)}`
}

test('two tabs that pay one basket pay once', async (t) => {
  const town = await openTown(t)
  const { send, offer, must } = town
  const offers = [await offer(), await offer()]
  const reserve = offers.map((id) => {
    const { expectMinor: _, ...body } = orderBody(id) as { expectMinor: number }
    return { ...body, type: 'reserve' }
  })
  const { verdicts } = await must('buyer', '/v1/commands', { all: true, commands: reserve })
  const orders = verdicts.map(({ id }: { id: string }) => id)
  const before = await wallet(town, 'buyer')
  const pay = (): Promise<Answer> => {
    const commands = orders.map((orderId: string) => ({
      business: 'market', type: 'pay', orderId, expectMinor: orderMinor,
    })) // prettier-ignore
    return send('buyer', { method: 'POST', url: '/v1/commands', payload: { all: true, commands } })
  }
  const answers = await Promise.all(Array.from({ length: 8 }, pay))
  const paid = answers.filter(({ body }) => body.accepted === 2)
  assert.equal(paid.length, 1, answers.map(({ text }) => text).join('\n'))
  assert.equal(await wallet(town, 'buyer'), before - 2 * orderMinor)
})

test('what people write is text wherever it is shown', async (t) => {
  const { send, offer, settled } = await openTown(t)
  const title = '</script><script>alert(1)</script><img src=x onerror=alert(2)>'
  const id = await offer({ title, description: title })
  await settled()
  const json = await send('buyer', { method: 'GET', url: `/v1/offers/${id}` })
  assert.equal(json.body.title, title)
  assert.match(String(json.headers['content-type']), /^application\/json/)
  for (const url of [`/offers/${id}`, `/?q=${encodeURIComponent(title)}`, `/search?q=${encodeURIComponent(title)}`]) {
    const page = await send(null, { method: 'GET', url, headers: { accept: 'text/html' } })
    assert.ok(page.status < 500, page.text)
    assert.ok(!page.text.includes('<script>alert(1)'), `${url} runs what a seller wrote`)
    assert.ok(!page.text.includes('<img src=x'), `${url} shows what a seller wrote as HTML`)
  }
})

test('a title that a spreadsheet would take for a formula is a text in an exported table', async (t) => {
  const { offer, town } = await openTown(t)
  const titles = [`=cmd|' /C calc'!A0`, '+1+1', '-2+3', '@SUM(A1)', '=HYPERLINK("http://x","y")', 'a plain mug']
  for (const title of titles) await offer({ title })
  const chunks: Buffer[] = []
  const { context } = town
  await pipeline(
    readRows(context.db, 1, 'offers'),
    formatter('csv'),
    async (source: AsyncIterable<Buffer | string>) => {
      for await (const chunk of source) chunks.push(Buffer.from(chunk))
    },
  )
  const cells = parseCsv(Buffer.concat(chunks)).slice(1).flat()
  assert.ok(titles.every((title) => cells.some((cell) => cell.endsWith(title))))
  assert.deepEqual(
    cells.filter((cell) => /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(cell)),
    [],
  )
})

test('events are sent to no address that only the server can reach', async (t) => {
  const town = await openTown(t)
  const { send } = town
  const addresses = [
    'http://169.254.169.254/latest/meta-data', 'https://127.0.0.1/x', 'https://localhost/x', 'https://[::1]/x',
    'https://10.0.0.7/x', 'https://[::ffff:169.254.169.254]/x', 'https://0/x',
    'https://2130706433/x', 'https://0x7f.1/x', 'https://[fd00::1]/x',
    'https://user:pass@8.8.8.8/x', 'file:///etc/passwd', 'gopher://8.8.8.8/',
    'https://metadata.google.internal./x', 'javascript:alert(1)',
  ] // prettier-ignore
  const touched = await traces(town, async () => {
    for (const url of addresses.filter((one) => !one.includes('google'))) {
      const payload = { url, types: ['market.*'] }
      const answer = await send('buyer', { method: 'POST', url: '/v1/webhooks', payload })
      assert.equal(answer.status, 422, `${url}: ${answer.text}`)
    }
  })
  assert.deepEqual(touched, [])
})

test('a sealed text that was stolen from a backup is opened for nobody who sends it in', async (t) => {
  const town = await openTown(t)
  const { send, order, offer } = town
  const stolenFrom = await order()
  const { rows } = await sql<{ address: string }>`
    select data ->> 'address' as address from orders.order_state where id = ${stolenFrom}`.execute(town.town.context.db)
  const sealed = rows[0]!.address
  assert.match(sealed, /^sealed:1:/)
  const body = orderBody(await offer())
  for (const input of [
    { delivery: 'shipping', address: sealed.slice(0, 400), note: sealed },
    { delivery: 'shipping', address: '2 Thief Street', note: sealed },
  ]) {
    const placed = await send('otherBuyer', { method: 'POST', url: '/v1/orders', payload: { ...body, input } })
    if (placed.status !== 201) continue // longer than a note may be
    const seen = await send('otherBuyer', { method: 'GET', url: `/v1/orders/${placed.body.orderId}` })
    assert.ok(!seen.text.includes(secretAddress), 'the town opened what was sealed for another')
  }
})

test('one seller reads nothing of another’s, and what is left is sound', async (t) => {
  const town = await openTown(t)
  const { send, order, ids, settled } = town
  const id = await order()
  await settled()
  const urls = [
    `/v1/orders/${id}`, `/v1/orders/${id}/events`, '/v1/orders', `/v1/orders?role=seller`, '/v1/events?limit=200',
    '/v1/wallet/statement', '/v1/me/export',
  ] // prettier-ignore
  for (const who of ['otherSeller', 'otherBuyer', 'courier', 'owner'] as const) {
    for (const url of urls) {
      const { text } = await send(who, { method: 'GET', url })
      assert.ok(!text.includes(secretAddress), `${who} reads the address at ${url}`)
      if (who !== 'courier') assert.ok(!text.includes(id) || url.includes(id), `${who} reads of the order at ${url}`)
    }
  }
  const mine = await send('seller', { method: 'GET', url: `/v1/orders/${id}` })
  assert.equal(mine.body.data.address, secretAddress, 'who sends the parcel knows where to')
  const taken = await send('seller', { method: 'GET', url: '/v1/me/export' })
  assert.ok(taken.body.isComplete && taken.text.includes(id))
  assert.ok(!taken.text.includes(secretAddress), 'the buyer’s address is the buyer’s to take along')
  const own = await send('buyer', { method: 'GET', url: '/v1/me/export' })
  assert.ok(own.text.includes(secretAddress) && own.text.includes(ids.buyer))
  const { db } = town.town.context
  assert.deepEqual((await verifyBooks(db)).differences, [])
  assert.deepEqual(await violations(db), [])
})
