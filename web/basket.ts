import { useSyncExternalStore } from 'react'

/** What is to be bought, kept in this browser until it is. */
export type BasketLine = {
  readonly offerId: string
  readonly qty: number
  /** The line's options, as the form of its business asked for them. */
  readonly options?: Readonly<Record<string, unknown>>
}

const key = 'lakeside.basket'
/** As many as one list of commands may hold. */
const linesMax = 200
const none: readonly BasketLine[] = []
const listeners = new Set<() => void>()
let current: readonly BasketLine[] | undefined

function read(): readonly BasketLine[] {
  current ??= JSON.parse(localStorage.getItem(key) ?? '[]') as readonly BasketLine[] // written below, nowhere else
  return current
}

function write(lines: readonly BasketLine[]): void {
  current = lines
  localStorage.setItem(key, JSON.stringify(lines))
  for (const listener of listeners) listener()
}

/** Puts so many more of an offer into the basket. */
export function addToBasket(offerId: string, qty: number): void {
  const lines = read()
  const isThere = lines.some((line) => line.offerId === offerId)
  write(
    isThere
      ? lines.map((line) => (line.offerId === offerId ? { ...line, qty: line.qty + qty } : line))
      : [...lines, { offerId, qty }].slice(-linesMax),
  )
}

/** Sets how many; none takes the line out. */
export function setInBasket(offerId: string, qty: number): void {
  const lines = read()
  write(
    qty <= 0
      ? lines.filter((line) => line.offerId !== offerId)
      : lines.map((line) => (line.offerId === offerId ? { ...line, qty } : line)),
  )
}

/** Puts lines back as they were. */
export function restoreBasket(lines: readonly BasketLine[]): void {
  write(lines)
}

/** Takes out what has been bought. */
export function emptyBasket(offerIds: ReadonlySet<string>): void {
  write(read().filter(({ offerId }) => !offerIds.has(offerId)))
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key !== key) return
    current = undefined // changed in another tab
    listener()
  }
  listeners.add(listener)
  addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', onStorage)
  }
}

/** The basket; empty while the page is taken over from the server. */
export function useBasket(): readonly BasketLine[] {
  return useSyncExternalStore(subscribe, read, () => none)
}
