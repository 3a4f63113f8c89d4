import type { Actor } from '#kernel/commands'
import { type Database, type Executor, sql, transaction } from '#kernel/db'
import { recordAudit } from '#modules/audit'
import { type NewcomerRules, usualRules } from '../state/exposure.ts'

/** The numbers of the budget, and which change of them they are; 0 in a town that never set any. */
export type StoredRules = NewcomerRules & { rev: number }

export async function readRules(db: Executor, town: number): Promise<StoredRules> {
  const { rows } = await sql<StoredRules>`
    select rev, one_place_in, thing_shown, seller_shown, within_places
    from recommend.newcomer_rules where town = ${town}`.execute(db)
  return rows[0] ?? { rev: 0, ...usualRules }
}

type Change = { rules: NewcomerRules; rev: number; by: Actor; now: number }

/** Puts other numbers in place of those of change `rev`. @returns the new one; undefined when others were faster */
export async function changeRules(
  db: Database,
  town: number,
  { rules, rev, by, now }: Change,
): Promise<number | undefined> {
  const { onePlaceIn, thingShown, sellerShown, withinPlaces } = rules
  return transaction(db, async (tx) => {
    const { rows } = await sql<{ rev: number }>`
      insert into recommend.newcomer_rules as r
        (town, rev, one_place_in, thing_shown, seller_shown, within_places, changed_at)
      select ${town}, 1, ${onePlaceIn}::integer, ${thingShown}, ${sellerShown}, ${withinPlaces}, ${new Date(now)}
      where ${rev} = 0 or exists (select 1 from recommend.newcomer_rules where town = ${town})
      on conflict on constraint newcomer_rules_pk do update
        set rev = r.rev + 1, one_place_in = excluded.one_place_in, thing_shown = excluded.thing_shown,
            seller_shown = excluded.seller_shown, within_places = excluded.within_places,
            changed_at = excluded.changed_at
        where r.rev = ${rev}
      returning rev`.execute(tx)
    const changed = rows[0]?.rev
    if (changed === undefined) return undefined
    await recordAudit(tx, { town, by, act: 'newcomers.budget-changed', details: { rev: changed, ...rules }, now })
    return changed
  })
}

/** What others have set is felt within so long, ms of machine time. */
const freshMs = 1_000

/** Keeps the numbers that pages are made by up to date; whoever makes a page asks first. */
export function rulesKeeper(
  { db, town, now }: { db: Database; town: number; now: () => number },
  take: (rules: NewcomerRules) => void,
): { fresh: () => Promise<void>; renew: () => Promise<void> } {
  let readAt = -Infinity
  let reading: Promise<void> | undefined
  async function read(): Promise<void> {
    const { rev: _, ...rules } = await readRules(db, town)
    take(rules)
    readAt = now()
  }
  return {
    fresh: async () => {
      if (now() - readAt < freshMs) return
      reading ??= read().finally(() => (reading = undefined))
      await reading
    },
    renew: read,
  }
}
