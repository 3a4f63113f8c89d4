import { setTimeout as sleep } from 'node:timers/promises'

/** Patience for a machine with much to do, not a promise. */
const minuteMs = 60_000
const [pauseMs, pauseMaxMs] = [10, 200]

/**
 * Looks until it is so, for what follows a moment later: lists, jobs, what other parties do. Without `isSo`, until
 * there is something.
 *
 * @returns what was found then
 * @throws {Error} with what was seen last, when patience is at its end; default a minute
 */
export function until<T>(look: () => T | Promise<T>): Promise<Exclude<T, undefined | null | false>>
export function until<T>(look: () => T | Promise<T>, isSo: (found: T) => boolean, patienceMs?: number): Promise<T>
export async function until<T>(
  look: () => T | Promise<T>,
  isSo: (found: T) => boolean = Boolean,
  patienceMs = minuteMs,
): Promise<T> {
  const end = performance.now() + patienceMs
  for (let pause = pauseMs; ; pause = Math.min(2 * pause, pauseMaxMs)) {
    const found = await look()
    if (isSo(found)) return found
    if (performance.now() > end) throw new Error(`not within ${patienceMs} ms; last seen: ${JSON.stringify(found)}`)
    await sleep(pause)
  }
}
