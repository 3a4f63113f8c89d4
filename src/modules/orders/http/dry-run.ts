import type { Command, Verdict } from '#kernel/commands'
import { invalidAt } from '#kernel/http-problems'
import { capacityCommands } from '#modules/capacity'
import { ledgerCommands } from '#modules/ledger'
import { type Offer, offersCommands } from '#modules/offers'
import { type Decided, createDecide } from '../engine/decide.ts'
import { type Reading, lookAt } from '../books/looking.ts'

/**
 * What would become of a list of commands: each is decided as the engine would, against the books as they stand, and
 * nothing is stored. A file of offers is tried by it before anything is imported.
 */

const direct = [...ledgerCommands, ...capacityCommands, ...offersCommands]
const businesses = new Set(direct.map(({ name }) => name.split('.')[0]))
const decide = createDecide(direct)

/**
 * Offers are tried against those before them in the list, so that a variant may follow its first; money and counts are
 * as they stand.
 *
 * @throws {Problem} invalid-input for a command on an order, which has a preview of its own
 */
export async function dryRun(reading: Reading, commands: readonly Command[]): Promise<Verdict[]> {
  const at = commands.findIndex(({ business }) => !businesses.has(business))
  if (at >= 0) throw invalidAt(`/commands/${at}/business`, 'has a preview of its own: POST /v1/orders?preview')
  const now = reading.clock.now()
  return lookAt(reading, {}, (view) => {
    const put = new Map<string, Offer>()
    const ahead = { ...view, offer: (id: string) => put.get(id) ?? view.offer(id) }
    return commands.map((command): Verdict => {
      const decision = decide(ahead, command)
      if (!decision.ok) return { status: 'refused', id: command.id, at: now, pos: 0, refusal: decision.refusal }
      for (const offer of offersOf(decision.changes)) put.set(offer.id, offer)
      return { status: 'accepted', id: command.id, at: now, pos: 0, result: decision.result }
    })
  })
}

function offersOf(decided: Decided): readonly Offer[] {
  return decided.kind === 'direct' ? (decided.changes.offers ?? []) : []
}
