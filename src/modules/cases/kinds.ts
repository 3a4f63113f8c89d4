import type { CaseKind } from '#kernel/case-kind'
import type { Database } from '#kernel/db'

/** Kinds of cases by name, as the modules of a town's process have declared them. */
const declared = new WeakMap<Database, Map<string, CaseKind>>()

/** Makes kinds known to a process; the composition does so with every module's `caseKinds`. */
export function declareCaseKinds(db: Database, kinds: readonly CaseKind[]): void {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]))
  if (byName.size < kinds.length) throw new Error('two modules declare a kind of case of the same name')
  declared.set(db, new Map([...(declared.get(db) ?? []), ...byName]))
}

/** All kinds, by name. */
export function listCaseKinds(db: Database): CaseKind[] {
  return [...(declared.get(db)?.values() ?? [])].sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** A kind, or undefined. */
export function findCaseKind(db: Database, name: string): CaseKind | undefined {
  return declared.get(db)?.get(name)
}

/** A kind that a module names in its own code. */
export function caseKind(db: Database, name: string): CaseKind {
  const found = findCaseKind(db, name)
  if (found === undefined) throw new Error(`no module declares the kind of case ${name}`)
  return found
}
