import Type from 'typebox'
import type { App } from '#kernel/http'
import { problems } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { cleanPicture } from './cleaning.ts'
import { kindOf } from './pictures.ts'
import { fileNotFound, fileRefused, pictureTooLarge } from './problems.ts'
import { type FileStore, isFileId } from './store.ts'

/** A picture from a telephone, before anybody has made it smaller. */
export const fileBytesMax = 8 * 1024 * 1024

const FileBody = Type.Object({
  id: Type.String({ description: 'SHA-256 of what is kept, in hexadecimal' }),
  type: Type.String(),
  bytes: Type.Integer(),
  width: Type.Integer({ description: 'Pixels' }),
  height: Type.Integer({ description: 'Pixels' }),
})
const Params = Type.Object({ id: Type.String({ maxLength: 64 }) })

/** The content behind an id never changes. */
const forEver = 'public, max-age=31536000, immutable'

/** Pictures in and out. */
export async function filesRoutes(app: App, store: FileStore): Promise<void> {
  const read = reader(store)
  await app.register(async (scope) => {
    // Only these routes take raw bytes, and whatever type is claimed: the bytes themselves say what they are.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: fileBytesMax }, (_request, body, done) =>
      done(null, body),
    )
    scope.post(
      '/v1/files',
      {
        // The id is the content, and the same bytes are always cleaned to the same: sending it again keeps it once.
        config: { idempotency: 'none' },
        bodyLimit: fileBytesMax,
        schema: {
          operationId: 'uploadFile',
          summary: 'Keep a picture; the body is its bytes',
          description:
            'PNG, JPEG or WebP, by its content. What is kept is its pixels as WebP, upright, at most 2,048 a side: no ' +
            'place, no time, no device.',
          response: { 201: FileBody, ...problems(fileRefused, pictureTooLarge) },
        },
      },
      async ({ body }, reply) => {
        const type = Buffer.isBuffer(body) ? kindOf(body) : undefined
        if (type === undefined || !Buffer.isBuffer(body)) throw new Problem(fileRefused)
        const { content, width, height } = await cleanPicture(body)
        const id = await store.put(content)
        const kept = { id, type: 'image/webp', bytes: content.length, width, height }
        return reply.code(201).header('location', `/v1/files/${id}`).send(kept)
      },
    )
  })
  app.get(
    '/v1/files/:id',
    { config: { access: 'open' }, schema: { summary: 'A picture', params: Params, response: problems(fileNotFound) } },
    async (request, reply) => {
      const { id } = request.params
      const file = isFileId(id) ? await read(id) : undefined
      if (file === undefined) throw new Problem(fileNotFound)
      const etag = `"${id}"`
      reply.header('cache-control', forEver).header('etag', etag).header('x-content-type-options', 'nosniff')
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      // Opened as a page of its own, a picture must not be able to do anything.
      reply.header('content-security-policy', "default-src 'none'; sandbox").header('content-length', file.bytes)
      return reply.type(file.type).send(store.open(id))
    },
  )
}

type Known = { bytes: number; type: string }

/** About 200 bytes each. */
const knownMax = 10_000

/** Size and type of files; both are of the content, so what was once read stays true. */
function reader(store: FileStore): (id: string) => Promise<Known | undefined> {
  const known = new Map<string, Known>()
  return async (id) => {
    const remembered = known.get(id)
    if (remembered !== undefined) return remembered
    const bytes = await store.find(id)
    if (bytes === undefined) return undefined
    const file = { bytes, type: kindOf(await firstBytes(store, id)) ?? 'application/octet-stream' }
    if (known.size >= knownMax) known.clear()
    known.set(id, file)
    return file
  }
}

async function firstBytes(store: FileStore, id: string): Promise<Buffer> {
  for await (const chunk of store.open(id)) return chunk
  return Buffer.alloc(0)
}
