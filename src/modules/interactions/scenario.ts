import { newId } from '#kernel/ids'
import type { Caller, Check, Reply, Scenario, ScenarioClient } from '#kernel/scenario'
import { until } from '#kernel/until'

const total = 10_000
const pageSize = 250
/** Of a hundred events five repeat the one before, on the same page, and one is malformed. */
const kindOf = (index: number): 'new' | 'duplicate' | 'malformed' => {
  if (index % 100 === 99) return 'malformed'
  return index % 20 === 13 ? 'duplicate' : 'new'
}

/** Faults, each at a place of its own. */
const faults: readonly ((subject: string) => object)[] = [
  () => ({ id: newId(), type: 'glance' }),
  (subject) => ({ id: newId(), type: 'view', subject, data: { colour: 'red' } }),
  () => ({ id: newId(), type: 'dwell', data: { ms: 'long' } }),
  () => ({ id: newId(), type: 'view', subject: 'the mug' }),
]
const faultPlaces = ['/type', '/data/colour', '/data/ms', '/subject']

const types = ['impression', 'view', 'click', 'basket', 'dwell'] as const
const dataOf: Readonly<Record<(typeof types)[number], object>> = {
  impression: { place: 'search', position: 3 },
  view: { place: 'detail' },
  click: { place: 'search' },
  basket: { change: 'added', qty: 1 },
  dwell: { ms: 1_200 },
}

type Sent = {
  events: object[]
  byType: Map<string, number>
  repeated: Map<number, string>
  places: Map<number, string>
}

/** The same mixture at every run: only ids differ. */
function mixed(subject: string): Sent {
  const sent: Sent = { events: [], byType: new Map(), repeated: new Map(), places: new Map() }
  let earlier: { id: string } | undefined
  for (let index = 0; index < total; index += 1) {
    const kind = kindOf(index)
    if (kind === 'malformed') {
      const fault = Math.floor(index / 100) % faults.length
      sent.events.push(faults[fault]!(subject))
      sent.places.set(index, faultPlaces[fault]!)
    } else if (kind === 'duplicate' && earlier !== undefined) {
      sent.events.push(earlier)
      sent.repeated.set(index, earlier.id)
    } else {
      const type = types[index % types.length]!
      earlier = { id: newId() }
      sent.events.push(Object.assign(earlier, { type, subject, session: 'visit', data: dataOf[type] }))
      sent.byType.set(type, (sent.byType.get(type) ?? 0) + 1)
    }
  }
  return sent
}

/** Four clients at once, each page after the other. */
async function sendAll(senders: readonly Caller[], { events }: Sent): Promise<Map<number, Reply>> {
  const replies = new Map<number, Reply>()
  const pages = Array.from({ length: total / pageSize }, (_, page) => page)
  await Promise.all(
    senders.map(async (sender, client) => {
      for (const page of pages.filter((one) => one % senders.length === client)) {
        const from = page * pageSize
        replies.set(page, await sender.post('/v1/events', { events: events.slice(from, from + pageSize) }))
      }
    }),
  )
  return replies
}

const intake: Scenario = {
  name: 'events-intake',
  run: async (town, check) => {
    const subject = newId()
    const sent = mixed(subject)
    const senders = await town.newcomers(4)
    const replies = await sendAll(senders, sent)
    const answered = answers(replies)
    check.equal([...new Set([...replies.values()].map(({ status }) => status))], [200], 'every page is answered')
    check.equal([answered.stored, answered.duplicates.length, answered.quarantined.length], [9_400, 500, 100], 'counts')
    check.equal(new Map(answered.duplicates), sent.repeated, 'each duplicate is answered with the id of the first')
    check.equal(new Map(answered.quarantined), sent.places, 'each malformed one with its place')
    const countedMs = await countersMatch(town, check, { subject, byType: sent.byType })
    const again = answers(await sendAll(senders, sent))
    check.equal([again.stored, again.duplicates.length], [0, 9_900], 'all of it sent again')
    const { body: replay } = await town.operator.post('/v1/event-counters/rebuild', {})
    check.equal([replay.isIdentical, replay.after], [true, replay.before], 'a replay counts the same, byte by byte')
    await reasonsAreListed(town, check)
    await erasing(town, check, await consentIsAsked(town, check))
    check.figure('stored', answered.stored)
    check.figure('duplicates', answered.duplicates.length)
    check.figure('quarantined', answered.quarantined.length)
    check.figure('countedMs', countedMs)
  },
}

type Answers = { stored: number; duplicates: [number, string][]; quarantined: [number, string][] }

function answers(replies: ReadonlyMap<number, Reply>): Answers {
  const found: Answers = { stored: 0, duplicates: [], quarantined: [] }
  for (const page of [...replies.keys()].toSorted((one, other) => one - other)) {
    const { body } = replies.get(page)!
    const at = page * pageSize
    found.stored += body.stored
    for (const { index, id } of body.duplicates) found.duplicates.push([at + index, id])
    for (const { index, pointer } of body.quarantined) found.quarantined.push([at + index, pointer])
  }
  return found
}

function linesOf(counts: readonly (readonly [type: string, count: number])[]): string {
  const lines = counts.map(([type, count]) => `${type} ${count}`)
  return lines.toSorted().join()
}

/** Asks until the counters say what was sent; answers how long that took. */
async function countersMatch(
  { operator }: ScenarioClient,
  check: Check,
  { subject, byType }: { subject: string; byType: ReadonlyMap<string, number> },
): Promise<number> {
  const startedAt = performance.now()
  const counted = async (): Promise<string> => {
    const { body } = await operator.get(`/v1/event-counters?subject=${subject}`)
    const items: { type: string; count: number }[] = body.items
    return linesOf(items.map(({ type, count }) => [type, count]))
  }
  const expected = linesOf([...byType])
  check.equal(await until(counted, (found) => found === expected), expected, 'live counters')
  return Math.round(performance.now() - startedAt)
}

async function reasonsAreListed({ operator }: ScenarioClient, check: Check): Promise<void> {
  const places: string[] = []
  for (let cursor = ''; ;) {
    const { body } = await operator.get(`/v1/event-quarantine?limit=200${cursor}`)
    places.push(...body.items.map(({ pointer, reason }: Record<string, string>) => (reason === '' ? '' : pointer)))
    if (body.nextCursor === null) break
    cursor = `&cursor=${body.nextCursor}`
  }
  check.equal(places.toSorted(), faultPlaces.flatMap((place) => Array<string>(25).fill(place)).toSorted(), 'reasons')
}

/** The same search told without consent, and again until the consent is felt, which takes at most a second. */
async function consentIsAsked(town: ScenarioClient, check: Check): Promise<Caller> {
  const [person] = await town.newcomers(1)
  const search = (): object => ({ events: [{ id: newId(), type: 'search', session: 'v', data: { query: 'mug' } }] })
  const before = (await person!.post('/v1/events', search())).body.position - 1
  await person!.put('/v1/consents/analytics', { isGiven: true, version: '1' })
  const named = async (): Promise<boolean[]> => {
    const { body } = await town.operator.get(`/v1/interactions?after=${before}&limit=1000`)
    return body.items.map((item: { person: string | null }) => item.person !== null)
  }
  const askedAgain = () => person!.post('/v1/events', search()).then(named)
  const seen = await until(askedAgain, (names) => names.includes(true))
  check.equal([seen[0], seen.at(-1)], [false, true], 'nobody’s without consent, a pseudonym’s with it')
  return person!
}

/** A person takes what they did along and is erased; the stream counts the same and tells nothing of them. */
async function erasing({ operator }: ScenarioClient, check: Check, person: Caller): Promise<void> {
  await person.post('/v1/events', { events: [{ id: newId(), type: 'my secret' }] })
  const quarantined = async (): Promise<boolean> => {
    const { body } = await operator.get('/v1/event-quarantine?limit=1')
    return JSON.stringify(body.items).includes('my secret')
  }
  check.equal(await quarantined(), true, 'what was malformed can be looked at')
  const { body: taken } = await person.get('/v1/me/export')
  check.equal(JSON.stringify(taken).includes('"query":"mug"'), true, 'the export has what they looked for')
  const { body: me } = await person.get('/v1/me')
  const erased = await person.post('/v1/me/erasure', { confirm: me.party.slug })
  check.equal(erased.status, 200, `erased (${JSON.stringify(erased.body)})`)
  check.equal(await quarantined(), false, 'what was malformed is gone')
  const { body: replay } = await operator.post('/v1/event-counters/rebuild', {})
  check.equal(replay.isIdentical, true, 'and the stream counts as before')
}

/** What `npm run scenarios` tells. */
export const scenarios: readonly Scenario[] = [intake]
