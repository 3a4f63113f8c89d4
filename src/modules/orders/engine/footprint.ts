import type { Command } from '#kernel/commands'
import { keysOf } from './apply.ts'
import { addKeys, type Books, type Keys, noKeys } from '../books/books.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Decide } from './decide.ts'
import { createProbe, type Probe } from '../books/views.ts'

/** What looking ahead needs. */
export type Looking = { books: Books; decide: Decide; now: number; catalogue: Catalogue; codeSecret: Buffer }

/**
 * Finds out what must be loaded before commands can be decided, by deciding them in a world in which there is enough
 * of everything: their footprint. Nothing is changed.
 *
 * @returns the keys, and the commands that asked for an order, offer or party that is not open yet: when those are
 *   loaded, they are to be looked at again
 */
export function footprintOf(commands: readonly Command[], looking: Looking): { keys: Keys; astray: Command[] } {
  const probe = createProbe(looking.books, looking)
  const astray = commands.filter((command) => {
    probe.isAstray = false
    look(probe, looking.decide, command)
    return probe.isAstray
  })
  return { keys: probe.keys, astray }
}

/**
 * The wider footprint of a command that asked for more than it was given: looked at once with enough of every cell and
 * once with none, which together walk every alternative.
 */
export function widerFootprint(commands: readonly Command[], looking: Looking): Keys {
  const keys = noKeys()
  for (const cells of ['enough', 'none'] as const) {
    const probe = createProbe(looking.books, looking, cells)
    for (const command of commands) look(probe, looking.decide, command)
    addKeys(keys, probe.keys)
  }
  return keys
}

function look(probe: Probe, decide: Decide, command: Command): void {
  try {
    const decision = decide(probe.view, command)
    if (!decision.ok) return
    addKeys(probe.keys, keysOf(decision.changes))
    const { changes } = decision
    if (changes.kind === 'order') probe.ahead.set(changes.changes.order.id, changes.changes.order)
  } catch {
    // Enough of everything may lead where no real order comes. What was read until then is noted; the real decision
    // meets the same fault, if it is one, and reports it.
  }
}
