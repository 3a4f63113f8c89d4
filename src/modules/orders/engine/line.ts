import type { Unit } from './units.ts'

/**
 * Keeps commands of one party, and on one order, in the order in which they came, when one of them has to wait for
 * pages and the next would not.
 */
export type Line = {
  /** A unit waits: those behind it wait too. */
  hold: (unit: Unit) => void
  /** Whether a unit must wait behind another; then it is held too. */
  holdsBack: (unit: Unit) => boolean
  /** A unit waits no longer. */
  leave: (unit: Unit) => void
}

/** A line in which nobody waits. */
export function createLine(): Line {
  /** Who waits for each party and order, in the order of coming. */
  const waiting = new Map<string, Set<string>>()

  function namesOf({ commands }: Unit): Set<string> {
    return new Set(
      commands.flatMap(({ actor, orderId }) => (orderId === undefined ? [actor.party] : [actor.party, orderId])),
    )
  }

  /** A unit is known by its first command: each attempt is a new object. */
  function idOf({ commands }: Unit): string {
    return commands[0]!.id
  }

  function hold(unit: Unit): void {
    for (const name of namesOf(unit)) {
      const line = waiting.get(name) ?? new Set()
      waiting.set(name, line.add(idOf(unit)))
    }
  }

  function holdsBack(unit: Unit): boolean {
    if (waiting.size === 0) return false
    const id = idOf(unit)
    const isBehind = [...namesOf(unit)].some((name) => waiting.has(name) && firstOf(waiting.get(name)!) !== id)
    if (isBehind) hold(unit)
    return isBehind
  }

  function leave(unit: Unit): void {
    if (waiting.size === 0) return
    for (const name of namesOf(unit)) {
      const line = waiting.get(name)
      line?.delete(idOf(unit))
      if (line?.size === 0) waiting.delete(name)
    }
  }

  return { hold, holdsBack, leave }
}

function firstOf(line: ReadonlySet<string>): string | undefined {
  for (const id of line) return id
  return undefined
}
