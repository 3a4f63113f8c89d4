import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { type App, isLocal, isOperator } from './http.ts'
import { notAllowed } from './http-problems.ts'
import { Problem } from './problem.ts'

/**
 * Figures for Prometheus at `/metrics`. Labels are bounded: a route is its pattern, never its path, and nothing is
 * labelled by party, order or business.
 */
export type Metrics = {
  readonly registry: Registry
  counter: (name: string, help: string) => Counter
  gauge: (name: string, help: string, read: () => number | Promise<number>) => void
  histogram: (name: string, help: string, buckets: readonly number[]) => Histogram
}

/** A registry of its own for every server, so that several towns can run in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    counter: (name, help) => new Counter({ name, help, registers }),
    gauge: (name, help, read) => {
      // Registering is the effect: prom-client asks for the value at every scrape.
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read())
        },
      })
    },
    histogram: (name, help, buckets) => new Histogram({ name, help, registers, buckets: [...buckets] }),
  }
}

/** Seconds. From a cached read to the point where a person gives up. */
const durationBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** Counts and times every request by route pattern, and serves `/metrics` to this machine and the operator. */
export function measureHttp(app: App, { registry }: Metrics): void {
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request line to the last byte of the reply',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', { config: { access: 'open' }, schema: { hide: true } }, async (request, reply) => {
    // Volumes are a town's own business: Prometheus scrapes from this machine or brings an operator's API key.
    if (!isLocal(request) && !isOperator(request.actor)) throw new Problem(notAllowed)
    return reply
      .type(registry.contentType)
      .serializer(String)
      .send(await registry.metrics())
  })
}
