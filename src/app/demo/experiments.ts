/**
 * Two experiments of the demo town: one under way, which real hints to sellers join, and one that is over, with its
 * lesson. What happened before the town was filled is played by a script, told the way that clients tell it, and said
 * to be so wherever an operator reads it; all figures are counted from that.
 */
import type { TownClock } from '#kernel/clock'
import type { Actor } from '#kernel/commands'
import type { Database } from '#kernel/db'
import {
  declareExperiment,
  type Declaration,
  type Experiments,
  experimentsOf,
  findExperiment,
  giveVerdict,
  lookAt,
  setFlag,
  startExperiment,
  stopExperiment,
} from '#modules/experiments'
import { wordingFlag } from '#modules/hints'
import { seededRandom } from '#modules/learners'
import { readDemoTown } from './content.ts'
import { demoId, ownerSlug, partyId } from './identities.ts'

type Place = { db: Database; town: { id: number }; clock: TownClock }

const dayMs = 86_400_000
const operator: Actor = { party: partyId('olga'), kind: 'person', grants: ['operator'] }

const played = 'Demo data: what lies before the day on which this town was filled was played by a script.'

const common = {
  shareBps: 10_000,
  eligibility: [],
  plannedDays: 14,
  ramp: { steps: [10_000], stepMs: dayMs, isAutomatic: true },
  allocation: { kind: 'fixed' },
} as const

const wording: Declaration = {
  ...common,
  name: wordingFlag,
  title: 'How a price hint is worded',
  hypothesis: `Sellers who hear first what most things went for take the suggested price more often. ${played}`,
  layer: 'sellers',
  unit: 'person',
  arms: [
    { name: 'range', weight: 1 },
    { name: 'middle', weight: 1 },
  ],
  metrics: [{ name: 'taken', role: 'primary', better: 'up', kind: 'rate', windowMs: 7 * dayMs, effect: 0.1 }],
  drives: { kind: 'flag', flag: wordingFlag },
}

const greeting: Declaration = {
  ...common,
  name: 'demo-greeting',
  title: 'A shorter greeting on the first page',
  hypothesis: `A greeting of one sentence lets more visitors look at something. ${played}`,
  layer: 'first-page',
  unit: 'session',
  arms: [
    { name: 'two-sentences', weight: 1 },
    { name: 'one-sentence', weight: 1 },
  ],
  metrics: [{ name: 'looked', role: 'primary', better: 'up', kind: 'rate', windowMs: dayMs, effect: 0.08 }],
  drives: null,
}

/** Of the script: the chance that somebody does what the metric counts, by arm. The greeting makes no difference. */
const chances: Readonly<Record<string, number>> = {
  range: 0.34, middle: 0.42, 'two-sentences': 0.41, 'one-sentence': 0.41,
} // prettier-ignore

/** Sellers and visits beside the people of the demo town: with fewer no test says anything. */
const sellers = 170
const visits = 520

/** Makes them once; what operators do with them afterwards stays. */
export async function seedExperiments(place: Place): Promise<void> {
  if ((await findExperiment(place.db, place.town.id, wording.name)) !== undefined) return
  const experiments = experimentsOf(place)
  const now = place.clock.now()
  await setFlag(
    { db: place.db, town: place.town.id, by: operator },
    {
      key: wordingFlag, title: 'Which figure a price hint says first', type: 'string', isOn: true,
      variants: { range: 'range', middle: 'middle' }, rules: [], otherwise: { variant: 'range' }, metadata: {},
    }, // prettier-ignore
  )
  const scene = { ...place, experiments }
  await play(scene, wording, { units: sellersOf(), metric: 'taken', from: now - 3 * dayMs, to: now })
  const over = now - 4 * dayMs
  const sessions = Array.from({ length: visits }, (_, index) => `demo-visit-${index + 1}`)
  await play(scene, greeting, { units: sessions, metric: 'looked', from: over - 8 * dayMs, to: over })
  await bury(place, over)
}

/** The people of the demo town, and sellers who are nothing but names. */
function sellersOf(): string[] {
  const { residents, stalls } = readDemoTown()
  const owners = stalls.map((stall) => (stall.owner === null ? stall.slug : ownerSlug(stall)))
  const people = [...new Set([...residents.map(({ slug }) => slug), ...owners])].map(partyId)
  return [...people, ...Array.from({ length: sellers }, (_, index) => `demo-seller-${index + 1}`)]
}

type Scene = Place & { experiments: Experiments }
type Script = { units: readonly string[]; metric: string; from: number; to: number }

/** Looks that the script takes on its way, so that the chart begins where the experiment did. */
const looks = 6

async function play(scene: Scene, declaration: Declaration, { units, metric, from, to }: Script): Promise<void> {
  const { db, town, experiments } = scene
  const { name } = declaration
  const place = { db, town: town.id, by: operator, now: from }
  await declareExperiment(place, declaration)
  await startExperiment(place, name)
  await experiments.registry.refresh()
  const live = experiments.registry.experiment(name)!
  const random = seededRandom(`demo/${name}`)
  const size = Math.ceil(units.length / looks)
  for (let index = 0; index < looks; index += 1) {
    const at = Math.round(from + ((to - from) * (index + 0.5)) / looks)
    await Promise.all(
      units.slice(index * size, (index + 1) * size).map(async (targetingKey) => {
        const doesIt = random.uniform()
        const assigned = await experiments.assign(live, { targetingKey, at })
        if (typeof assigned === 'string') return
        const { unit, arm, epoch } = assigned
        await experiments.telling.expose({ declaration, exposure: { unit, arm, epoch, at } })
        if (doesIt >= (chances[arm] ?? 0)) return
        const observation = { unit, event: demoId(`${name}/${targetingKey}`), n: 0, at: at + 1, value: 1 }
        await experiments.telling.observe({ declaration, metric, part: 0, observation })
      }),
    )
    await lookAt({ db, town: town.id, now: at + 2 }, name)
  }
}

/** The verdict follows from what was counted, as an operator's would. */
async function bury({ db, town }: Place, now: number): Promise<void> {
  const { name } = greeting
  const place = { db, town: town.id, by: operator, now }
  const { analysis } = await lookAt(place, name)
  const isShown = analysis.metrics.some(({ comparisons }) => comparisons.some((one) => one.isSignificant))
  const found = isShown
    ? 'A difference was shown, although the script knows of none: one of twenty cries wolf. Try again first.'
    : 'No difference was shown. Whoever comes to look at things does not read the greeting: use its place.'
  await stopExperiment(place, name, { reason: 'The visits that were planned have been made' })
  await giveVerdict(place, name, { decision: 'bin', lesson: `${found} (Demo data.)` })
}
