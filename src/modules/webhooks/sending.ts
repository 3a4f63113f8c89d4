import { request as requestPlain } from 'node:http'
import { request as requestSecure, type RequestOptions } from 'node:https'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { hostOf, PrivateAddress, type Reach, type Resolve, reachableAddresses } from './addresses.ts'

/** What became of a request. */
export type Sent = {
  /** Null when there was no answer. */
  status: number | null
  error: string | null
  /** The beginning of the answer. */
  response: string
  durationMs: number
}

/** An endpoint notes the event and answers; work that takes longer is done afterwards. */
const timeoutMs = 10_000
/** Bytes read of an answer; then the connection is closed. */
const responseMax = 16 * 1024
/** Characters of it that are kept. */
const shownMax = 500

export type Sending = {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  reach: Reach
  resolve?: Resolve
  signal?: AbortSignal
}

/**
 * Posts a body once. Redirects are not followed: they would lead where nobody has looked. Never throws: what went wrong
 * is in the answer.
 */
export async function post(sending: Sending): Promise<Sent> {
  const startedAt = performance.now()
  const signals = [AbortSignal.timeout(timeoutMs), ...(sending.signal === undefined ? [] : [sending.signal])]
  try {
    const { status, response } = await exchange(sending, AbortSignal.any(signals))
    const isRedirect = status >= 300 && status < 400
    return { status, error: isRedirect ? 'redirects are not followed' : null, response, durationMs: since(startedAt) }
  } catch (error) {
    return { status: null, error: reasonOf(error), response: '', durationMs: since(startedAt) }
  }
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt)
}

function reasonOf(error: unknown): string {
  if (error instanceof PrivateAddress) return error.message
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} seconds`
  return 'code' in error ? `${String(error.code)}: ${error.message}`.slice(0, 300) : error.message.slice(0, 300)
}

async function exchange(
  { url, headers, body, reach, resolve }: Sending,
  signal: AbortSignal,
): Promise<{ status: number; response: string }> {
  const target = new URL(url)
  const [first] = await reachableAddresses(hostOf(target), reach, resolve)
  if (first === undefined) throw new Error(`${target.hostname} has no address`)
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    signal,
    agent: false, // a connection of its own, to the address that has just been checked
    lookup: (_hostname, { all }, answer) =>
      all === true ? answer(null, [first]) : answer(null, first.address, first.family),
  }
  const request = target.protocol === 'https:' ? requestSecure(target, options) : requestPlain(target, options)
  return answered(request, body)
}

function answered(request: ClientRequest, body: string): Promise<{ status: number; response: string }> {
  return new Promise((resolve, reject) => {
    request.once('error', reject)
    request.once('response', (reply: IncomingMessage) => {
      const chunks: Buffer[] = []
      let bytes = 0
      const done = (): void => {
        const text = Buffer.concat(chunks).toString('utf8').replaceAll('\0', '').toWellFormed()
        resolve({ status: reply.statusCode ?? 0, response: text.slice(0, shownMax) })
      }
      reply.once('error', reject)
      reply.once('end', done)
      reply.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes <= responseMax) return
        done()
        request.destroy()
      })
    })
    request.end(body)
  })
}
