import { machineNow } from '#kernel/clock'
import type { Json } from '#kernel/commands'
import { namedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { createShortMemory } from './short-memory.ts'

/**
 * Who a person is in the stream: a pseudonym that only the person's own key makes. Nothing in the database leads from
 * it to the person, so the stream by itself is anonymous; whoever starts from the person finds their events as long as
 * the key is there. Destroying the key forgets the person here without touching a row.
 */
export type Pseudonyms = {
  /** The pseudonyms of those who have not been erased. */
  of: (parties: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

const purpose = 'interactions'

/** Pseudonyms under the keys of a vault. A key destroyed in another process makes none after a second. */
export function createPseudonyms(vault: Vault, now: () => number = machineNow): Pseudonyms {
  const make = async (parties: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const seals = await sealedOrErased(vault, parties)
    return new Map(seals.flatMap(([party, seal]) => (seal === null ? [] : [[party, namedId(`${purpose}/${seal}`)]])))
  }
  return { of: createShortMemory(make, { now }) }
}

/** The same words under each person's key; null for the erased. */
async function sealedOrErased(vault: Vault, parties: readonly string[]): Promise<[string, string | null][]> {
  const item = (party: string) => ({ party, purpose, field: '/person', value: null })
  try {
    const texts = await vault.seal(parties.map(item))
    return parties.map((party, index) => [party, texts[index] ?? null])
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (parties.length === 1) return [[parties[0]!, null]]
    // Somebody among them has been erased, which is rare: each is asked for alone.
    return (await Promise.all(parties.map((party) => sealedOrErased(vault, [party])))).flat()
  }
}

/** A sealed text names its party; in the stream this stands in its place. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Seals the personal fields of events, without the name of the person. */
export async function sealFields(
  vault: Vault,
  items: readonly { party: string; type: string; fields: Readonly<Record<string, unknown>> }[],
): Promise<string[]> {
  const cut = items.flatMap(({ party, type, fields }, item) =>
    Object.entries(fields).map(([name, value]) => ({ item, name, party, type, value: value as Json })),
  )
  const texts = await vault.seal(
    cut.map(({ party, type, name, value }) => ({ party, purpose: purposeOf(type), field: `/${name}`, value })),
  )
  const sealed = items.map((): Record<string, string> => ({}))
  for (const [index, { item, name, party }] of cut.entries()) {
    sealed[item]![name] = texts[index]!.replace(party, nobody)
  }
  return sealed.map((fields) => JSON.stringify(fields))
}

/** Opens the personal fields of events that are known to be of a party; null for the erased. */
export async function openFields(
  vault: Vault,
  party: string,
  items: readonly { type: string; personal: Readonly<Record<string, string>> | null }[],
): Promise<Record<string, Json | undefined>[]> {
  const cut = items.flatMap(({ type, personal }, item) =>
    Object.entries(personal ?? {}).map(([name, text]) => ({ item, name, type, text })),
  )
  const values = await vault.open(
    cut.map(({ type, text }) => ({ purpose: purposeOf(type), sealed: text.replace(nobody, party) })),
  )
  const opened = items.map((): Record<string, Json | undefined> => ({}))
  for (const [index, { item, name }] of cut.entries()) opened[item]![name] = values[index]
  return opened
}

function purposeOf(type: string): string {
  return `${purpose}/${type}`
}
