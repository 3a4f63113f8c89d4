import type { App } from './http.ts'

/** What one part says of itself: whether it works, and figures for whoever looks. */
export type Health = { readonly isOk: boolean } & { readonly [figure: string]: unknown }

/** Looks at one part. A probe that throws or takes too long means: not well. */
export type Probe = () => Promise<Health>

/** A probe that has not answered by then counts as failed; whoever asks usually asks every few seconds. */
const probeMs = 2_000

/** `/health`: 200 while every part works, 503 otherwise; open, so it says nothing that a stranger should not know. */
export function reportHealth(
  app: App,
  { version, probes }: { version: string; probes: Readonly<Record<string, Probe>> },
): void {
  app.get('/health', { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) => {
    const entries = await Promise.all(
      Object.entries(probes).map(async ([name, probe]) => [name, await look(probe)] as const),
    )
    const isOk = entries.every(([, health]) => health.isOk)
    reply.header('cache-control', 'no-store')
    return reply
      .code(isOk ? 200 : 503)
      .send({ status: isOk ? 'ok' : 'failing', version, checks: Object.fromEntries(entries) })
  })
}

async function look(probe: Probe): Promise<Health> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ isOk: false, reason: 'no answer' }), probeMs)
  })
  try {
    return await Promise.race([probe(), late])
  } catch {
    return { isOk: false, reason: 'failed' } // the part itself logs why; a stranger learns only that it does
  } finally {
    clearTimeout(timer)
  }
}
