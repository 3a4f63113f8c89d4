/** How many units an experiment needs. */
import { normalQuantile, unitsPerVariant } from '#modules/learners'

export type PowerWanted = {
  /** Of a rate: its value now; of a mean: its value now, which changes nothing. */
  baseline: number
  /** Absolute change to be found. */
  effect: number
  /** Standard deviation of a unit's value; absent: a rate, which says it itself. */
  deviation?: number | undefined
  power: number
  level: number
  arms: number
  /** Share of variance that a covariate explains. */
  explained: number
  unitsPerDay?: number | undefined
}

export type Power = {
  /** For a look at the end alone. */
  unitsPerArmFixed: number
  /** For looks at any time: enough even at the last of them. */
  unitsPerArm: number
  units: number
  days: number | null
}

export function powerOf(wanted: PowerWanted): Power {
  const { arms, unitsPerDay } = wanted
  // As in the analysis: several arms share one chance of a false alarm.
  const level = 1 - (1 - wanted.level) / (arms - 1)
  const unitsPerArmFixed = Math.ceil(fixed(wanted, level) * (1 - wanted.explained))
  const unitsPerArm = always(wanted, level)
  const units = unitsPerArm * arms
  return { unitsPerArmFixed, unitsPerArm, units, days: unitsPerDay === undefined ? null : units / unitsPerDay }
}

function fixed({ baseline, effect, deviation, power }: PowerWanted, level: number): number {
  if (deviation === undefined) return unitsPerVariant({ from: baseline, to: baseline + effect }, { level, power })
  const reach = normalQuantile((1 + level) / 2) + normalQuantile(power)
  return 2 * ((reach * deviation) / effect) ** 2
}

/**
 * Units an arm with which the confidence sequence of `mixtureTest`, tau being the effect, leaves zero out with this
 * power at one look: effect less its reach must be `power`'s quantile of standard errors.
 */
function always(wanted: PowerWanted, level: number): number {
  const { effect, power } = wanted
  const tau = effect ** 2
  const isEnough = (n: number): boolean => {
    const v = varianceAt(wanted, n)
    const reach = Math.sqrt(((v * (v + tau)) / tau) * (2 * Math.log(1 / (1 - level)) + Math.log((v + tau) / v)))
    return Math.abs(effect) - reach >= normalQuantile(power) * Math.sqrt(v)
  }
  if (varianceAt(wanted, 1) === 0) return 2
  let high = 2
  while (!isEnough(high)) {
    high *= 2
    if (high > Number.MAX_SAFE_INTEGER) return Infinity
  }
  let low = high / 2
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}

/** Variance of the difference of two arms of n units. */
function varianceAt({ baseline, effect, deviation, explained }: PowerWanted, n: number): number {
  const to = baseline + effect
  const both = deviation === undefined ? baseline * (1 - baseline) + to * (1 - to) : 2 * deviation ** 2
  return (both * (1 - explained)) / n
}
