import { createHash } from 'node:crypto'
import fastify, { type FastifyInstance } from 'fastify'
import type { App } from '../kernel/http.ts'

/**
 * `/docs`: the reference of the API as a page to read and to try, drawn from `/v1/openapi.json`. Everything comes from
 * this process: no script, font or call goes to anybody else. It is loaded when first asked for, because its four
 * megabytes of script stay in memory from then on, several times over.
 */
export function serveReference(app: App): void {
  let loading: Promise<FastifyInstance> | undefined
  const load = (): Promise<FastifyInstance> => {
    loading ??= loadReference().catch((error: unknown) => {
      loading = undefined // the next visitor tries again
      throw error
    })
    return loading
  }
  app.addHook('onClose', async () => (await loading)?.close())
  for (const url of ['/docs', '/docs/*']) {
    app.get(url, { config: { access: 'open' }, schema: { hide: true } }, async (request, reply) => {
      const pages = await load()
      const { 'accept-encoding': encoding = '' } = request.headers
      const answer = await pages.inject({ url: request.url, headers: { 'accept-encoding': encoding } })
      const { connection: _hop, ...headers } = answer.headers
      return reply.code(answer.statusCode).headers(headers).serializer(String).send(answer.rawPayload)
    })
  }
}

async function loadReference(): Promise<FastifyInstance> {
  const [{ default: compress }, { default: reference }] = await Promise.all([
    import('@fastify/compress'),
    import('@scalar/fastify-api-reference'),
  ])
  const pages = fastify()
  await pages.register(async (page) => {
    page.addHook('onSend', async (_request, reply, payload) => {
      const isPage = typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')
      if (isPage) reply.header('content-security-policy', policyFor(payload))
      // The script of one version of a package; a day is the longest it may lag behind an update.
      else reply.header('cache-control', 'public, max-age=86400')
    })
    // Four megabytes of script become one.
    await page.register(compress, { encodings: ['gzip'] })
    await page.register(reference, {
      routePrefix: '/docs',
      configuration: {
        url: '/v1/openapi.json',
        pageTitle: 'Lakeside API',
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        agent: { disabled: true },
        mcp: { disabled: true },
        // Requests go to this town; the page has no other.
        servers: [{ url: '/' }],
        defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
      },
    })
  })
  return pages
}

/** Scripts: the bundle, and those that stand in the page, each by its hash. Styles are made as the bundle draws. */
function policyFor(html: string): string {
  const inline = [...html.matchAll(/<script>([^]*?)<\/script>|<script type="text\/javascript">([^]*?)<\/script>/g)]
  const hashes = inline.map(([, plain, typed]) => `'sha256-${sha256(plain ?? typed ?? '')}'`)
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
