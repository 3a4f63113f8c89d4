/**
 * Whether guards of loops leave alone what is well and see what has turned: worlds of two weeks, looked at after every
 * ten minutes, as the town does. In three of them nothing is wrong, or nothing that is not tolerated; in the fourth
 * people change their minds after a week. Printed are false alarms, and how long a change went unseen.
 */
import { type Random, seededRandom } from '#modules/learners'
import type { GuardMetric } from '../src/modules/decisions/core/point.ts'
import { bucketMs } from '../src/modules/decisions/counting/tally.ts'
import { judge, type Slice } from '../src/modules/decisions/loops/guarding.ts'

const guard: GuardMetric = { metric: 'clicked', better: 'higher', tolerated: 0.05, least: 100, windowMs: bucketMs }
const buckets = 14 * 144
const turnsAt = buckets / 2
const visitors = 30

/** The chance that somebody clicks, by bucket. */
type World = { name: string; isBad: boolean; chance: (bucket: number, random: Random) => number }

const worlds: readonly World[] = [
  { name: 'calm', isBad: false, chance: () => 0.3 },
  { name: 'restless', isBad: false, chance: (_, random) => 0.2 + 0.2 * random.uniform() },
  { name: 'tolerated', isBad: false, chance: (bucket) => (bucket < turnsAt ? 0.3 : 0.27) },
  { name: 'turned', isBad: true, chance: (bucket) => (bucket < turnsAt ? 0.5 : 0.2) },
]

function slicesOf({ name, chance }: World, seed: number): Slice[] {
  const random = seededRandom(`${name}/${seed}`)
  return Array.from({ length: buckets }, (_, bucket) => {
    const p = chance(bucket, random)
    let sum = 0
    for (let i = 0; i < visitors; i++) if (random.uniform() < p) sum += 1
    return { at: bucket * bucketMs, count: visitors, sum, squares: sum }
  })
}

/** A week of the past, as the watch reads it. */
const past = 7 * 144

/** The bucket after which the guard says bad, or undefined. */
function firstBad(slices: readonly Slice[]): number | undefined {
  for (let end = 1; end <= slices.length; end++) {
    const seen = slices.slice(Math.max(0, end - past), end)
    if (judge({ guard, slices: seen, others: [], isCanary: false }).state === 'bad') return end - 1
  }
  return undefined
}

/** Prints a line a world; answers 0 when no guard cried wolf and each saw what had turned. */
export function soakLoops(isShort: boolean): number {
  const seeds = isShort ? 3 : 20
  let faults = 0
  for (const world of worlds) {
    const found = Array.from({ length: seeds }, (_, seed) => firstBad(slicesOf(world, seed)))
    const early = found.filter((bucket) => bucket !== undefined && (!world.isBad || bucket < turnsAt)).length
    const unseen = world.isBad ? found.filter((bucket) => bucket === undefined).length : 0
    const delays = found.flatMap((bucket) => (world.isBad && bucket !== undefined ? [(bucket - turnsAt) * 10] : []))
    const delay = delays.length === 0 ? '' : ` seen after ${Math.min(...delays)} to ${Math.max(...delays)} minutes`
    console.log(`${world.name.padEnd(10)} false alarms ${early}/${seeds}, unseen ${unseen}/${seeds}${delay}`)
    faults += early + unseen
  }
  return faults === 0 ? 0 : 1
}
