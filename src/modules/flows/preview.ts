import type { Command, JsonObject, Refusal } from '#kernel/commands'
import type { CellMove } from '#modules/capacity'
import type { Posting } from '#modules/ledger'
import type { Flow } from './flow.ts'
import { transition } from './transition.ts'
import type { Order, View } from './view.ts'

/** What a command would do: the same lines that will settle, since it is the same decision. */
export type Preview =
  | { ok: true; order: Order; postings: readonly Posting[]; cells: readonly CellMove[]; amountMinor: number }
  | { ok: false; refusal: Refusal }

/** Tries a command out and changes nothing. `amountMinor` is what to send as `expectMinor`. */
export function preview(flow: Flow, view: View, command: Command): Preview {
  const { expectMinor: _ignored, ...rest } = command
  const first = transition(flow, view, rest)
  const amountMinor = first.ok ? 0 : expected(first.refusal)
  const decision =
    first.ok || amountMinor === null ? first : transition(flow, view, { ...rest, expectMinor: amountMinor })
  if (!decision.ok) return decision
  const { order, postings, cells } = decision.changes
  return { ok: true, order, postings, cells, amountMinor: amountMinor ?? 0 }
}

/** The amount a refused command would have debited; `null` when it was refused for something else. */
function expected(refusal: Refusal): number | null {
  if (refusal.slug !== 'price-unconfirmed') return null
  return (refusal.extra as JsonObject & { amountMinor: number }).amountMinor
}
