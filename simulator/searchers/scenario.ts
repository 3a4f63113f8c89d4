import { setTimeout as sleep } from 'node:timers/promises'
import type { Check, Scenario, ScenarioClient } from '../../src/kernel/scenario.ts'
import { until } from '../../src/kernel/until.ts'
import { expectStatus } from '../scenario-client.ts'
import { meanInterval } from '../shoppers/interval.ts'
import { indifferent, parameters, seed } from './parameters.ts'
import { openStreet, type Searched, searchAll, type Street } from './street.ts'
import { makeWorld } from './truth.ts'

const point = '/v1/decisions/points/recommend.search'
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * The town learns the order of search results from what searchers do. Where some things are better its pages
 * become worth more, as it had estimated beforehand; where nothing is, nothing takes the place of what lived.
 */
const searchLearning: Scenario = {
  name: 'search-learning',
  run: async (town, check) => {
    await oneAddressCountsLittle(town, check)
    await learnsNothingFromNothing(town, check)
    // The ladder looks at the pages of a week.
    await town.pass(8 * dayMs)
    await learns(town, check)
  },
}

/** A stranger who clicks on one thing of many pages is heard three times. */
async function oneAddressCountsLittle(town: ScenarioClient, check: Check): Promise<void> {
  const world = makeWorld(seed + 1, { ...parameters, words: 1, thingsOfAWord: 6, searchers: 1 })
  const { offers } = await openStreet(town, world)
  for (let page = 0; page < 10; page += 1) {
    const { body } = expectStatus(await town.stranger.get(`/v1/offers?q=${world.words[0]}&limit=20`), 200)
    const data = { place: 'search', position: page % 6, decision: body.search.decision }
    const events = [{ type: 'click', subject: offers[0], data }]
    expectStatus(await town.stranger.post('/v1/events/anonymous', { events }), 202)
  }
  const counted = async (): Promise<number> =>
    (await town.operator.get(`/v1/event-counters?subject=${offers[0]}`)).body.items[0]?.count ?? 0
  await until(counted, (clicks) => clicks > 0)
  check.equal(await counted(), 3, 'one address chooses a thing three times a day, however often it says so')
}

async function learnsNothingFromNothing(town: ScenarioClient, check: Check): Promise<void> {
  const street = await openStreet(town, makeWorld(seed, indifferent))
  const refused = await town.operator.post(`${point}/policies/learnt/trainings`, {})
  check.equal([refused.status, refused.body.type], [422, '/problems/policy-not-learnt'], 'too few pages teach nothing')
  const since = await nowOf(town)
  const made = await teach(town, check, { street, name: 'indifferent', since })
  const { gain } = await replayed(town, made)
  check.figure('indifferent', shown(gain))
  check.equal(gain.low <= 0, true, 'where nothing is better than anything else, no order is surely better')
  check.equal(await stageOf(town, made), 'draft', 'and nothing goes up the ladder by itself')
  const climbing = await town.operator.post('/v1/decisions/loops/recommend.search/promote', made)
  check.equal([climbing.status, climbing.body.missing], [409, ['better']], 'nor when it is asked for')
}

async function learns(town: ScenarioClient, check: Check): Promise<void> {
  const { operator } = town
  const street = await openStreet(town, makeWorld(seed, parameters))
  const { made, gain, warnings } = await untilBetter(town, check, street)
  check.figure('estimatedGain', shown(gain))
  check.equal([gain.low > 0, warnings], [true, []], 'the learnt order is surely better, and the estimate may be used')
  await until(() => stageOf(town, made), (stage) => stage !== 'draft') // prettier-ignore
  check.equal(await stageOf(town, made), 'shadow', 'it stands beside what lives, and decides nothing')
  await searchAll(street, 'beside', parameters.beside)
  const climb = async (): Promise<string> => {
    const body = { ...made, canaryBps: 5_000 }
    return expectStatus(await operator.post('/v1/decisions/loops/recommend.search/promote', body), 200).body.step
  }
  // Counts of what was said in shadow are added up behind the searches.
  await until(() => shadowed(town, made), (count) => count >= 100) // prettier-ignore
  check.equal(await climb(), 'canary', 'after a hundred searches it may decide on a half of them')
  await sleep(500)
  const comparedSince = await nowOf(town)
  const [own, other] = await halves(town, made, await searchAll(street, 'compared', parameters.compared))
  const [learnt, baseline] = [meanInterval(own), meanInterval(other)]
  const truth = learnt.mean - baseline.mean
  const half = 1.96 * Math.hypot((learnt.high - learnt.mean) / 1.96, (baseline.high - baseline.mean) / 1.96)
  check.figure('pageWorth', `${learnt.mean.toFixed(3)} beside ${baseline.mean.toFixed(3)}`)
  check.figure('gain', shown({ value: truth, low: truth - half, high: truth + half }))
  check.equal(truth - half > 0, true, 'a page of the learnt order is worth more than one of the baseline')
  // What is known of things has grown since the pages by which it was estimated: that is told, and not required.
  check.figure('estimateHeld', gain.low <= truth && truth <= gain.high ? 'yes' : 'no')
  await tellEstimate(town, check, { made, since: comparedSince, truth, worth: learnt.mean })
  await put(town, made, 'live')
  check.equal(await stageOf(town, made), 'live', 'a person lets it decide all of them')
  await put(town, { policy: 'baseline', version: 1 }, 'live')
}

type Compared = { made: Made; since: string; truth: number; worth: number }

/** The estimate by the very pages of the comparison, made by both orders, beside what is true of them. */
async function tellEstimate(
  town: ScenarioClient,
  check: Check,
  { made, since, truth, worth }: Compared,
): Promise<void> {
  await town.pass(2 * hourMs)
  const { gain, value, low, high } = await replayed(town, made, since)
  const isHeld = low <= worth && worth <= high
  check.figure('comparedEstimate', `${shown({ value, low, high })}${isHeld ? '' : ' missed'}`)
  // The learnt order has made half of these pages, so half of its gain is in what was done.
  const [least, most] = [2 * gain.low, 2 * gain.high]
  check.figure('comparedGainHeld', least <= truth && truth <= most ? 'yes' : 'no')
  // One interval in twenty misses; by three times its width none does, unless something is wrong.
  check.equal(Math.abs(value - worth) <= 3 * Math.max(high - value, value - low), true, `${worth} is near ${value}`)
}

type Made = { policy: string; version: number }

/** Rounds of searches after which the learnt order is surely better, or something is wrong. */
const roundsMax = 3

/** Lets people search and the town learn until it is sure, as a town does from day to day. */
async function untilBetter(town: ScenarioClient, check: Check, street: Street): Promise<Replayed & { made: Made }> {
  const since = await nowOf(town)
  for (let round = 1; ; round += 1) {
    const made = await teach(town, check, { street, name: `tastes${round}`, since })
    const found = await replayed(town, made)
    if (found.gain.low > 0 || round === roundsMax) return { ...found, made }
  }
}

async function nowOf({ stranger }: ScenarioClient): Promise<string> {
  return (await stranger.get('/v1/sandbox/clock')).body.now
}

/** Lets people search, and has the town learn from it. */
async function teach(
  town: ScenarioClient,
  check: Check,
  { street, name, since }: { street: Street; name: string; since: string },
): Promise<Made> {
  const startedAt = performance.now()
  await searchAll(street, name, street.world.parameters.teaching)
  check.figure(`${name}Seconds`, ((performance.now() - startedAt) / 1_000).toFixed(1))
  // What came of the pages is on its way for a moment, and counts an hour later.
  await sleep(1_000)
  await town.pass(2 * hourMs)
  const asked = expectStatus(await town.operator.post(`${point}/policies/learnt/trainings`, { since }), 202)
  const training = await until(
    async () => (await town.operator.get(`/v1/decisions/trainings/${asked.body.id}`)).body,
    ({ state }) => ['done', 'failed', 'cancelled'].includes(state),
  )
  check.equal(training.state, 'done', 'the town learns')
  check.figure(`${name}Lessons`, `${training.lessons}+${training.metrics?.decisions}`)
  return { policy: 'learnt', version: training.made }
}

type Gain = { value: number; low: number; high: number }

type Replayed = Gain & { gain: Gain; loggedValue: number; warnings: string[] }

/** What the policy would have earned; by the pages of a week unless said otherwise. */
async function replayed(town: ScenarioClient, made: Made, from?: string): Promise<Replayed> {
  const since = from ?? new Date(Date.parse(await nowOf(town)) - 7 * dayMs).toISOString()
  return expectStatus(await town.operator.post(`${point}/replay`, { ...made, since }), 200).body
}

async function stageOf(town: ScenarioClient, { policy, version }: Made): Promise<string> {
  const { items } = (await town.operator.get(`${point}/policies`)).body
  return items.find((one: { name: string; version: number }) => one.name === policy && one.version === version).stage
}

/** How often it has said in shadow what it would have done, as the ladder counts it. */
async function shadowed({ operator }: ScenarioClient, { policy, version }: Made): Promise<number> {
  const { policies } = (await operator.get('/v1/decisions/loops/recommend.search?hours=24')).body
  const own = policies.find(
    (one: { policy: string; version: number }) => one.policy === policy && one.version === version,
  )
  const demand = own?.demands.find((one: { demand: string }) => one.demand === 'shadow-decisions')
  return Number.parseInt(demand?.words ?? '0', 10)
}

async function put(town: ScenarioClient, { policy, version }: Made, stage: string): Promise<void> {
  expectStatus(await town.operator.put(`${point}/policies/${policy}/stage`, { version, stage }), 200)
}

/** Worths of the pages that the learnt order has made, and of the others. */
async function halves(town: ScenarioClient, made: Made, all: readonly Searched[]): Promise<[number[], number[]]> {
  const halves: [number[], number[]] = [[], []]
  await until(
    () => town.operator.get(`/v1/decisions/${all.at(-1)!.decision}`),
    ({ status }) => status === 200, // it is recorded a moment later
  )
  for (let from = 0; from < all.length; from += 20) {
    await Promise.all(
      all.slice(from, from + 20).map(async ({ decision, worth }) => {
        const { body } = expectStatus(await town.operator.get(`/v1/decisions/${decision}`), 200)
        halves[body.policy.name === made.policy ? 0 : 1].push(worth)
      }),
    )
  }
  return halves
}

function shown({ value, low, high }: Gain): string {
  return `${value.toFixed(3)} (${low.toFixed(3)}..${high.toFixed(3)})`
}

export const scenarios: readonly Scenario[] = [searchLearning]
