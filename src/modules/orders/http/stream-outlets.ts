import type { ServerResponse } from 'node:http'
import { cloudEventOf } from './cloud-events.ts'
import type { EventShown } from './contract-events.ts'

/** How events are written: as the API shows them, or in the envelope of CloudEvents. */
export const streamFormats = ['plain', 'cloudevents'] as const
export type StreamFormat = (typeof streamFormats)[number]

/** The text of one event. @param source the address of the town */
export function writer(format: StreamFormat, source: string): (event: EventShown) => string {
  return format === 'plain' ? (event) => JSON.stringify(event) : (event) => JSON.stringify(cloudEventOf(event, source))
}

/** Where a client's events go out: the hub does not care how. */
export type Outlet = {
  /** Tells events in order. */
  tell: (events: readonly EventShown[]) => void
  /** Shows that the stream lives, and where it stands unless the client is still catching up. */
  beat: (cursor: string | undefined) => void
  /** Bytes that wait for the client. */
  backlog: () => number
  isGone: () => boolean
  /** True while the client should not be written to; only for who can wait. */
  isFull: () => boolean
  /** Ends the stream; `isRude` drops what waits. */
  end: (options?: { isRude: boolean }) => void
  onGone: (listener: () => void) => void
}

/** Server-sent events (WHATWG HTML §9.2). @param cursor where the stream begins */
export function eventSource(response: ServerResponse, cursor: string, write: (event: EventShown) => string): Outlet {
  const say = (text: string): void => {
    if (!response.destroyed) response.write(text)
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    // The end of a stream is the end of its connection: a server that stops need not wait for it to be reused.
    connection: 'close',
  })
  // Comes back after a second; the first id is where the stream begins.
  say(`retry: 1000\nid: ${cursor}\n\n`)
  return {
    tell: (events) =>
      say(events.map((event) => `id: ${event.cursor}\nevent: ${event.type}\ndata: ${write(event)}\n\n`).join('')),
    beat: (at) => say(at === undefined ? ':\n\n' : `id: ${at}\n\n`),
    backlog: () => response.writableLength,
    isGone: () => response.destroyed,
    isFull: () => response.writableNeedDrain,
    end: ({ isRude } = { isRude: false }) => void (isRude ? response.destroy() : response.end()),
    onGone: (listener) => void response.once('close', listener),
  }
}

/** What a WebSocket of `ws` can do, as far as it is needed here. */
export type Socket = {
  readonly bufferedAmount: number
  readonly readyState: number
  send: (text: string) => void
  ping: () => void
  close: (code?: number, reason?: string) => void
  terminate: () => void
  once: (event: 'close', listener: () => void) => unknown
  on: (event: 'error', listener: (error: Error) => void) => unknown
}

/** RFC 6455 §7.4.1: the server goes away, and: try again later (registered by IANA). */
const goingAway = 1001
export const tryAgainLater = 1013
const isOpen = 1
/** Bytes in a socket beyond which a client that catches up is given time. */
const fullBytes = 16 * 1024

/**
 * A WebSocket (RFC 6455): one message an event. Without the envelope of CloudEvents, messages `{ cursor }` say where
 * the stream stands.
 */
export function webSocket(
  socket: Socket,
  cursor: string,
  { write, hasCursors }: { write: (event: EventShown) => string; hasCursors: boolean },
): Outlet {
  const say = (text: string): void => {
    if (socket.readyState === isOpen) socket.send(text)
  }
  // A broken connection is the end of the stream, and no fault of ours.
  socket.on('error', () => socket.terminate())
  const stand = (at: string | undefined): void => {
    if (hasCursors && at !== undefined) say(JSON.stringify({ cursor: at }))
    else if (socket.readyState === isOpen) socket.ping()
  }
  stand(cursor)
  return {
    tell: (events) => {
      for (const event of events) say(write(event))
    },
    beat: stand,
    backlog: () => socket.bufferedAmount,
    isGone: () => socket.readyState > isOpen,
    isFull: () => socket.bufferedAmount > fullBytes,
    end: ({ isRude } = { isRude: false }) => (isRude ? socket.terminate() : socket.close(goingAway)),
    onGone: (listener) => void socket.once('close', listener),
  }
}
