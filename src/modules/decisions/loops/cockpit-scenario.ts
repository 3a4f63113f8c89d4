/**
 * A ranking that people click on. One loop's clickers change their minds; three more stay as they are, and must be left
 * alone. Told over HTTP, as a stranger would.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller, Check, Scenario, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'

const bucketMs = 600_000
const windowMs = 300_000

const declaration = {
  title: 'In which order offers are shown',
  context: { minutes: { kind: 'number', min: 0, max: 60 } },
  options: { features: { price: { kind: 'number', min: 0, max: 1 } } },
  isCrossed: false,
  guards: [],
  safeDefault: null,
  metrics: [{ name: 'clicked', weight: 1, windowMs, counts: 'first' }],
  guardMetrics: [{ metric: 'clicked', better: 'higher', tolerated: 0.05, least: 100, windowMs }],
  reverse: null,
  question: null,
  retentionDays: 30,
  budgetMs: 1_000,
  mode: 'auto',
}
/** What was good at the festival, and what has been since: each is as good for its people as the other for its own. */
const policies = {
  dear: { kind: 'linear', weights: { price: 3 }, temperature: 0.5 },
  cheap: { kind: 'linear', weights: { price: -3 }, temperature: 0.5 },
}
const prices = [0, 0.2, 0.4, 0.6, 0.8, 1]
const options = prices.map((price, index) => ({ id: `offer-${index}`, features: { price } }))
const places = 3
/** How much of a look each place gets. */
const looks = [0.6, 0.3, 0.1]

type Taste = 'cheap' | 'dear'

/** The hidden truth: the chance that somebody clicks on what is shown. */
function chance(shown: readonly string[], taste: Taste): number {
  const liking = shown.reduce((sum, id, place) => {
    const price = prices[Number(id.slice(-1))]!
    return sum + looks[place]! * (taste === 'cheap' ? 1 - price : price)
  }, 0)
  return 0.05 + 0.6 * liking
}

/** Numbers in [0, 1) that are the same at every run (Park and Miller's generator). */
function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

type Ranking = { operator: Caller; point: string; random: () => number }

async function open(operator: Caller, check: Check, point: string): Promise<void> {
  const url = `/v1/decisions/points/${point}`
  check.equal((await operator.put(url, declaration)).status, 200, 'a ranking is declared')
  for (const [name, spec] of Object.entries(policies)) {
    const { body } = await operator.post(`${url}/policies`, { name, spec })
    const stage = { version: body.version, stage: 'live' }
    check.equal((await operator.put(`${url}/policies/${name}/stage`, stage)).status, 200, `${name} goes live`)
  }
}

/** Somebody looks and clicks, or not; answers the true chance. */
async function visit({ operator, point, random }: Ranking, taste: Taste): Promise<number> {
  const context = { minutes: Math.floor(random() * 60) }
  const { body } = await operator.post('/v1/decisions', { point, context, options, length: places })
  const p = chance(body.chosen, taste)
  if (random() < p) await operator.post(`/v1/decisions/${body.id}/outcomes`, { metric: 'clicked', value: 1 })
  return p
}

const visitors = 40
const atOnce = 10

/** Ten minutes of visitors; answers what they were truly worth. */
async function tenMinutes(ranking: Ranking, taste: Taste): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < visitors; i += atOnce) {
    found.push(...(await Promise.all(Array.from({ length: atOnce }, () => visit(ranking, taste)))))
  }
  return found
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

async function loopOf(operator: Caller, point: string) {
  return (await operator.get(`/v1/decisions/loops/${point}?hours=24`)).body
}

async function storyOf(operator: Caller, point: string): Promise<Chapter[]> {
  return (await operator.get(`/v1/decisions/loops/${point}/story?limit=100`)).body.items
}

type Chapter = {
  kind: string
  eventId: string | null
  details: { evidence?: { decisions: string[]; events: string[] } }
}

const calmSeeds = [101, 211, 307]
const healthyBuckets = 12
/** Three hours. */
const mostBuckets = 18

async function loopCockpit(town: ScenarioClient, check: Check): Promise<void> {
  const { operator } = town
  const ranking = { operator, point: 'cockpit.ranking', random: seeded(7) }
  const calm = calmSeeds.map((seed) => ({ operator, point: `cockpit.calm${seed}`, random: seeded(seed) }))
  for (const { point } of [ranking, ...calm]) await open(operator, check, point)
  const pass = async (taste: Taste): Promise<number[]> => {
    const [found] = await Promise.all([tenMinutes(ranking, taste), ...calm.map((one) => tenMinutes(one, 'cheap'))])
    await town.pass(bucketMs)
    // The town looks once a second of its own, at what lies a second and a half behind.
    await sleep(500)
    return found
  }
  const before: number[] = []
  for (let i = 0; i < healthyBuckets; i++) before.push(...(await pass('cheap')))
  await putRight(operator, check, ranking.point)
  const isWell = async (): Promise<boolean> => (await loopOf(operator, ranking.point)).state === 'well'
  check.equal(await until(isWell), true, 'the loop does well')

  const isBack = async (): Promise<boolean> => (await loopOf(operator, ranking.point)).live?.policy === 'dear'
  let passed = 0
  while (passed < mostBuckets && !(await isBack())) {
    await pass('dear')
    passed += 1
  }
  check.equal(await isBack(), true, 'within three hours of the turn the town has rolled back by itself')
  check.figure('rolledBackAfterMinutes', (passed * bucketMs) / 60_000)
  const red = await loopOf(operator, ranking.point)
  check.equal([red.state, red.reasons], ['bad', ['rolled-back']], 'the loop is red, and says why')

  const after: number[] = []
  for (let i = 0; i < healthyBuckets; i++) after.push(...(await pass('dear')))
  check.figure('before', mean(before).toFixed(3))
  check.figure('after', mean(after).toFixed(3))
  check.equal(mean(after) >= 0.95 * mean(before), true, 'what it is worth is back')
  check.equal(await until(isWell), true, 'and the loop is well again')
  await tellsTheStory(operator, check, ranking.point)
  await leftAlone(operator, check, calm)
  await decidedByMachine(operator, check)
  await killSwitch(operator, check, ranking.point)
}

/** People put some of it right, as they do. */
async function putRight(operator: Caller, check: Check, point: string): Promise<void> {
  const { body } = await operator.get(`/v1/decisions?point=${point}&limit=5`)
  for (const { id, chosen } of body.items) {
    const to = options.map((option) => option.id).find((option) => option !== chosen[0])
    const done = await operator.post(`/v1/decisions/${id}/override`, { to, why: 'It was sold out' })
    check.equal(done.status, 200, 'a person puts a decision right')
  }
}

async function tellsTheStory(operator: Caller, check: Check, point: string): Promise<void> {
  const story = (await storyOf(operator, point)).toReversed()
  const kinds = story.map(({ kind }) => kind).filter((kind) => kind !== 'suspected')
  check.equal(kinds, ['promoted', 'promoted', 'turned-bad', 'rolled-back', 'recovered'], 'one page tells the story')
  const { evidence } = story.find(({ kind }) => kind === 'turned-bad')!.details
  for (const id of evidence!.decisions) {
    check.equal((await operator.get(`/v1/decisions/${id}`)).status, 200, 'each decision of the evidence opens')
  }
  const { eventId } = story.find(({ kind }) => kind === 'rolled-back')!
  check.equal(await until(() => isInLog(operator, eventId)), true, 'the log has the event that the story names')
  check.figure('events', evidence!.events.length)
}

/** Reads the log of the town to its end. */
async function isInLog(operator: Caller, event: string | null): Promise<boolean> {
  for (let after = '0'; ;) {
    const { body } = await operator.get(`/v1/events?limit=200&after=${after}`)
    if (body.items.some(({ id }: { id: string }) => id === event)) return true
    if (body.isUpToDate === true) return false
    after = body.next
  }
}

async function leftAlone(operator: Caller, check: Check, calm: readonly Ranking[]): Promise<void> {
  let alarms = 0
  for (const { point } of calm) {
    const story = await storyOf(operator, point)
    alarms += story.filter(({ kind }) => kind === 'rolled-back').length
  }
  check.figure('falseAlarms', `${alarms}/${calm.length}`)
  check.equal(alarms, 0, 'a loop in which nothing is wrong is left alone')
}

async function decidedByMachine(operator: Caller, check: Check): Promise<void> {
  const { operating } = (await operator.get('/v1/decisions/loops?hours=24')).body
  check.figure('byMachine', operating.share.toFixed(4))
  check.equal(operating.share >= 0.9, true, 'machines make nine operating decisions in ten, and more')
}

async function killSwitch(operator: Caller, check: Check, point: string): Promise<void> {
  const begunAt = performance.now()
  await operator.put(`/v1/decisions/switches/${point}`, { isOff: true })
  const isOff = async (): Promise<boolean> => {
    const { body } = await operator.post('/v1/decisions', { point, context: { minutes: 1 }, options, length: places })
    return body.fallback === 'switched-off'
  }
  check.equal(await until(isOff), true, 'the kill switch is felt')
  check.figure('killSwitchMs', Math.round(performance.now() - begunAt))
  check.equal((await loopOf(operator, point)).state, 'off', 'and the loop says so')
}

/** The loop that turns, and those that do not. */
export const loopScenarios: readonly Scenario[] = [{ name: 'loop-cockpit', run: loopCockpit }]
