import { createHash } from 'node:crypto'
import compress from '@fastify/compress'
import reference from '@scalar/fastify-api-reference'
import type { App } from '../kernel/http.ts'

/**
 * `/docs`: the reference of the API as a page to read and to try, drawn from `/v1/openapi.json`. Everything comes from
 * this process: no script, font or call goes to anybody else.
 */
export async function serveReference(app: App): Promise<void> {
  await app.register(async (page) => {
    page.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'open' }
      route.schema = { ...route.schema, hide: true }
    })
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
