import type { TestContext } from 'node:test'
import type { App } from '../kernel/http.ts'
import { testDatabase } from '../kernel/testing.ts'
import type { TownProcess } from './context.ts'
import { type ScratchOptions, openScratchServer } from './server-scratch.ts'

/** A whole town's process with its server, over a database of the test's own; not listening, not seeded. */
export async function served(t: TestContext, options: ScratchOptions = {}): Promise<{ app: App; town: TownProcess }> {
  const { close, ...server } = await openScratchServer(await testDatabase(t), options)
  t.after(close)
  return server
}
