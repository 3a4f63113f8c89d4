import { machineNow } from '#kernel/clock'
import type { Database } from '#kernel/db'
import { type App, actorOf } from '#kernel/http'
import { rfc3339 } from '#kernel/http-pages'
import { invalidAt } from '#kernel/http-problems'
import { isId } from '#kernel/ids'
import { recordAudit } from '#modules/audit'
import { fromsOf } from '../declaring.ts'
import type { Features } from '../live/features.ts'
import { describe, positionOf } from '../live/reading.ts'
import { DeclaredBody, FeatureParams, FeaturesBody, VerifiedBody } from './contract.ts'

const config = { access: 'operator' } as const

/** What these routes work on. */
export type FeatureRoutes = { db: Database; town: number; features: Features }

/** Live features, as the operator looks at them. */
export function featureRoutes(app: App, context: FeatureRoutes): void {
  listRoute(app, context)
  readRoute(app, context)
  verifyRoute(app, context)
}

function listRoute(app: App, { features }: FeatureRoutes): void {
  app.get(
    '/v1/features',
    {
      config,
      schema: {
        operationId: 'listFeatures',
        summary: 'Features that are declared, and how far they are folded',
        response: { 200: DeclaredBody },
      },
    },
    async () => ({
      ...features.figures(),
      items: features.features.map((feature) => ({
        feature: feature.name,
        title: feature.title,
        kind: feature.kind,
        of: feature.of,
        purpose: feature.purpose ?? null,
        sources: [...new Set(fromsOf(feature).map(({ source }) => source))],
      })),
    }),
  )
}

function readRoute(app: App, { db, town, features }: FeatureRoutes): void {
  app.get(
    '/v1/features/:kind/:id',
    {
      config,
      schema: {
        operationId: 'getFeatures',
        summary: 'Everything that is reckoned of a party, an offer, a query or a session',
        description: 'Whoever looks at what is reckoned of a party or of its visit is noted in the audit log.',
        params: FeatureParams,
        response: { 200: FeaturesBody },
      },
    },
    async (request) => {
      const { kind, id } = request.params
      if ((kind === 'party' || kind === 'offer') && !isId(id)) throw invalidAt('/id', 'must be a UUID')
      if (kind === 'party' || kind === 'session') {
        const subject = kind === 'party' ? id : `session/${id}`
        await recordAudit(db, { town, by: actorOf(request), act: 'features.read', subject, now: machineNow() })
      }
      const from = await features.everythingOf(kind === 'party' ? id : null)
      const own = features.features.filter(({ of }) => of === kind)
      return { position: positionOf(from.folds), at: rfc3339(from.at), items: describe(from, own, id) }
    },
  )
}

function verifyRoute(app: App, { features }: FeatureRoutes): void {
  app.post(
    '/v1/features/verify',
    {
      // It changes nothing.
      config: { access: 'operator', idempotency: 'none' },
      schema: {
        operationId: 'verifyFeatures',
        summary: 'Fold everything stored anew and compare it, byte by byte, with what lives in this process',
        response: { 200: VerifiedBody },
      },
    },
    () => features.verify(),
  )
}
