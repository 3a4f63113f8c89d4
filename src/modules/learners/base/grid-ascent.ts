import { requireFinite, requireInteger, requireSome } from './guards.ts'

/** A point of a grid: one number a setting. */
export type Settings<Name extends string> = Readonly<Record<Name, number>>

/** What to search. */
export type GridSearch<Name extends string> = {
  /** The values to try of each setting, in the order in which the settings are to be improved. */
  grid: Readonly<Record<Name, readonly number[]>>
  start: Settings<Name>
  /** The figure of merit on training data; higher is better. */
  value(settings: Settings<Name>): number
  /** Rounds over all settings; 3 when left out. */
  rounds?: number
  /** A gain of less than this is taken for noise and left alone; 0 when left out. */
  leastGain?: number
}

/**
 * Improves one setting after another until a round changes nothing: a maximum that no single change betters.
 * Source: Metzler and Croft (2007), "Linear feature-based models for information retrieval", coordinate ascent, which
 * suits figures of merit that jump, such as nDCG, and few judgements.
 */
export function gridAscent<Name extends string>(search: GridSearch<Name>): { settings: Settings<Name>; value: number } {
  const names = Object.keys(search.grid) as Name[] // the grid's keys are the names
  const leastGain = search.leastGain ?? 0
  let best = search.start
  let value = requireFinite(search.value(best), 'the value of the start')
  for (let round = 0; round < requireInteger(search.rounds ?? 3, 1, 'rounds'); round += 1) {
    const before = best
    for (const name of names) {
      for (const candidate of requireSome(search.grid[name], `grid.${name}`)) {
        if (candidate === best[name]) continue
        const changed = { ...best, [name]: candidate }
        const found = requireFinite(search.value(changed), `the value of ${JSON.stringify(changed)}`)
        if (found <= value + leastGain) continue
        best = changed
        value = found
      }
    }
    if (before === best) break
  }
  return { settings: best, value }
}
