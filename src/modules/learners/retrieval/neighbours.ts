import { requireAllFinite, requireInteger } from '../base/guards.ts'
import { TopList } from '../base/top-list.ts'

/** Directions to compare: `size` unit vectors of `dimensions` numbers, or zeros. */
export type UnitVectors = { size: number; dimensions: number; values: Float32Array }

/** A vector's place and how alike it points: the cosine, −1 … 1. */
export type Neighbour = { place: number; cosine: number }

/** Scales vectors to length 1; a vector of zeros stays, and is like nothing. */
export function unitVectors(values: ArrayLike<number>, dimensions: number): UnitVectors {
  requireInteger(dimensions, 1, 'dimensions')
  requireAllFinite(values, 'vector values')
  if (values.length % dimensions !== 0) {
    throw new RangeError(`${values.length} numbers do not make vectors of ${dimensions}`)
  }
  const scaled = Float32Array.from(values)
  for (let at = 0; at < scaled.length; at += dimensions) {
    let square = 0
    for (let i = at; i < at + dimensions; i += 1) square += values[i]! * values[i]!
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0
    for (let i = at; i < at + dimensions; i += 1) scaled[i] = values[i]! * scale
  }
  return { size: values.length / dimensions, dimensions, values: scaled }
}

/**
 * The vectors that point most alike, by comparing with all: exact, and quick enough up to some hundred thousand
 * (`npm run bench -- learners` prints the time).
 *
 * @param direction any length
 * @param count how many at most; vectors of zeros are never among them
 */
export function nearestVectors(vectors: UnitVectors, direction: ArrayLike<number>, count: number): Neighbour[] {
  const { size, dimensions, values } = vectors
  if (direction.length !== dimensions) {
    throw new RangeError(`the direction must have ${dimensions} numbers, got ${direction.length}`)
  }
  const unit = unitVectors(direction, dimensions).values
  const top = new TopList(count)
  if (unit.every((value) => value === 0)) return []
  for (let place = 0; place < size; place += 1) {
    const at = place * dimensions
    let cosine = 0
    for (let i = 0; i < dimensions; i += 1) cosine += values[at + i]! * unit[i]!
    if (cosine !== 0) top.push(place, cosine)
  }
  return top.sorted().map(({ key, score }) => ({ place: key, cosine: score }))
}
