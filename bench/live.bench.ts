/**
 * How long another party's doing takes to be seen: buyer and seller have an order open in Chromium at phone width, one
 * of them cancels it over HTTP, and the time runs from the town's answer to the word on the other's page. Nobody
 * reloads. The money goes back every time, so the demo's purses last.
 *
 *   node bench/live.bench.ts
 */
import { type Visitor, closeStage, goTo, stage, visit } from '../e2e/web/browser.ts'
import { act, buyMug } from '../e2e/web/prepared.ts'
import { percentile, report } from './machine.ts'

const rounds = 25

/** One cancels, the other looks on; ms. */
async function seenAfter(one: Visitor, { page }: Visitor, order: string): Promise<number> {
  const shown = page.getByText('Cancelled').first()
  await act(one, order, ['cancel'])
  const since = performance.now()
  await shown.waitFor()
  return performance.now() - since
}

const here = await stage()
const [mei, anton] = await Promise.all([visit(here, { persona: 'mei' }), visit(here, { persona: 'anton' })])
await Promise.all([mei, anton].map(async ({ page }) => page.goto('/health')))
for (const [name, one, other] of [
  ['by-seller', anton, mei],
  ['by-buyer', mei, anton],
] as const) {
  const delays: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const order = await buyMug(mei)
    await Promise.all([one, other].map((each) => goTo(each, `/orders/${order}`)))
    await other.page.getByText('Paid, waiting for dispatch').first().waitFor()
    delays.push(await seenAfter(one, other, order))
  }
  const [p50Ms, p95Ms] = [0.5, 0.95].map((share) => Math.round(percentile(delays, share)))
  report({ bench: `live-${name}`, p50Ms: p50Ms!, p95Ms: p95Ms!, mostMs: Math.round(Math.max(...delays)), rounds })
}
await closeStage()
