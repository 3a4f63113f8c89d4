/**
 * Which arm a unit meets: a pure function of names. Three hashes, each with a salt of its own, so that none says
 * anything about another: the place in the layer (whose experiment this unit belongs to), the turn in the ramp (whether
 * it takes part already), and the arm. Since the arm does not depend on the ramp, nobody changes arms as it rises.
 *
 * Source of layers: Tang, Agarwal, O'Brien and Meyer, "Overlapping experiment infrastructure" (2010).
 */
import { hash } from 'node:crypto'
import { activeStates, type Live, type Slots } from './experiment.ts'
import { type Attributes, holdsAll } from './targeting.ts'

/** Places of a layer. */
export const slotsOfLayer = 10_000

/** A number in [0, 1) that depends on the text alone: 48 bits of SHA-256. */
export function fractionOf(text: string): number {
  return hash('sha256', text, 'buffer').readUIntBE(0, 6) / 2 ** 48
}

/** Why a unit takes no part. */
export type Outside = 'not-running' | 'no-unit' | 'not-eligible' | 'elsewhere' | 'not-ramped' | 'washout'

export type Assigned = {
  arm: string
  /** Probability of this arm for a unit that takes part. */
  p: number
  unit: string
  epoch: number
}

/** Who is to be assigned. */
export type Asked = {
  /** Of a switchback none is needed. */
  unit: string | undefined
  attributes: Attributes
  /** Town time, ms. */
  at: number
}

/** The arm of a unit, or why it has none. */
export function assign(live: Live, { unit: given, attributes, at }: Asked): Assigned | Outside {
  const { declaration, salt, slots, rampBps, epoch } = live
  if (!activeStates.includes(live.state)) return 'not-running'
  const unit = declaration.unit === 'block' ? blockOf(live, at).unit : given
  if (unit === undefined || unit === '') return 'no-unit'
  if (!holdsAll(declaration.eligibility, attributes)) return 'not-eligible'
  if (!isWithin(slots, slotOf(declaration.layer, unit))) return 'elsewhere'
  if (fractionOf(`ramp/${salt}/${unit}`) * 10_000 >= rampBps) return 'not-ramped'
  const index = armAt(live.shares, fractionOf(`arm/${salt}/${unit}`))
  return { arm: declaration.arms[index]!.name, p: live.shares[index]!, unit, epoch }
}

/** The place of a unit in a layer. */
export function slotOf(layer: string, unit: string): number {
  return Math.floor(fractionOf(`layer/${layer}/${unit}`) * slotsOfLayer)
}

function isWithin(slots: Slots, slot: number): boolean {
  return slots.some(([from, behind]) => slot >= from && slot < behind)
}

function armAt(shares: readonly number[], fraction: number): number {
  let sum = 0
  for (let index = 0; index < shares.length - 1; index++) {
    sum += shares[index]!
    if (fraction < sum) return index
  }
  return shares.length - 1
}

/** The block of a switchback in which an instant lies, and whether it counts. */
export function blockOf(
  { declaration: { block }, startedAt }: Pick<Live, 'declaration' | 'startedAt'>,
  at: number,
): { unit: string; isWashout: boolean } {
  if (block === undefined) throw new Error('a switchback has blocks')
  const index = Math.floor((at - startedAt) / block.lengthMs)
  return { unit: `block-${index}`, isWashout: at - startedAt - index * block.lengthMs < block.washoutMs }
}

/** Slots of a layer that nobody holds, up to so many, the first first; undefined when there are not enough. */
export function freeSlots(held: readonly Slots[], wanted: number): Slots | undefined {
  const taken = held.flat().toSorted(([one], [other]) => one - other)
  const free: (readonly [number, number])[] = []
  let left = wanted
  let from = 0
  for (const [start, behind] of [...taken, [slotsOfLayer, slotsOfLayer] as const]) {
    const length = Math.min(left, start - from)
    if (length > 0) free.push([from, from + length])
    left -= Math.max(0, length)
    from = Math.max(from, behind)
    if (left === 0) return free
  }
  return undefined
}
