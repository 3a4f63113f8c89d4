import { buildPages } from '../pages-build.ts'

/** `lakeside build-pages`: what `start` does by itself; for images and for tests. */
export async function run(): Promise<number> {
  const startedAt = performance.now()
  let what = 'The web app is up to date.'
  await buildPages(() => {
    what = 'Built the web app'
  })
  console.log(`${what} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
  return 0
}
