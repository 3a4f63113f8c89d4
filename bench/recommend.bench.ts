/**
 * Pages made for whoever looks, over HTTP: 1, 16 and 64 clients against a large town (large-town.ts).
 *
 *   npm run bench -- recommend [--offers=500 --offers=100000 --offers=1000000] [--data=FOLDER] [--only=person]
 *
 * Before anything is measured 64 people who consented have looked at some hundred things each, in visits that keep to
 * a shelf, so that there is something to recommend from. `stranger` is the first page of somebody unknown, `trail` that
 * of a browser that names what it looked at, `person` that of those people; `also` stands beside a thing, `because`
 * goes with what was looked at before. `after-click` is from handing in a click until the next page is made with it.
 * `start` is a second start of the town, until everything may be recommended again.
 * With `--data` the town is kept in FOLDER-OFFERS, and measured again the next time.
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { newId } from '#kernel/ids'
import { seededRandom } from '#modules/learners'
import { launchTown } from '../simulator/town.ts'
import { measure } from './http-stage.ts'
import { type LargeTown, closeLargeTown, known, megabytesOf, openLargeTown } from './large-town.ts'
import { percentile, report } from './machine.ts'
import { idOf } from './made-up-offers.ts'

const { values } = parseArgs({
  options: {
    offers: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
    data: { type: 'string' },
  },
  strict: false,
})
const { only } = values

/** Who looks at once, each asking again as soon as an answer is there. */
const crowds = [1, 16, 64]
const people = 64
const [visits, visitLength, clicks] = [40, 8, 40]
const shelves = 40
const random = seededRandom('visits')

/** Some thing; of a shelf, when one is named: `madeUpOffer` lays them out in turn. */
function thing({ offers }: LargeTown, shelf = random.integer(shelves)): string {
  return idOf(random.integer(Math.floor(offers / shelves)) * shelves + shelf)
}

async function send({ pool, people }: LargeTown, client: number, events: readonly object[]): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: people[client]! }
  const reply = await pool.request({ method: 'POST', path: '/v1/events', headers, body: JSON.stringify({ events }) })
  const answer = (await reply.body.json()) as { stored?: number }
  assert.equal(answer.stored, events.length, JSON.stringify(answer).slice(0, 300))
}

function view(subject: string, session: string): object {
  return { id: newId(), type: 'view', subject, session, data: { place: 'detail' } }
}

/** People look around: popular things of each shelf, and others. */
async function lookAround(stage: LargeTown): Promise<void> {
  const popular = Array.from({ length: shelves }, (_, shelf) => Array.from({ length: 50 }, () => thing(stage, shelf)))
  const person = async (_: string, client: number): Promise<void> => {
    for (let visit = 0; visit < visits; visit += 1) {
      const shelf = random.integer(shelves)
      const seen = Array.from({ length: visitLength }, () =>
        random.uniform() < 0.7 ? popular[shelf]![random.integer(50)]! : thing(stage, shelf),
      )
      await send(stage, client, seen.map((subject) => view(subject, `visit-${client}-${visit}`))) // prettier-ignore
    }
  }
  await Promise.all(stage.people.map(person))
}

const get =
  (address: (stage: LargeTown) => string, isSignedIn: boolean) =>
  async (stage: LargeTown, client: number): Promise<number> => {
    const headers = isSignedIn ? { authorization: stage.people[client]! } : {}
    const { statusCode, body } = await stage.pool.request({ path: address(stage), method: 'GET', headers })
    const text = await body.text()
    assert.ok(statusCode === 200 && text.startsWith('{"items":[{'), text.slice(0, 300))
    return 1
  }

const trail = (stage: LargeTown): string => Array.from({ length: 5 }, () => thing(stage)).join()
const asked = {
  stranger: get(() => '/v1/feed?limit=20', false),
  trail: get((stage) => `/v1/feed?limit=20&trail=${trail(stage)}`, false),
  person: get(() => '/v1/feed?limit=20', true),
  also: get((stage) => `/v1/feed/also?limit=12&offer=${thing(stage)}`, true),
  because: get(() => '/v1/feed/because?limit=12', true),
}

/** @returns ms from handing in each click until a page is made because of it */
async function afterClicks(stage: LargeTown): Promise<number[]> {
  const delays: number[] = []
  const headers = { authorization: stage.people[0]! }
  for (let n = 0; n < clicks; n += 1) {
    const subject = thing(stage)
    const startedAt = performance.now()
    await send(stage, 0, [{ id: newId(), type: 'click', subject, session: 'clicks', data: { place: 'search' } }])
    for (;;) {
      const { body } = await stage.pool.request({ path: '/v1/feed/because?limit=4', method: 'GET', headers })
      const { anchor } = (await body.json()) as { anchor?: { id: string } }
      if (anchor?.id === subject) break
      await sleep(2)
    }
    delays.push(performance.now() - startedAt)
  }
  return delays
}

/** Stops the town and starts it again. */
async function startAgain(stage: LargeTown): Promise<void> {
  const { town, offers, people } = stage
  await town.stop()
  await using again = await launchTown({ dataDir: town.dataDir, environment: { LOG_LEVEL: 'error', RATE_LIMIT: '0' } })
  const pool = new Pool(again.baseUrl)
  const firstAnswerMs = again.startedMs
  const knownMs = firstAnswerMs + (await known({ town: again, pool, offers, people }, offers))
  await pool.close()
  report({ bench: 'recommend-start', offers, p50Ms: knownMs, firstAnswerMs })
}

async function measureAt(offers: number, folder: string | undefined): Promise<void> {
  const stage = await openLargeTown(offers, people, folder)
  const conditions = `${offers.toLocaleString('en')} offers`
  try {
    const knownMs = await known(stage, offers)
    report({ bench: 'recommend-known', conditions, p50Ms: stage.town.startedMs + knownMs })
    await lookAround(stage)
    await sleep(1_000)
    const wanted = Object.entries(asked).filter(([kind]) => only === undefined || [only].flat().includes(kind))
    for (const [kind, ask] of wanted)
      for (const clients of crowds) await measure(stage, `recommend-${kind}`, { clients, ask, conditions })
    const delays = await afterClicks(stage)
    const [p50Ms, p99Ms] = [0.5, 0.99].map((share) => Math.round(percentile(delays, share)))
    report({ bench: 'recommend-after-click', conditions, p50Ms: p50Ms!, p99Ms: p99Ms! })
    report({ bench: 'recommend-memory', conditions, appMb: megabytesOf(stage.town.pid()) })
    await startAgain(stage)
  } finally {
    await closeLargeTown(stage, folder)
  }
}

const data = typeof values.data === 'string' ? values.data : undefined
for (const offers of (values.offers ?? ['500', '100000', '1000000']).map(Number))
  await measureAt(offers, data && `${data}-${offers}`)
