import assert from 'node:assert/strict'
import type { PartyKind } from '#kernel/commands'
import { type Row, type SetStatement, prepared, uuids } from '#kernel/wire'
import type { PartyFacts } from './party.ts'

const loadStatement = prepared(
  'identity.load-parties',
  `
  select p.id, p.kind, p.is_suspended,
    array(select g.name from identity.grants g where g.town = p.town and g.party = p.id order by g.name)
  from identity.parties p
  where p.town = $1 and p.id = any($2::uuid[])`,
)

/** Loads what the engine needs to know of parties. Ids without a party give no row. */
export function loadParties(town: number, ids: readonly string[]): SetStatement {
  return loadStatement(town, uuids(ids))
}

/** One row of `loadParties`; facts are the modules' to add. */
export function partyOf(row: Row): PartyFacts {
  const [id, kind, isSuspended, grants] = row
  assert.ok(typeof id === 'string' && Array.isArray(grants), 'a row of identity.load-parties')
  return {
    id,
    kind: kind as PartyKind, // guarded by the constraint parties_kind_known
    grants: grants as string[],
    isSuspended: isSuspended === true,
    facts: {},
  }
}
