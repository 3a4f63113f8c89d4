/** What every command that serves does alike: finding its port free, listening, stopping when it is told to. */
import { createServer as createSocketServer } from 'node:net'
import type { Config } from '../kernel/config.ts'
import type { App } from '../kernel/http.ts'
import { hasCode, onParentGone } from '../kernel/lifecycle.ts'
import { portHolder } from '../kernel/lifecycle-ports.ts'

/** A reason not to start that the operator can do something about; shown without a stack. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** SIGINT, SIGTERM, SIGHUP, or the launcher gone: once is a request to stop, twice an order. */
export function whenToldToStop(): { promise: Promise<void>; signal: AbortSignal } {
  const controller = new AbortController()
  const promise = new Promise<void>((resolve) => {
    const stop = (): void => {
      if (controller.signal.aborted) process.exit(1)
      controller.abort()
      resolve()
    }
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop)
    onParentGone(() => {
      if (!controller.signal.aborted) stop()
    })
  })
  return { promise, signal: controller.signal }
}

/** Asked first, so that a second start says so at once instead of after half a minute of work. */
export async function refuseTakenPort({ port, host }: Config): Promise<void> {
  const probe = createSocketServer()
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject)
      probe.listen(port, host, resolve)
    })
  } catch (error) {
    throw portProblem(error, { port, host })
  } finally {
    await new Promise((resolve) => probe.close(resolve))
  }
}

/** @throws {CannotStart} when somebody else listens there, or we may not */
export async function listen(app: App, { port, host }: Config): Promise<void> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    throw portProblem(error, { port, host })
  }
}

function portProblem(error: unknown, { port, host }: { port: number; host: string }): unknown {
  if (hasCode(error, 'EADDRINUSE')) {
    return new CannotStart(
      `Port ${port} is in use${byWhom(port)}: look at http://localhost:${port}\n` +
        `or take another port: PORT=${port + 1} npm start`,
    )
  }
  if (hasCode(error, 'EACCES'))
    return new CannotStart(`Port ${port} needs more rights than we have; try PORT=8080 npm start`)
  if (hasCode(error, 'EADDRNOTAVAIL', 'ENOTFOUND'))
    return new CannotStart(`HOST ${host} is not an address of this machine`)
  return error
}

/** Only root sees the processes of others. */
function byWhom(port: number): string {
  const holder = portHolder(port)
  if (holder === undefined) return ', perhaps by a Lakeside that already runs'
  return ` by process ${holder.pid} (${holder.command.slice(0, 80)})`
}
