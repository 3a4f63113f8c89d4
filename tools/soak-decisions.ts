/**
 * Whether estimates from the log tell the truth: a policy A decides, what comes of it is drawn from a hidden truth, and
 * a policy B that never decided is judged by the log alone. Over two hundred seeded runs B's true value must lie in its
 * 95 % interval at least 180 times, and the intervals must be narrow enough to be of use. The same in a world in which
 * no choice makes any difference: there the estimate must find none.
 */
import { seededRandom } from '#modules/learners'
import { choose } from '../src/modules/decisions/core/choosing.ts'
import { createPoint, type Point } from '../src/modules/decisions/core/point.ts'
import { createPolicy, type Policy } from '../src/modules/decisions/core/policy.ts'
import {
  chanceToStay,
  greetingPoint,
  greetingPolicy,
  greetings as options,
  meanOfVisitors,
  surerPolicy,
  type Visitor,
} from '../src/modules/decisions/greeting.fixtures.ts'
import type { Logged } from '../src/modules/decisions/learning/log.ts'
import { estimate } from '../src/modules/decisions/learning/replay.ts'

/** The hidden truth: the chance that a visitor stays. */
type World = { name: string; chance: (option: string, visitor: Visitor) => number }

const worlds: readonly World[] = [
  {
    name: 'choices matter',
    chance: chanceToStay,
  },
  { name: 'nothing matters', chance: () => 0.4 },
]

/** Decisions of a run: an afternoon of a busy page. */
const decisions = 2_000
const runs = 200
/** Of 200 intervals of 95 % ten are missed by chance, and more than twenty once in some hundred such soaks. */
const withinMin = 180
const widthMax = 0.25

/** B's value by what it really does, over a grid of visitors: nothing of the estimate is used. */
function truthOf(point: Point, policy: Policy, { chance }: World): number {
  return meanOfVisitors((visitor) => {
    const { options: all } = choose(point, policy, { context: visitor, options, seed: 'truth' })
    return all.reduce((sum, { id, p }) => sum + p * chance(id, visitor), 0)
  })
}

function logOf(point: Point, policy: Policy, { world, seed }: { world: World; seed: string }): Logged[] {
  const random = seededRandom(seed)
  return Array.from({ length: decisions }, (_, index) => {
    const context = { age: random.uniform(), isNew: random.uniform() < 0.5 }
    const id = `${seed}/${index}`
    const { chosen, conditional, pChosen } = choose(point, policy, { context, options, seed: id })
    const value = random.uniform() < world.chance(chosen[0]!, context) ? 1 : 0
    return { id, chosen, conditional, pChosen, value, context, options, length: 1, override: null }
  })
}

/** One world, all runs. @returns whether it did well */
function soakWorld(world: World): boolean {
  const point = createPoint({ ...greetingPoint, name: 'greeting' }, 1)
  const [a, b] = [greetingPolicy, surerPolicy].map((spec, index) =>
    createPolicy(point, { name: 'ab'[index]!, version: 1, spec }),
  )
  const [own, truth] = [truthOf(point, a!, world), truthOf(point, b!, world)]
  let [within, width, bias, better] = [0, 0, 0, 0]
  for (let run = 0; run < runs; run++) {
    const { value, low, high, loggedValue } = estimate(point, b!, logOf(point, a!, { world, seed: `soak-${run}` }))
    if (low <= truth && truth <= high) within += 1
    if (low > loggedValue) better += 1
    width += (high - low) / truth / runs
    bias += (value - truth) / runs
  }
  const figure = (value: number): string => value.toFixed(4)
  console.log(`\n${world.name}: ${runs} runs of ${decisions} decisions, doubly robust`)
  console.log(`true value of A      ${figure(own)}`)
  console.log(`true value of B      ${figure(truth)}`)
  console.log(`mean error           ${figure(bias)}`)
  console.log(`within the interval  ${within} of ${runs}, at least ${withinMin}`)
  console.log(`mean width           ${(100 * width).toFixed(1)} % of the value, at most ${100 * widthMax} %`)
  console.log(`said to be better    ${better} of ${runs}`)
  const isAsItIs = world.name === 'nothing matters' ? better <= runs * 0.05 : better >= runs / 2
  return within >= withinMin && width <= widthMax && isAsItIs
}

/** All worlds. @returns how many did not do well */
export function soakDecisions(): number {
  const failed = worlds.filter((world) => !soakWorld(world))
  console.log(
    failed.length === 0 ? '\nestimates tell the truth' : `\nFAULT in: ${failed.map(({ name }) => name).join(', ')}`,
  )
  return failed.length
}
