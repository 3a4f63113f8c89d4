import type { Static } from 'typebox'
import type { Database } from '#kernel/db'
import type { Town } from '#kernel/towns'
import { lookOf } from './accent.ts'
import type { TownBody } from './contract.ts'
import { languagesKnown } from './languages.ts'
import { readSettings } from './settings.ts'
import { findSetup } from './setup.ts'

/** What everybody may know of the town: every page is made with it. */
export type TownView = Static<typeof TownBody>

/** For so long a process answers from memory, ms. */
const freshMs = 1_000

type Set = Omit<TownView, 'name' | 'timeZone' | 'currency' | 'isSandbox'>

const kept = new WeakMap<Database, { at: number; set: Promise<Set> }>()

/** The town as it was at most a second ago. */
export async function viewOf(db: Database, town: Town): Promise<TownView> {
  const set = await setOf(db, town.id)
  const { name, timeZone, currency, isSandbox } = town
  return { name, timeZone, currency, isSandbox, ...set }
}

function setOf(db: Database, town: number): Promise<Set> {
  const known = kept.get(db)
  if (known !== undefined && performance.now() - known.at < freshMs) return known.set
  const set = readSet(db, town)
  kept.set(db, { at: performance.now(), set })
  set.catch(() => kept.get(db)?.set === set && kept.delete(db))
  return set
}

async function readSet(db: Database, town: number): Promise<Set> {
  const [settings, setup] = await Promise.all([readSettings(db, town), findSetup(db, town)])
  const { languages, about, accent } = settings
  return {
    ...settings,
    languages: [...languages],
    about: { ...about },
    look: accent === null ? null : lookOf(accent),
    isOpen: setup === undefined || setup.finishedAt !== null,
    languagesKnown: [...languagesKnown()],
  }
}

/** Makes the next who asks in this process look at the tables. */
export function forgetView(db: Database): void {
  kept.delete(db)
}
