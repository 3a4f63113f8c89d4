import { globSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Calls } from './call.ts'

/** Every call of every file in this folder. */
export async function allCalls(): Promise<Calls> {
  const files = globSync('*.ts', { cwd: import.meta.dirname }).filter((file) => !['call.ts', 'index.ts'].includes(file))
  const found = await Promise.all(
    files.sort().map(async (file) => {
      const { calls }: { calls?: Calls } = await import(pathToFileURL(path.join(import.meta.dirname, file)).href)
      if (calls === undefined) throw new Error(`e2e/attack-calls/${file} must export const calls`)
      return calls
    }),
  )
  return Object.assign({}, ...found)
}
