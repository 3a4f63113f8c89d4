import { createHmac } from 'node:crypto'
import type { JsonObject } from '#kernel/commands'
import type { FieldError } from '#kernel/problem'
import type { Manifest, Order, View } from '#modules/flows'
import { type Mandate, mandateKey } from '#modules/ledger'
import { type Books, isPossible, type Keys, noKeys } from './books.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'

/** What every decision of the engine sees: the view of transitions, and the catalogue for commands of its own. */
export type EngineView = View & {
  readonly catalogue: Catalogue
  /** Whether an account has been written to before. */
  readonly hasAccount: (account: string) => boolean
  /** What is wrong with the attributes of an offer of a business; `undefined` when there is no such business. */
  readonly offerErrors: (business: string, attributes: JsonObject) => readonly FieldError[] | undefined
  /** The grant that a seller of a business must have. */
  readonly sellerGrant: (business: string) => string | undefined
}

type ViewOptions = { now: number; catalogue: Catalogue; codeSecret: Buffer }

/** Thrown by a view that was asked for what nobody has loaded: the command waits for the next batch. */
export class KeyMissing {
  readonly keys: Keys

  constructor(keys: Keys) {
    this.keys = keys
  }
}

/** The books as they stand. */
export function createView(books: Books, options: ViewOptions): EngineView {
  return {
    ...shared(options),
    order: (id) => openedById(books.orders, id, (keys) => keys.orders.add(id)),
    offer: (id) => openedById(books.offers, id, (keys) => keys.offers.add(id)),
    party: (id) => {
      books.asked.add(id)
      return openedById(books.parties, id, (keys) => keys.parties.add(id))
    },
    available: (cell) => {
      const found = opened(books.cells, cell, (keys) => keys.cells.add(cell))!
      return found.version === 0 && !books.changed.cells.has(cell) ? undefined : found.available
    },
    spendable: (account) => {
      const { balance, floor } = opened(books.accounts, account, (keys) => keys.accounts.add(account))!
      return Math.min(balance - floor, Number.MAX_SAFE_INTEGER)
    },
    hasAccount: (account) => {
      const { version } = opened(books.accounts, account, (keys) => keys.accounts.add(account))!
      return version > 0 || books.changed.accounts.has(account)
    },
    mandate: (wanted) => {
      const key = mandateKey(wanted)
      return opened(books.mandates, key, (keys) => keys.mandates.set(key, wanted))
    },
  }
}

/** What stands on a page. @throws {KeyMissing} when nobody has looked for it yet */
function opened<V>(map: ReadonlyMap<string, V>, key: string, note: (keys: Keys) => void): V | undefined {
  const value = map.get(key)
  if (value !== undefined || map.has(key)) return value
  const keys = noKeys()
  note(keys)
  // oxlint-disable-next-line typescript/only-throw-error -- a signal inside the engine; a stack trace would only cost
  throw new KeyMissing(keys)
}

/** The same for ids that clients and manifests name: what is no UUID names nothing and must not reach the wire. */
function openedById<V>(map: ReadonlyMap<string, V>, id: string, note: (keys: Keys) => void): V | undefined {
  return map.has(id) || isPossible(id) ? opened(map, id, note) : undefined
}

/** More than anybody asks for, and far from the safe integers when added to something. */
const enoughCells = 2 ** 40
const enoughMinor = 2 ** 50

/** A look ahead: what a decision would read if there were enough of everything. */
export type Probe = {
  view: EngineView
  keys: Keys
  /** Orders as the commands before in the batch would leave them. */
  ahead: Map<string, Order>
  /** True when an order, offer or party was asked for that is not open, so that the decision may have gone astray. */
  isAstray: boolean
}

/**
 * A view that notes every key. Counts and balances are `enough` (or none, when `cells` says so); orders, offers and
 * parties cannot be made up, so their absence is noted and the command is looked at again when they are loaded.
 */
export function createProbe(books: Books, options: ViewOptions, cells: 'enough' | 'none' = 'enough'): Probe {
  const keys = noKeys()
  const probe: Probe = { view: undefined as unknown as EngineView, keys, ahead: new Map(), isAstray: false }
  const look = <V>(map: ReadonlyMap<string, V>, wanted: Set<string>, id: string): V | undefined => {
    const value = map.get(id)
    if (value !== undefined || map.has(id) || !isPossible(id)) return value
    wanted.add(id)
    probe.isAstray = true
    return undefined
  }
  probe.view = {
    ...shared(options),
    order: (id) => probe.ahead.get(id) ?? look(books.orders, keys.orders, id),
    offer: (id) => look(books.offers, keys.offers, id),
    party: (id) => look(books.parties, keys.parties, id),
    available: (cell) => {
      keys.cells.add(cell)
      return cells === 'enough' ? enoughCells : 0
    },
    spendable: (account) => {
      keys.accounts.add(account)
      return enoughMinor
    },
    // An account that is open tells whether there is one, and what a stranger leads to is foreseen too.
    hasAccount: (account) => {
      keys.accounts.add(account)
      return books.accounts.get(account)?.version !== 0 || books.changed.accounts.has(account)
    },
    mandate: (wanted): Mandate => {
      keys.mandates.set(mandateKey(wanted), wanted)
      return { ...wanted, limitMinor: enoughMinor, expiresAt: null, isActive: true }
    },
  }
  return probe
}

function shared({
  now,
  catalogue,
  codeSecret,
}: ViewOptions): Pick<EngineView, 'now' | 'rates' | 'code' | 'catalogue' | 'offerErrors' | 'sellerGrant'> {
  return {
    now,
    catalogue,
    offerErrors: (business, attributes) => catalogue.newest(business)?.checkOffer(attributes),
    sellerGrant: (business) => sellerGrantOf(catalogue.newest(business)?.manifest),
    rates: (business) => catalogue.rates(business, now),
    code: (orderId, name) => codeOf(codeSecret, orderId, name),
  }
}

/** What the role asks for that is bound to whoever offers. */
function sellerGrantOf(manifest: Manifest | undefined): string | undefined {
  return Object.values(manifest?.roles ?? {}).find(({ bind }) => bind === 'offer.seller')?.grant
}

/** Six digits that follow from the town's secret: they need no row, and nobody can guess those of another order. */
export function codeOf(secret: Buffer, orderId: string, name: string): string {
  const digest = createHmac('sha256', secret).update(`${orderId}/${name}`).digest()
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}
