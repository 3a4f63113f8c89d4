import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLighthouse } from './lighthouse.ts'

/** What Lighthouse must give for accessibility, best practices and findability, at the settings of a phone. */
const least = 0.95
const categories = ['accessibility', 'best-practices', 'seo'] as const

test('home, the page of an offer and that of an order pass Lighthouse at phone settings', async () => {
  await using stage = await openLighthouse()
  for (const page of ['home', 'offer', 'order'] as const) {
    const { categories: found, audits, finalDisplayedUrl } = await stage.measure(page, categories)
    for (const name of categories) {
      const { score, auditRefs } = found[name] ?? { score: 0, auditRefs: [] }
      const failed = auditRefs
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
        .map(({ id }) => id)
      assert.ok((score ?? 0) >= least, `${finalDisplayedUrl} ${name} ${score}: ${failed.join(', ')}`)
    }
  }
})
