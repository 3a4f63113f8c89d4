/** Folding again what is stored: the proof that what lives in memory is what the log and the stream say. */
import type { Database } from '#kernel/db'
import { readInteractions } from '#modules/interactions'
import type { Source } from '../declaring.ts'
import { digestOf, Fold, type Folding } from '../fold/fold.ts'
import { foldLog } from './following.ts'
import { type Allowed, createReading, type Position, type Reading } from './reading.ts'

type Place = { db: Database; town: number }

/** A state of features. */
export type Folds = Readonly<Record<Source, Fold>>

/** Nothing folded yet. */
export function newFolds(folding: Folding): Folds {
  return { log: new Fold('log', folding), interactions: new Fold('interactions', folding) }
}

const pageSize = 5_000

/** Folds on up to a position. */
export async function foldUpTo({ db, town }: Place, folds: Folds, { log, interactions }: Position): Promise<void> {
  await foldLog({ db, town }, folds.log, { upTo: log })
  const fold = folds.interactions
  while (fold.pos < interactions) {
    const upTo = Math.min(interactions, fold.pos + pageSize)
    fold.apply(await readInteractions(db, town, { after: fold.pos, limit: pageSize, upTo }), upTo)
  }
}

/** The digest of both states. */
export function digestsOf({ log, interactions }: Folds): Record<Source, string> {
  return { log: digestOf(log), interactions: digestOf(interactions) }
}

/** Features as they were, for decisions that are looked at again. */
export type Past = {
  /** Folds to a position: on when it lies ahead, from the beginning when it lies behind. */
  at: (position: Position, options: { at: number; allowed: Allowed }) => Promise<Reading>
}

export function createPast(place: Place, folding: Folding, begin: () => Promise<Folds>): Past {
  let folds: Folds | undefined
  return {
    at: async (position, options) => {
      const isBehind =
        folds !== undefined && (folds.log.pos > position.log || folds.interactions.pos > position.interactions)
      if (folds === undefined || isBehind) folds = await begin()
      await foldUpTo(place, folds, position)
      return createReading({ folds, layout: folding.layout, ...options })
    },
  }
}
