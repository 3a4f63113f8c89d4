import { type App } from '#kernel/http'
import { problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { beginnings } from '#modules/flows'
import { json } from './actions.ts'
import { BusinessParams } from './contract.ts'
import { BusinessBody, BusinessesBody } from './contract-events.ts'
import { businessNotFound } from './problems-routes.ts'
import type { OrderApi } from './routes.ts'

/** Lines of business change rarely, and a page shows many. */
const cacheControl = 'public, max-age=5'

/** Which lines of business there are, and the manifest of each. */
export function businessRoutes(app: App, { catalogue, clock }: OrderApi): void {
  app.get(
    '/v1/businesses',
    {
      config: { access: 'open' },
      schema: { summary: 'The lines of business of the town', response: { 200: BusinessesBody } },
    },
    async (_request, reply) => {
      reply.header('cache-control', cacheControl)
      const items = catalogue
        .businesses()
        .map(({ business, version, isOn, manifest: { title, description = null } }) => {
          return { business, version, isOn, title, description }
        })
      return { items }
    },
  )
  app.get(
    '/v1/businesses/:name',
    {
      config: { access: 'open' },
      schema: {
        summary: 'One line of business: its manifest, its rates in force, and how its orders begin',
        params: BusinessParams,
        response: { 200: BusinessBody, ...problems(businessNotFound) },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      const flow = catalogue.newest(name)
      if (flow === undefined) throw new Problem(businessNotFound)
      reply.header('cache-control', cacheControl)
      return {
        business: name,
        version: flow.manifest.version,
        title: flow.manifest.title,
        isOn: catalogue.isOn(name),
        rates: json(catalogue.rates(name, clock.now())),
        beginnings: beginnings(flow).map(({ input, by, asks, ...rest }) => ({
          ...rest,
          input: json(input as never), // JSON Schema is JSON
          by: [...by],
          asks: [...asks],
        })),
        manifest: json(flow.manifest), // a manifest is JSON
      }
    },
  )
}
