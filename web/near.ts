import { useSyncExternalStore } from 'react'

/**
 * Where one stands, once one has pressed "Near me": kept by this tab of the browser, rounded to about 100 m, and sent
 * with searches that ask for what is near. It is in no address, so that a link that is passed on tells nobody.
 */
export type Spot = { readonly latitude: number; readonly longitude: number }

const key = 'lakeside.near'
const listeners = new Set<() => void>()
let known: { text: string | null; spot: Spot | undefined } = { text: null, spot: undefined }

function read(): Spot | undefined {
  const text = sessionStorage.getItem(key)
  if (text !== known.text) known = { text, spot: spotIn(text) }
  return known.spot
}

function spotIn(text: string | null): Spot | undefined {
  const [latitude = Number.NaN, longitude = Number.NaN] = text?.split(',').map(Number) ?? []
  return Number.isNaN(latitude + longitude) ? undefined : { latitude, longitude }
}

/** Where this visitor stands, when that was said. */
export function useNear(): Spot | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read,
    () => undefined,
  )
}

/** The spot as the API takes it. */
export function nearText({ latitude, longitude }: Spot): string {
  return `${latitude},${longitude}`
}

/** The same for pages that only want to know the part of town: to a hundredth of a degree, about a kilometre. */
export function coarseText({ latitude, longitude }: Spot): string {
  return `${latitude.toFixed(2)},${longitude.toFixed(2)}`
}

/** Asks the browser, which asks the person. @returns undefined when it is not told */
export async function askWhere(digits = 3): Promise<Spot | undefined> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(undefined)
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) =>
        resolve({ latitude: Number(latitude.toFixed(digits)), longitude: Number(longitude.toFixed(digits)) }),
      () => resolve(undefined),
      { timeout: 10_000, maximumAge: 300_000 },
    )
  })
}

/** Remembers where one stands until the tab is closed; undefined forgets it. */
export function standAt(spot: Spot | undefined): void {
  if (spot === undefined) sessionStorage.removeItem(key)
  else sessionStorage.setItem(key, nearText(spot))
  for (const listener of listeners) listener()
}

const radians = Math.PI / 180

/** Metres between two spots, by the haversine. */
export function metresBetween(one: Spot, other: Spot): number {
  const [a, b] = [one.latitude * radians, other.latitude * radians]
  const beside = Math.sin(((other.longitude - one.longitude) * radians) / 2) ** 2
  const share = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * beside
  return 12_742_018 * Math.asin(Math.min(1, Math.sqrt(share)))
}
