/** Puts what waits in order: pure, but for the decision that is handed in. */
import type { Asking, Decided } from '#modules/decisions'
import { farHours, type waitingKinds } from './point.ts'

/** Something that waits for a person of the town. Instants are town time, ms. */
export type Waiting = {
  id: string
  kind: (typeof waitingKinds)[number]
  since: number
  dueAt: number | null
  amountMinor: number
  parties: readonly string[]
}

/** Why a thing stands where it stands. */
export type Place = {
  decision: string | null
  p: number | null
  isUrgent: boolean
  hoursLeft: number | null
  others: number
}

export type Placed<T> = { item: T; place: Place }

export type Decide = (asking: Asking) => Decided

/** Due within this, a thing stands before all that is not, whatever a policy says. */
const urgentMs = 86_400_000
const hourMs = 3_600_000
/** Places that are decided; what lies below is in order of its deadline. */
const decidedMax = 20

/** Everything in its order. */
export function ordered<T extends Waiting>(items: readonly T[], now: number, decide: Decide): Placed<T>[] {
  const others = sharedParties(items)
  const isUrgent = ({ dueAt }: T): boolean => dueAt !== null && dueAt - now <= urgentMs
  return [true, false].flatMap((urgent) => {
    const tier = items.filter((item) => isUrgent(item) === urgent)
    return orderTier(tier, { now, others, isUrgent: urgent, waiting: items.length }, decide)
  })
}

type Around = { now: number; others: ReadonlyMap<string, number>; isUrgent: boolean; waiting: number }

function orderTier<T extends Waiting>(tier: readonly T[], around: Around, decide: Decide): Placed<T>[] {
  const { now, others, isUrgent, waiting } = around
  const byDeadline = tier.toSorted((one, other) => dueOf(one) - dueOf(other) || one.since - other.since)
  const candidates = byDeadline.slice(0, decidedMax)
  const decided =
    candidates.length < 2
      ? undefined
      : decide({
          context: { waiting: Math.min(10_000, waiting), isUrgent },
          options: candidates.map((item) => ({ id: item.id, features: featuresOf(item, around) })),
          length: candidates.length,
        })
  const rank = new Map((decided?.chosen ?? []).map((id, index) => [id, index]))
  const placed = byDeadline.toSorted(
    (one, other) => (rank.get(one.id) ?? Infinity) - (rank.get(other.id) ?? Infinity) || 0,
  )
  return placed.map((item) => {
    const at = rank.get(item.id)
    return {
      item,
      place: {
        decision: at === undefined ? null : decided!.id,
        p: at === undefined ? null : (decided!.conditional[at] ?? null),
        isUrgent,
        hoursLeft: item.dueAt === null ? null : Math.max(0, (item.dueAt - now) / hourMs),
        others: others.get(item.id) ?? 0,
      },
    }
  })
}

function dueOf({ dueAt }: Waiting): number {
  return dueAt ?? Number.MAX_SAFE_INTEGER
}

function featuresOf({ id, kind, since, dueAt, amountMinor }: Waiting, { now, others }: Around) {
  const hours = (ms: number, most: number): number => Math.min(most, Math.max(0, Math.round(ms / hourMs)))
  return {
    amountMinor: Math.min(1e12, amountMinor),
    hoursLeft: dueAt === null ? farHours : hours(dueAt - now, farHours),
    hoursOld: hours(now - since, 10_000),
    others: Math.min(1_000, others.get(id) ?? 0),
    kind,
  }
}

/** How many other things wait between any of the same parties. */
function sharedParties(items: readonly Waiting[]): ReadonlyMap<string, number> {
  const byParty = new Map<string, Set<string>>()
  for (const { id, parties } of items)
    for (const party of parties) byParty.set(party, (byParty.get(party) ?? new Set()).add(id))
  return new Map(
    items.map(({ id, parties }) => [
      id,
      Math.max(0, new Set(parties.flatMap((party) => [...(byParty.get(party) ?? [])])).size - 1),
    ]),
  )
}
