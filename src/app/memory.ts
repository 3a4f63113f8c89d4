import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives back what starting needed and serving does not. V8 keeps its heap as large as it once was: a start leaves some
 * 140 MB behind, which nothing would collect in a town at rest. Only a collection of the last resort moves what lives
 * together: a plain one keeps every page with a live object on it, and often gives nothing back.
 */
export function giveMemoryBack(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
