import { randomUUID } from 'node:crypto'
import type { AttackTown } from '../attack-town.ts'
import type { Calls } from './call.ts'

const experiment = 'attack-button'
const flag = 'attack-flag'
const declaration = {
  title: 'A button',
  hypothesis: 'Nobody minds the colour of a button',
  layer: 'attack',
  shareBps: 100,
  unit: 'session',
  arms: [
    { name: 'one', weight: 1 },
    { name: 'two', weight: 1 },
  ],
  metrics: [{ name: 'pressed', role: 'primary', better: 'up', kind: 'rate', windowMs: 60_000, effect: 0.1 }],
  plannedDays: 1,
  ramp: { steps: [5_000, 10_000], stepMs: 86_400_000, isAutomatic: false },
}
const flagSet = {
  title: 'A flag',
  type: 'boolean',
  isOn: true,
  variants: { on: true, off: false },
  otherwise: { variant: 'off' },
}

async function put({ send }: AttackTown, url: string, payload: object): Promise<void> {
  await send('operator', { method: 'PUT', url, payload })
}

/** An experiment of this name, declared, and started when asked for. */
async function made(town: AttackTown, name = experiment, isStarted = true): Promise<{ experiment: string }> {
  await put(town, `/v1/experiments/${name}`, { ...declaration, layer: name })
  if (isStarted) await town.must('operator', `/v1/experiments/${name}/start`, {})
  return { experiment: name }
}

let count = 0
/** What ends an experiment needs a new one each time. */
const fresh = (): string => `attack-${(count += 1)}`

const operators = { by: 'operator', reach: 'its own' } as const

/** Experiments, flags, and what is told of them. */
export const calls: Calls = {
  'GET /v1/experiments': { ...operators, make: () => ({}) },
  'GET /v1/experiments/power': { ...operators, make: () => ({ query: { baseline: '0.1', effect: '0.02' } }) },
  'GET /v1/experiments/{experiment}': { ...operators, make: async (town) => ({ params: await made(town) }) },
  'PUT /v1/experiments/{experiment}': {
    ...operators,
    make: () => ({ params: { experiment: 'attack-draft' }, body: declaration }),
  },
  'GET /v1/experiments/{experiment}/results': { ...operators, make: async (town) => ({ params: await made(town) }) },
  'POST /v1/experiments/{experiment}/look': { ...operators, make: async (town) => ({ params: await made(town) }) },
  'POST /v1/experiments/{experiment}/start': {
    ...operators,
    make: async (town) => ({ params: await made(town, experiment, false) }),
  },
  'POST /v1/experiments/{experiment}/ramp': {
    ...operators,
    make: async (town) => ({ params: await made(town), body: { step: 1 } }),
  },
  'POST /v1/experiments/{experiment}/stop': {
    ...operators,
    make: async (town) => ({ params: await made(town, fresh()), body: { why: 'It was an attack' } }),
  },
  'POST /v1/experiments/{experiment}/verdict': {
    ...operators,
    make: async (town) => ({
      params: await made(town, fresh()),
      body: { decision: 'bin', lesson: 'Attacks teach nothing about buttons.' },
    }),
  },
  'POST /v1/experiments/exposures': {
    ...operators,
    make: async (town) => {
      await made(town)
      return { body: { exposures: [{ experiment, targetingKey: 'somebody', arm: 'one' }] } }
    },
  },
  'POST /v1/experiments/outcomes': {
    ...operators,
    make: async (town) => {
      await made(town)
      const outcome = { experiment, targetingKey: 'somebody', id: randomUUID(), metric: 'pressed', value: 1 }
      return { body: { outcomes: [outcome] } }
    },
  },
  'GET /v1/flags': { ...operators, make: () => ({}) },
  'GET /v1/flags/{flag}': {
    ...operators,
    make: async (town) => {
      await put(town, `/v1/flags/${flag}`, flagSet)
      return { params: { flag } }
    },
  },
  'PUT /v1/flags/{flag}': { ...operators, make: () => ({ params: { flag }, body: flagSet }) },
  'DELETE /v1/flags/{flag}': {
    ...operators,
    make: async (town) => {
      const name = fresh()
      await put(town, `/v1/flags/${name}`, flagSet)
      return { params: { flag: name } }
    },
  },
  'POST /ofrep/v1/evaluate/flags/{key}': {
    ...operators,
    make: async (town) => {
      await put(town, `/v1/flags/${flag}`, flagSet)
      return { params: { key: flag }, body: { context: { targetingKey: 'somebody' } } }
    },
  },
  'POST /ofrep/v1/evaluate/flags': { ...operators, make: () => ({ body: { context: { targetingKey: 'somebody' } } }) },
  'GET /ofrep/v1/configuration': { ...operators, make: () => ({}) },
}
