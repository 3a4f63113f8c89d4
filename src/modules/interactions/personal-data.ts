import { machineNow } from '#kernel/clock'
import type { JsonObject } from '#kernel/commands'
import { type Database, sql, type Tx } from '#kernel/db'
import { rfc3339 } from '#kernel/http-pages'
import type { Context } from '#kernel/module'
import type { PersonalData } from '#kernel/personal-data'
import type { Vault } from '#kernel/vault'
import { createPseudonyms, openFields } from './pseudonyms.ts'
import { type Interaction, pageSize } from './stream.ts'

/**
 * What a person did, found by the pseudonym that only their key makes. Forgetting is the end of the key: the stream
 * keeps its counts and loses the person.
 */
export function interactionsPersonalData({ db, town, vault }: Context): PersonalData {
  return {
    sections: { interactions: (party) => interactionsOf({ db, town: town.id, vault }, party) },
    erase: (tx, party) => forgetQuarantined(tx, town.id, party),
  }
}

async function* interactionsOf(
  { db, town, vault }: { db: Database; town: number; vault: Vault },
  party: string,
): AsyncGenerator<JsonObject> {
  const person = (await createPseudonyms(vault, machineNow).of([party])).get(party)
  if (person === undefined) return
  for (let after = 0; ;) {
    const page = await pageOfPerson(db, town, { person, after })
    const personal = await openFields(vault, party, page)
    for (const [index, { id, type, version, subject, session, at, data }] of page.entries()) {
      yield { id, type, version, subject, session, at: rfc3339(at), data: { ...data, ...definedOf(personal[index]!) } }
    }
    const last = page.at(-1)
    if (last === undefined) return
    after = last.pos
  }
}

function definedOf(fields: Awaited<ReturnType<typeof openFields>>[number]): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** An export is rare: it reads the stream once rather than have every event pay for an index. */
async function pageOfPerson(
  db: Database,
  town: number,
  { person, after }: { person: string; after: number },
): Promise<Interaction[]> {
  const { rows } = await sql<Interaction>`
    select id, pos, type, version, subject, person, at, received_at, session, data, personal
    from interactions.events where town = ${town} and pos > ${after} and person = ${person}
    order by pos limit ${pageSize}`.execute(db)
  return rows
}

async function forgetQuarantined(tx: Tx, town: number, party: string): Promise<void> {
  await sql`delete from interactions.quarantine where town = ${town} and sender = ${party}`.execute(tx)
}
