import Type from 'typebox'
import type { Database } from '#kernel/db'
import type { App } from '#kernel/http'
import { Page, cursorOf, pageOf, pageQuery, rfc3339 } from '#kernel/http-pages'
import { AuditEntryBody } from './contract.ts'
import { listAudit } from './entries.ts'

const cursor = cursorOf(Type.Object({ id: Type.String({ format: 'uuid' }) }))

/** What was done with power over others. */
export function auditRoutes(app: App, { db, town }: { db: Database; town: number }): void {
  app.get(
    '/v1/audit',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'Privileged acts, newest first',
        querystring: pageQuery({
          act: Type.Optional(Type.String({ maxLength: 80 })),
          subject: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: Page(AuditEntryBody) },
      },
    },
    async (request) => {
      const { limit, cursor: from, act, subject } = request.query
      const before = from === undefined ? undefined : cursor.decode(from).id
      const rows = await listAudit(db, { town, before, act, subject, limit: limit + 1 })
      return pageOf(rows, {
        limit,
        item: (entry) => ({ ...entry, at: rfc3339(entry.at), details: { ...entry.details } }),
        cursor: ({ id }) => cursor.encode({ id }),
      })
    },
  )
}
