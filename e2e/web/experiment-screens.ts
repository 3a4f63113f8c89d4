import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { ask, type Visitor } from './browser.ts'
import type { Shown } from './screens.ts'

/** Experiments with something to show, made over the API by whoever looks. */

const dayMs = 86_400_000

/** A test of two buttons, as it is sent. */
export const buttons = {
  title: 'A green button',
  hypothesis: 'A green button is pressed by more of those who see it',
  layer: 'audit',
  shareBps: 2_000,
  unit: 'person',
  arms: [
    { name: 'grey', weight: 1 },
    { name: 'green', weight: 1 },
  ],
  metrics: [
    { name: 'pressed', role: 'primary', better: 'up', kind: 'rate', windowMs: 7 * dayMs, effect: 0.05 },
    { name: 'refunds', role: 'guard', better: 'down', kind: 'rate', windowMs: 7 * dayMs, effect: 0.02 },
  ],
  plannedDays: 14,
  ramp: { steps: [500, 5_000, 10_000], stepMs: dayMs, isAutomatic: false },
}

/** Sends a PUT as the person of a browser. */
export async function put({ context }: Visitor, path: string, data: unknown): Promise<void> {
  const { origin } = new URL(context.pages()[0]?.url() ?? '')
  const reply = await context.request.put(path, { data, headers: { origin } })
  assert.equal(reply.status(), 200, await reply.text())
}

/** Exposes people: `every` n-th meets the control; each third of them does what is counted. */
export async function expose(visitor: Visitor, experiment: string, every: number): Promise<void> {
  const people = Array.from({ length: 600 }, (_, index) => `p-${index}`)
  const exposures = people.map((targetingKey, index) => ({
    experiment, targetingKey, arm: index % every === 0 ? 'grey' : 'green',
  })) // prettier-ignore
  const told = await ask(visitor, { method: 'POST', path: '/v1/experiments/exposures', body: { exposures } })
  assert.equal(told.status, 200, JSON.stringify(told.body))
  const pressed = people.filter((_, index) => index % 3 === 0)
  const outcomes = pressed.map((targetingKey) => ({
    experiment, targetingKey, id: randomUUID(), metric: 'pressed', value: 1,
  })) // prettier-ignore
  await ask(visitor, { method: 'POST', path: '/v1/experiments/outcomes', body: { outcomes } })
  await ask(visitor, { method: 'POST', path: `/v1/experiments/${experiment}/look`, body: {} })
}

/** An experiment of this name that stands so. */
function standing(name: string, every: number | undefined): (visitor: Visitor) => Promise<string> {
  return async (visitor) => {
    const path = `/v1/experiments/${name}`
    const { status } = await ask(visitor, { path })
    if (status === 404) {
      await put(visitor, path, buttons)
      if (every !== undefined) {
        await ask(visitor, { method: 'POST', path: `${path}/start`, body: {} })
        await expose(visitor, name, every)
      }
    }
    return `/operator/experiments/${name}`
  }
}

async function buried(visitor: Visitor): Promise<string> {
  await standing('buried', undefined)(visitor)
  const path = '/v1/experiments/buried'
  await ask(visitor, { method: 'POST', path: `${path}/start`, body: {} })
  const body = { decision: 'bin', lesson: 'Nobody minded the colour of the button.' }
  await ask(visitor, { method: 'POST', path: `${path}/verdict`, body })
  return '/operator/experiments/buried'
}

async function graveyard(visitor: Visitor): Promise<string> {
  await buried(visitor)
  return '/operator/experiments?view=graveyard'
}

async function listed(visitor: Visitor): Promise<string> {
  await standing('fair', 2)(visitor)
  return '/operator/experiments'
}

const persona = 'olga'
/** What operators write about their experiments is in their own language. */
const words = [
  buttons.title,
  buttons.hypothesis,
  'Nobody minded the colour of the button.',
  'audit',
  'default',
  'market.paid',
  'grey',
  'green',
  'pressed',
  'refunds',
  'control',
  'treatment',
  'range',
  'middle',
  'taken',
  'looked',
  'two-sentences',
  'one-sentence',
  'hint-wording',
  'How a price hint is worded',
  'A shorter greeting on the first page',
  'No difference was shown.',
  'A difference was shown,',
]

/** The operator's screens of experiments. */
export const experimentScreens: readonly Shown[] = [
  { name: 'experiments-none', path: '/operator/experiments?view=planned', persona },
  { name: 'experiments', path: listed, persona, words },
  { name: 'experiments-graveyard', path: graveyard, persona, words },
  { name: 'experiments-not-found', path: '/operator/experiments?view=graveyard&q=zzzz', persona },
  { name: 'experiment-planned', path: standing('planned', undefined), persona, words },
  { name: 'experiment-fair', path: standing('fair', 2), persona, words },
  { name: 'experiment-broken', path: standing('broken', 3), persona, words },
  { name: 'experiment-over', path: buried, persona, words },
  { name: 'experiment-gone', path: '/operator/experiments/nothing', persona },
  { name: 'experiment-new', path: '/operator/experiments/new', persona, words },
]
