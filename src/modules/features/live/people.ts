import { machineNow } from '#kernel/clock'
import type { Database } from '#kernel/db'
import type { Vault } from '#kernel/vault'
import { loadConsents } from '#modules/identity'
import { createPseudonyms } from '#modules/interactions'
import { type Feature, fromsOf } from '../declaring.ts'
import type { Allowed } from './reading.ts'

/** Who stands behind parties: their pseudonyms in the stream, and what they agree to. */
export type People = {
  /** What may be read of these parties; of others what needs nobody's consent and no pseudonym. */
  allowed: (parties: readonly string[]) => Promise<Allowed>
  /** Everything that is held of a party, for the operator who answers for it and for the party's own export. */
  everything: (party: string) => Promise<Allowed>
}

export function createPeople({ db, town, vault }: { db: Database; town: number; vault: Vault }): People {
  const pseudonyms = createPseudonyms(vault, machineNow)
  return {
    allowed: async (parties) => {
      if (parties.length === 0) return withoutPeople
      const [names, consents] = await Promise.all([pseudonyms.of(parties), loadConsents(db, town, parties)])
      return (feature, key) => {
        if (feature.of !== 'party') return key
        const isAgreed = feature.purpose === 'service' || consents.get(key)?.has(feature.purpose!) === true
        return isAgreed ? nameOf(feature, key, names) : undefined
      }
    },
    everything: async (party) => {
      const names = await pseudonyms.of([party])
      return (feature, key) => nameOf(feature, key, names)
    },
  }
}

/** In the stream a party has its pseudonym, elsewhere its id. */
function nameOf(feature: Feature, key: string, names: ReadonlyMap<string, string>): string | undefined {
  if (feature.of !== 'party') return key
  return isOfStream(feature) ? names.get(key) : key
}

function isOfStream(feature: Feature): boolean {
  return fromsOf(feature).some(({ source }) => source === 'interactions')
}

/** Without asking anybody: what is of no party, and what the service itself needs of one. */
export const withoutPeople: Allowed = (feature, key) => {
  if (feature.of !== 'party') return key
  return feature.purpose === 'service' && !isOfStream(feature) ? key : undefined
}
