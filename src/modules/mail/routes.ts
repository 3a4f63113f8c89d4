import Type from 'typebox'
import type { Database } from '#kernel/db'
import type { App } from '#kernel/http'
import { Page, cursorOf, pageOf, pageQuery, rfc3339 } from '#kernel/http-pages'
import { LetterBody } from './contract.ts'
import { listLetters } from './letters.ts'

const cursor = cursorOf(Type.Object({ id: Type.String({ format: 'uuid' }) }))

/** Letters for the operator; their texts only in a sandbox, where nobody's secrets are real. */
export function mailRoutes(app: App, { db, town }: { db: Database; town: { id: number; isSandbox: boolean } }): void {
  app.get(
    '/v1/mail',
    {
      config: { access: 'operator' },
      schema: {
        summary: 'Letters, newest first; in a sandbox without a mail server with their texts',
        querystring: pageQuery({ to: Type.Optional(Type.String({ maxLength: 254 })) }),
        response: { 200: Page(LetterBody) },
      },
    },
    async (request) => {
      const { limit, cursor: from, to } = request.query
      const before = from === undefined ? undefined : cursor.decode(from).id
      const rows = await listLetters(db, { town: town.id, before, to, limit: limit + 1 })
      return pageOf(rows, {
        limit,
        item: ({ recipient, body, createdAt, sentAt, ...letter }) => ({
          ...letter,
          to: recipient,
          text: town.isSandbox ? body : '',
          createdAt: rfc3339(createdAt),
          sentAt: sentAt === null ? null : rfc3339(sentAt),
        }),
        cursor: ({ id }) => cursor.encode({ id }),
      })
    },
  )
}
