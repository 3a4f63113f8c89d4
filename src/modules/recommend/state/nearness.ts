/** A place on the earth, degrees. */
export type Spot = { latitude: number; longitude: number }

/**
 * Steps to which places of visitors are rounded before anything is reckoned with them, degrees: squares of about a
 * kilometre. Which doorstep somebody stands on says nothing of what is near.
 */
const step = 0.01
/** What is so far away is half as near, km. */
const halfKm = 2.5
/** Cells by which what is near is found, degrees: 4.4 km from south to north. */
const cellStep = 0.04

/** A place as coarse as it is reckoned with. */
export function coarse({ latitude, longitude }: Spot): Spot {
  return { latitude: rounded(latitude), longitude: rounded(longitude) }
}

function rounded(degrees: number): number {
  return Number((Math.round(degrees / step) * step).toFixed(2))
}

/** 1 for what is at hand, falling to 0 with the distance. */
export function nearness(km: number): number {
  return 2 ** (-km / halfKm)
}

/** The cell that a place lies in. */
export function cellOf({ latitude, longitude }: Spot): string {
  return `${Math.floor(latitude / cellStep)},${Math.floor(longitude / cellStep)}`
}

/** Cells in which something near may lie: that of the place, and those around it. */
export function cellsAround({ latitude, longitude }: Spot): string[] {
  const sides = [-1, 0, 1]
  return sides.flatMap((north) =>
    sides.map((east) => cellOf({ latitude: latitude + north * cellStep, longitude: longitude + east * cellStep })),
  )
}
