import Type from 'typebox'
import { type App } from '#kernel/http'
import { Id } from './contract.ts'
import { searchDirectory } from './directory.ts'
import type { IdentityRoutes } from './routes.ts'

const Query = Type.Object(
  {
    q: Type.String({ minLength: 2, maxLength: 80, pattern: '\\S.*\\S', description: 'Part of a name' }),
    kind: Type.Optional(Type.Enum(['person', 'firm'])),
    limit: Type.Integer({ minimum: 1, maximum: 20, default: 10 }),
  },
  { additionalProperties: false },
)
const Body = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Id,
      kind: Type.String(),
      slug: Type.String(),
      name: Type.String(),
      picture: Type.Union([Type.String(), Type.Null()], { description: 'File id' }),
      isVerified: Type.Boolean(),
    }),
  ),
})

/** Finding people and shops by name, to send something to or to invite. */
export function directoryRoutes(app: App, { db, town }: IdentityRoutes): void {
  app.get(
    '/v1/directory',
    {
      schema: {
        operationId: 'searchDirectory',
        summary: 'Shops, and people who can be found: verified, or with their consent `directory`',
        querystring: Query,
        response: { 200: Body },
      },
    },
    async ({ query: { q, kind, limit } }) => ({ items: await searchDirectory(db, town.id, { q, kind, limit }) }),
  )
}
