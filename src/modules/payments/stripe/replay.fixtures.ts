import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signed } from '../signature.ts'
import type { Incoming } from '../provider.ts'

/**
 * Answers as Stripe does, in the shapes of its API reference (payment_intents, refunds, transfers, events, errors,
 * idempotent requests). It keeps what it was asked in memory and knows nothing of ours.
 */
export type Replay = {
  baseUrl: string
  secretKey: string
  webhookSecret: string
  /** The payer confirms in the browser; answers the webhook that follows. */
  pay: (intent: string) => Incoming
  /** Answers the next requests with this status and no effect. */
  failNext: (status: number, times: number) => void
  /** Every request as it came: method, path, form. */
  requests: { method: string; path: string; form: URLSearchParams; headers: IncomingMessage['headers'] }[]
  close: () => Promise<void>
}

type Thing = Record<string, unknown> & { id: string; object: string }
type Answer = { status: number; body: unknown }
type Store = { things: Map<string, Thing>; keys: Map<string, { form: string; answer: Answer }>; now: () => number }

/** Starts a server on loopback. */
export async function startReplay(): Promise<Replay> {
  const store: Store = { things: new Map(), keys: new Map(), now: () => Math.floor(Date.now() / 1000) }
  const secretKey = 'sk_test_replay'
  const webhookSecret = 'whsec_replay'
  const requests: Replay['requests'] = []
  let failing = { status: 0, times: 0 }
  const server = createServer((request, response) => {
    const reply = async (): Promise<void> => {
      const text = await bodyOf(request)
      const url = new URL(request.url ?? '/', 'http://stripe')
      const form = new URLSearchParams(request.method === 'GET' ? url.search : text)
      requests.push({ method: request.method ?? '', path: url.pathname, form, headers: request.headers })
      const answer = ((): Answer => {
        if (request.headers.authorization !== `Bearer ${secretKey}`)
          return error(401, { message: 'Invalid API Key provided: sk_test_*****', type: 'invalid_request_error' })
        if (failing.times > 0) {
          failing = { ...failing, times: failing.times - 1 }
          return error(failing.status, { message: 'Something went wrong on Stripe’s end.', type: 'api_error' })
        }
        if (url.pathname === '/v1/balance') return { status: 200, body: { object: 'balance', livemode: false } }
        return keyed(store, {
          method: request.method ?? '',
          path: url.pathname,
          form,
          key: String(request.headers['idempotency-key'] ?? ''),
        })
      })()
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
    }
    void reply()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secretKey,
    webhookSecret,
    requests,
    pay: (id) => {
      const intent = store.things.get(id)!
      const isManual = intent['capture_method'] === 'manual'
      Object.assign(intent, {
        status: isManual ? 'requires_capture' : 'succeeded',
        amount_received: isManual ? 0 : intent['amount'],
        amount_capturable: isManual ? intent['amount'] : 0,
        latest_charge: name('ch'),
      })
      return eventOf(
        isManual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded',
        intent,
        webhookSecret,
      )
    },
    failNext: (status, times) => {
      failing = { status, times }
    },
    close: () => closed(server),
  }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

function name(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`
}

/** An event as Stripe posts it. */
export function eventOf(type: string, object: object, secret: string): Incoming {
  const body = JSON.stringify({
    id: name('evt'), object: 'event', api_version: '2025-06-30.basil', created: Math.floor(Date.now() / 1000),
    data: { object }, livemode: false, pending_webhooks: 1, request: { id: null, idempotency_key: null }, type,
  }) // prettier-ignore
  return { headers: { 'stripe-signature': signed(secret, body, Date.now()) }, body }
}

function error(status: number, fault: Record<string, unknown>): Answer {
  return { status, body: { error: { doc_url: 'https://docs.stripe.com/error-codes', ...fault } } }
}

type Asked = { method: string; path: string; form: URLSearchParams; key: string }

/** https://docs.stripe.com/api/idempotent_requests: the first answer is kept, another form refused. */
function keyed(store: Store, asked: Asked): Answer {
  const known = asked.key === '' ? undefined : store.keys.get(asked.key)
  if (known !== undefined && known.form !== asked.form.toString()) {
    return error(400, {
      message: 'Keys for idempotent requests can only be used with the same parameters they were first used with.',
      type: 'idempotency_error',
    })
  }
  if (known !== undefined) return known.answer
  const answer = asked.method === 'POST' ? post(store, asked) : get(store, asked)
  if (asked.key !== '') store.keys.set(asked.key, { form: asked.form.toString(), answer: structuredClone(answer) })
  return answer
}

function metadataOf(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...form].flatMap(([key, value]) => {
    const found = /^metadata\[(.+)\]$/.exec(key)?.[1]
    return found === undefined ? [] : [[found, value]]
  })) // prettier-ignore
}

function post(store: Store, { path, form }: Asked): Answer {
  const [, , collection, id, verb] = path.split('/')
  if (collection === 'payment_intents' && id === undefined) return createIntent(store, form)
  if (collection === 'payment_intents' && verb === 'capture') return capture(store, store.things.get(id!), form)
  if (collection === 'payment_intents' && verb === 'cancel') return cancel(store.things.get(id!))
  if (collection === 'refunds') return createRefund(store, form)
  if (collection === 'transfers') return createTransfer(store, form)
  return error(404, { message: `Unrecognized request URL (POST: ${path}).`, type: 'invalid_request_error' })
}

function createIntent(store: Store, form: URLSearchParams): Answer {
  const id = name('pi')
  const intent: Thing = {
    id, object: 'payment_intent', amount: Number(form.get('amount')), amount_capturable: 0, amount_received: 0,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true }, canceled_at: null,
    cancellation_reason: null, capture_method: form.get('capture_method') ?? 'automatic_async',
    client_secret: `${id}_secret_${randomBytes(8).toString('hex')}`, confirmation_method: 'automatic',
    created: store.now(), currency: form.get('currency'), last_payment_error: null, latest_charge: null,
    livemode: false, metadata: metadataOf(form), payment_method: null, payment_method_types: ['card'],
    status: 'requires_payment_method',
  } // prettier-ignore
  store.things.set(id, intent)
  return { status: 200, body: intent }
}

function noSuch(kind: string, id: string): Answer {
  const message = `No such ${kind}: '${id}'`
  return error(404, { code: 'resource_missing', message, param: 'intent', type: 'invalid_request_error' })
}

function unexpectedState(intent: Thing, verb: string): Answer {
  const message = `You cannot ${verb} this PaymentIntent because it has a status of ${String(intent['status'])}.`
  return error(400, {
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: intent,
    type: 'invalid_request_error',
  })
}

function capture(store: Store, intent: Thing | undefined, form: URLSearchParams): Answer {
  if (intent === undefined) return noSuch('payment_intent', '')
  if (intent['status'] !== 'requires_capture') return unexpectedState(intent, 'capture')
  const amount = Number(form.get('amount_to_capture') ?? intent['amount'])
  Object.assign(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0, created: store.now() })
  return { status: 200, body: intent }
}

function cancel(intent: Thing | undefined): Answer {
  if (intent === undefined) return noSuch('payment_intent', '')
  if (intent['status'] === 'succeeded') return unexpectedState(intent, 'cancel')
  Object.assign(intent, { status: 'canceled', cancellation_reason: 'requested_by_customer' })
  return { status: 200, body: intent }
}

function createRefund(store: Store, form: URLSearchParams): Answer {
  const intent = store.things.get(form.get('payment_intent') ?? '')
  if (intent === undefined) return noSuch('payment_intent', form.get('payment_intent') ?? '')
  const before = [...store.things.values()].filter((one) => one['payment_intent'] === intent.id)
  const left = Number(intent['amount_received']) - before.reduce((sum, one) => sum + Number(one['amount']), 0)
  const amount = Number(form.get('amount'))
  if (amount > left) {
    const message = `Refund amount ($${(amount / 100).toFixed(2)}) is greater than unrefunded amount on charge ($${(left / 100).toFixed(2)})`
    return error(400, { code: 'refund_exceeds_charge', message, param: 'amount', type: 'invalid_request_error' })
  }
  const refund: Thing = {
    id: name('re'), object: 'refund', amount, balance_transaction: name('txn'), charge: intent['latest_charge'],
    created: store.now(), currency: intent['currency'], metadata: metadataOf(form), payment_intent: intent.id,
    reason: null, receipt_number: null, status: 'succeeded',
  } // prettier-ignore
  store.things.set(refund.id, refund)
  return { status: 200, body: refund }
}

function createTransfer(store: Store, form: URLSearchParams): Answer {
  const destination = form.get('destination') ?? ''
  if (!destination.startsWith('acct_')) {
    const message = `No such destination: '${destination}'`
    return error(400, { code: 'resource_missing', message, param: 'destination', type: 'invalid_request_error' })
  }
  const transfer: Thing = {
    id: name('tr'), object: 'transfer', amount: Number(form.get('amount')), amount_reversed: 0, created: store.now(),
    currency: form.get('currency'), destination, livemode: false, metadata: metadataOf(form), reversed: false,
    transfer_group: form.get('transfer_group'),
  } // prettier-ignore
  store.things.set(transfer.id, transfer)
  return { status: 200, body: transfer }
}

/** By the search for metadata, or by the filters of a list. */
function isWanted(thing: Thing, collection: string, form: URLSearchParams): boolean {
  if (thing.object !== objects[collection]) return false
  const order = /metadata\['lakeside_order'\]:'([^']*)'/.exec(form.get('query') ?? '')?.[1]
  if (order !== undefined) return (thing['metadata'] as Record<string, string>)['lakeside_order'] === order
  return (['payment_intent', 'transfer_group'] as const).every((key) => !form.has(key) || thing[key] === form.get(key))
}

const objects: Readonly<Record<string, string>> = {
  payment_intents: 'payment_intent',
  refunds: 'refund',
  transfers: 'transfer',
}

function get(store: Store, { path, form }: Asked): Answer {
  const [, , collection = '', id] = path.split('/')
  if (id !== undefined && id !== 'search') {
    const thing = store.things.get(id)
    return thing === undefined ? noSuch(objects[collection] ?? '', id) : { status: 200, body: thing }
  }
  const found = [...store.things.values()].toReversed().filter((thing) => isWanted(thing, collection, form))
  const after = form.get('starting_after')
  const rest = after === null ? found : found.slice(found.findIndex((thing) => thing.id === after) + 1)
  const limit = Number(form.get('limit') ?? 10)
  return {
    status: 200,
    body: {
      object: id === 'search' ? 'search_result' : 'list',
      data: rest.slice(0, limit),
      has_more: rest.length > limit,
      url: path,
    },
  }
}
