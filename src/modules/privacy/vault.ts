import { randomBytes } from 'node:crypto'
import { machineNow } from '#kernel/clock'
import type { Json } from '#kernel/commands'
import type { Database } from '#kernel/db'
import { notAllowed } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import type { ToOpen, ToSeal, Vault } from '#kernel/vault'
import { createKeyRing } from './keys.ts'
import { opened, partsOf, sealed, type SealingKey, sealingKeyOf } from './seal.ts'
import { mapTexts, textsIn } from './texts.ts'

export type VaultOptions = { db: Database; town: number; master: Buffer; now?: () => number }

/** The vault of one town. */
export function createVault({ db, town, master, now = machineNow }: VaultOptions): Vault {
  const ring = createKeyRing({ db, town, master, now })

  const sealOne = (key: SealingKey, { party, purpose, field = '', value }: ToSeal): string =>
    sealed(key, { town, party, purpose, field }, value)

  async function seal(items: readonly ToSeal[]): Promise<string[]> {
    const parties = [...new Set(items.map(({ party }) => party))]
    const keys = await keysBy(parties, true)
    return items.map((item) => {
      const key = keys.get(item.party)
      if (key === null || key === undefined) throw new Problem(notAllowed, { detail: 'This party has been erased.' })
      return sealOne(key, item)
    })
  }

  async function keysBy(
    parties: readonly string[],
    make: boolean,
  ): Promise<Map<string, SealingKey | null | undefined>> {
    const keys = await ring.keysOf(parties, make)
    return new Map(parties.map((party, index) => [party, keys[index]]))
  }

  async function open(items: readonly ToOpen[]): Promise<(Json | undefined)[]> {
    const parts = items.map(({ sealed: text }) => partsOf(text))
    const parties = [...new Set(parts.flatMap((one) => (one === undefined ? [] : [one.party])))]
    const keys = await keysBy(parties, false)
    return items.map(({ purpose }, index) => {
      const part = parts[index]
      const key = part === undefined ? undefined : keys.get(part.party)
      if (part === undefined || key === undefined) return undefined
      return key === null ? null : opened(key, { town, party: part.party, purpose, field: part.field }, part.payload)
    })
  }

  return {
    seal,
    open,
    openWithin: (items) => openWithin(open, items),
    sealForShow: (items) => {
      const key = sealingKeyOf(randomBytes(32))
      return items.map((item) => sealOne(key, item))
    },
    destroy: ring.destroy,
  }
}

async function openWithin<T extends Json>(
  open: Vault['open'],
  items: readonly { purpose: string; value: T }[],
): Promise<T[]> {
  const found = items.flatMap(({ purpose, value }) =>
    textsIn(value)
      .filter((text) => partsOf(text) !== undefined)
      .map((text) => ({ purpose, sealed: text })),
  )
  if (found.length === 0) return items.map(({ value }) => value)
  const values = await open(found)
  const known = new Map(found.map(({ purpose, sealed: text }, index) => [`${purpose} ${text}`, values[index]]))
  return items.map(({ purpose, value }) => {
    const plain = (text: string): Json => {
      const one = known.get(`${purpose} ${text}`)
      return one === undefined ? text : one
    }
    return mapTexts(value, plain) as T // of the same shape, but for what was sealed
  })
}

/**
 * A value without what is sealed in it: null stands there, for those who may know the rest.
 *
 * @param owner whose seals stay
 */
export function withheld<T extends Json>(value: T, owner?: string): T {
  return mapTexts(value, (text) => {
    const party = partsOf(text)?.party
    return party === undefined || party === owner ? text : null
  }) as T // of the same shape, as above
}
