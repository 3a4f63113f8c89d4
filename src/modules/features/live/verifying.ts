import path from 'node:path'
import type { Database } from '#kernel/db'
import { declaredFeatures, formOf, type Source, sources } from '../declaring.ts'
import type { Folding } from '../fold/fold.ts'
import { layoutOf } from '../fold/layout.ts'
import { beginFolds } from './bases.ts'
import { listForgotten } from './forgotten.ts'
import { type Position, positionOf } from './reading.ts'
import { digestsOf, type Folds, foldUpTo, newFolds } from './replay.ts'
import { loadSnapshot } from './snapshots.ts'

/** What a comparison of one state with a replay found. */
export type Verified = {
  isIdentical: boolean
  position: Position
  found: Record<Source, string>
  replayed: Record<Source, string>
}

type Place = { db: Database; town: number; form: string }

/** Folds everything stored anew, up to where a state stands, and compares digests. */
export async function compared(
  place: Place,
  folding: Folding,
  { position, digests: found }: { position: Position; digests: Record<Source, string> },
): Promise<Verified> {
  const folds = await beginFolds(place, folding)
  await foldUpTo(place, folds, position)
  const replayed = digestsOf(folds)
  return { isIdentical: sources.every((one) => found[one] === replayed[one]), position, found, replayed }
}

/** Where the snapshots of a town lie. */
export function folderOf(dataDir: string, town: number): string {
  return path.join(dataDir, 'features', String(town))
}

/** Compares the state on disk with a replay; undefined when there is none that fits. */
export async function verifySnapshot(
  { db, town, dataDir }: { db: Database; town: number; dataDir: string },
  features = declaredFeatures(),
): Promise<Verified | undefined> {
  const place = { db, town, form: formOf(features), folder: folderOf(dataDir, town) }
  const folding: Folding = {
    features, layout: layoutOf(features), forgotten: new Set(await listForgotten(db, town)),
  } // prettier-ignore
  const folds: Folds = newFolds(folding)
  if (!(await loadSnapshot(place, folds))) return undefined
  for (const party of folding.forgotten) for (const one of sources) folds[one].forget(party)
  return compared(place, folding, { position: positionOf(folds), digests: digestsOf(folds) })
}
