/** A wire between a town and its database that can be cut at the worst moments. */
import { type Socket, createConnection, createServer } from 'node:net'

/** Passes bytes on, until told otherwise. */
export type Proxy = {
  /** To connect to instead of the server's port. */
  readonly port: number
  /** Breaks every connection now. */
  cut: () => void
  /**
   * The next COMMIT on any connection reaches the server, its answer does not reach the client, and the connection
   * breaks: what became of the batch, nobody can know but by asking again. Resolves when it happened.
   */
  swallowCommit: () => Promise<void>
  /** Nothing passes in either direction for a while, and no connection breaks. */
  stall: (ms: number) => void
  /** Leads to another server from now on, as after a switch to the standby; connections to the old one break. */
  leadTo: (port: number) => void
  close: () => Promise<void>
}

/** How long the server is given to carry out a COMMIT whose answer is swallowed. */
const commitMs = 30

/** A proxy on a free port of 127.0.0.1. @param serverPort where PostgreSQL listens */
export async function openProxy(serverPort: number): Promise<Proxy> {
  const pairs = new Set<{ client: Socket; server: Socket }>()
  let target = serverPort
  let onSwallowed: (() => void) | undefined
  const listener = createServer((client) => {
    const server = createConnection({ host: '127.0.0.1', port: target })
    const pair = { client, server }
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', end) // whichever side breaks, the other learns of it
      socket.on('close', end)
    }
    client.on('data', (bytes) => {
      if (onSwallowed !== undefined && hasCommit(bytes)) {
        const swallowed = onSwallowed
        onSwallowed = undefined
        server.removeAllListeners('data')
        server.write(bytes)
        setTimeout(() => (end(), swallowed()), commitMs)
        return
      }
      server.write(bytes)
    })
    server.on('data', (bytes) => void client.write(bytes))
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const cut = (): void => {
    for (const { client } of pairs) client.destroy()
  }
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut,
    leadTo: (port) => {
      target = port
      cut()
    },
    swallowCommit: () => new Promise((resolve) => (onSwallowed = resolve)),
    stall: (ms) => {
      const stalled = [...pairs].flatMap(({ client, server }) => [client, server])
      for (const socket of stalled) socket.pause()
      setTimeout(() => stalled.forEach((socket) => socket.resume()), ms)
    },
    close: async () => {
      cut()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}

/** Statements travel as text. */
function hasCommit(bytes: Buffer): boolean {
  return bytes.includes('COMMIT') || bytes.includes('commit')
}
