import assert from 'node:assert/strict'
import { type Server, createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { Actor } from '#kernel/commands'
import { type Database, sql, transaction } from '#kernel/db'
import { createHttp } from '#kernel/http'
import { newId } from '#kernel/ids'
import { migrateJobs } from '#kernel/jobs'
import { log } from '#kernel/log'
import { testDatabase } from '#kernel/testing'
import { createMailer } from './index.ts'
import { mailRoutes } from './routes.ts'
import { sendLetter } from './sending.ts'

const start = 1_700_000_000_000
const letter = { to: 'mia@example.org', subject: 'Hello', text: 'A secret\n', now: start }
const attempt = { number: 1, isLast: false, signal: new AbortController().signal }

/** The part of a mail server that a letter meets (RFC 5321 §3.3); `refuses` answers 451 to whatever it is sent. */
async function mailServer(t: TestContext, { refuses = false } = {}): Promise<{ url: string; taken: string[] }> {
  const taken: string[] = []
  const server: Server = createServer((socket) => {
    let data: string | undefined
    socket.write('220 test ESMTP\r\n')
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      if (data !== undefined) data += chunk
      else if (/^DATA/i.test(chunk)) {
        data = ''
        socket.write('354 go on\r\n')
        return
      } else {
        socket.write(/^MAIL/i.test(chunk) && refuses ? '451 later\r\n' : '250 ok\r\n')
        if (/^QUIT/i.test(chunk)) socket.end()
        return
      }
      if (!data.endsWith('\r\n.\r\n')) return
      taken.push(data)
      data = undefined
      socket.write('250 taken\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return { url: `smtp://127.0.0.1:${address.port}`, taken }
}

async function letters(db: Database): Promise<{ id: string; status: string; body: string; error: string | null }[]> {
  const { rows } = await sql<{ id: string; status: string; body: string; error: string | null }>`
    select id, status, body, error from mail.letters order by id`.execute(db)
  return rows
}

test('a letter leaves once, after the transaction that queued it, and keeps no text', async (t) => {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const { url, taken } = await mailServer(t)
  const mailer = createMailer({ town: { id: 1, isSandbox: true }, hasServer: async () => true })
  await assert.rejects(
    transaction(db, async (tx) => {
      await mailer.queue(tx, letter)
      throw new Error('the rest failed')
    }),
  )
  await mailer.queue(db, letter)
  const [kept, ...others] = await letters(db)
  assert.deepEqual([others.length, kept?.status], [0, 'waiting'])
  const { rows } = await sql`select 1 from graphile_worker.jobs where task_identifier = 'mail.send'`.execute(db)
  assert.equal(rows.length, 1)
  const send = sendLetter(db, async () => ({ smtpUrl: url, from: 'Lakeside <town@example.org>' }))
  await send({ town: 1, id: kept!.id }, attempt)
  await send({ town: 1, id: kept!.id }, attempt)
  assert.equal(taken.length, 1)
  assert.match(taken[0]!, new RegExp(`Message-ID: <${kept!.id}@example.org>[^]*A secret`))
  assert.deepEqual((await letters(db))[0], { id: kept!.id, status: 'sent', body: '', error: null })
})

test('a letter that the server refuses is tried again, and fails in the end with the reason', async (t) => {
  const db = await testDatabase(t)
  await migrateJobs(db.url)
  const { url, taken } = await mailServer(t, { refuses: true })
  await createMailer({ town: { id: 1, isSandbox: false }, hasServer: async () => true }).queue(db, letter)
  const [{ id } = { id: '' }] = await letters(db)
  const send = sendLetter(db, async () => ({ smtpUrl: url, from: 'town@example.org' }))
  await assert.rejects(send({ town: 1, id }, attempt))
  assert.equal((await letters(db))[0]?.status, 'waiting')
  await assert.rejects(send({ town: 1, id }, { ...attempt, isLast: true }))
  const [failed] = await letters(db)
  assert.deepEqual([failed?.status, taken.length], ['failed', 0])
  assert.match(failed?.error ?? '', /451/)
})

test('without a mail server a sandbox shows its letters to the operator, a live town shows no texts', async (t) => {
  const db = await testDatabase(t)
  const actors: Record<string, Actor> = {
    op: { party: newId(), kind: 'person', grants: ['operator'] },
    mia: { party: newId(), kind: 'person', grants: [] },
  }
  for (const isSandbox of [true, false]) {
    const town = { id: isSandbox ? 1 : 2, isSandbox }
    const app = createHttp({ log, isStrict: true, authenticate: async (token) => actors[token] ?? null })
    t.after(() => app.close())
    mailRoutes(app, { db, town })
    await createMailer({ town, hasServer: async () => false }).queue(db, letter)
    await createMailer({ town, hasServer: async () => false }).queue(db, { ...letter, to: 'bob@example.org' })
    const get = (query: string, who = 'op') =>
      app.inject({ url: `/v1/mail?${query}`, headers: { authorization: `Bearer ${who}` } })
    const { items } = (await get('to=mia%40example.org')).json()
    assert.deepEqual(
      items.map(({ to, text, status }: Record<string, string>) => [to, text, status]),
      [['mia@example.org', isSandbox ? 'A secret\n' : '', isSandbox ? 'captured' : 'unsent']],
    )
    const page = (await get('limit=1')).json()
    assert.equal((await get(`limit=1&cursor=${page.nextCursor}`)).json().items[0].to, 'mia@example.org')
    assert.equal((await get('', 'mia')).statusCode, 403)
  }
})
