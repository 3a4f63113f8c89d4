/** A town that nobody has set up, with a browser before it; one for each file that asks. */
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { launchTown } from '../../simulator/town.ts'
import { type Stage, launchBrowser } from './browser.ts'

export const emptyTown: Promise<Stage> = (async () => {
  const [town, browser] = await Promise.all([launchTown({ environment: { DEMO: 'off' } }), launchBrowser()])
  return { town, browser, origin: town.baseUrl.replace('127.0.0.1', 'localhost') }
})()

after(async () => {
  const { town, browser } = await emptyTown
  await browser.close()
  await town[Symbol.asyncDispose]()
})

/** The path of the link that the start has printed. */
export async function printedLink({ town }: Stage): Promise<string> {
  for (;;) {
    const found = /Set up +\S+?(\/#\/setup\/\S+)/.exec(town.said())?.[1]
    if (found !== undefined) return found
    await sleep(50)
  }
}
