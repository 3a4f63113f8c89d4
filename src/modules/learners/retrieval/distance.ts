import { requireBetween } from '../base/guards.ts'

/** A place on the earth, degrees. */
export type Place = { latitude: number; longitude: number }

/** Mean radius of the earth, km (IUGG). */
const radiusKm = 6_371.0088
const radians = Math.PI / 180

/** @throws {RangeError} naming what is out of range */
export function requirePlace({ latitude, longitude }: Place): Place {
  requireBetween(latitude, [-90, 90], 'latitude')
  requireBetween(longitude, [-180, 180], 'longitude')
  return { latitude, longitude }
}

/**
 * Great-circle distance, km; NaN when a coordinate is. Exact to 0.5 %, because the earth is no sphere.
 * Source: Sinnott (1984), "Virtues of the haversine", Sky and Telescope 68, 159.
 */
export function kmBetween(one: Place, other: Place): number {
  const [a, b] = [one.latitude * radians, other.latitude * radians]
  const [dLatitude, dLongitude] = [b - a, (other.longitude - one.longitude) * radians]
  const haversine = Math.sin(dLatitude / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(dLongitude / 2) ** 2
  return 2 * radiusKm * Math.asin(Math.min(1, Math.sqrt(haversine)))
}

/** Degrees of latitude and longitude that a circle reaches to each side; 180 of longitude where it holds a pole. */
export function boxAround({ latitude }: Place, km: number): Place {
  const angle = km / radiusKm
  const beside = Math.sin(angle) / Math.cos(latitude * radians)
  const holdsPole = angle >= Math.PI / 2 || Math.abs(latitude) * radians + angle >= Math.PI / 2
  return { latitude: angle / radians, longitude: holdsPole ? 180 : Math.asin(beside) / radians }
}

/** Whether places lie in a circle; the box around it is asked first, which costs a hundredth. */
export function insideCircle(around: Place, km: number): (latitude: number, longitude: number) => boolean {
  requireBetween(km, [0, 40_000], 'withinKm')
  const box = boxAround(around, km)
  // Rounding must not leave out what lies on the edge.
  const [up, beside] = [box.latitude + 1e-9, box.longitude + 1e-9]
  return (latitude, longitude) => {
    if (!(Math.abs(latitude - around.latitude) <= up)) return false
    const apart = Math.abs(longitude - around.longitude)
    if (!(Math.min(apart, 360 - apart) <= beside)) return false
    return kmBetween(around, { latitude, longitude }) <= km
  }
}
