import type { Static } from 'typebox'
import type { App } from '#kernel/http'
import { instantMs } from '#kernel/http-pages'
import { Problem } from '#kernel/problem'
import type { FieldError } from '#kernel/problem'
import type { Exposure } from '../books/counting.ts'
import type { ToldOutcome } from '../books/telling.ts'
import { blockOf } from '../core/assignment.ts'
import { activeStates, type Live } from '../core/experiment.ts'
import { exposureOf, unitOf } from '../experiments.ts'
import { ExposedBody, ExposuresBody, ObservedBody, OutcomesBody } from './contract.ts'
import type { ExperimentRoutes } from './routes.ts'

type ToldExposure = Static<typeof ExposuresBody>['exposures'][number]
type Told = Static<typeof OutcomesBody>['outcomes'][number]
type Refusal = { wrong: FieldError }

/** What was used on whom, and what came of it. */
export function tellingRoutes(app: App, context: ExperimentRoutes): void {
  exposuresRoute(app, context)
  outcomesRoute(app, context)
}

// A unit is exposed once, and an outcome has an id of its own: a repetition is harmless.
const config = { access: 'operator', idempotency: 'none' } as const

function exposuresRoute(app: App, context: ExperimentRoutes): void {
  const { telling } = context.experiments
  app.post(
    '/v1/experiments/exposures',
    {
      config,
      schema: {
        operationId: 'tellExposures',
        summary: 'Tell that variants were really used on units; told again they count once',
        description: 'Without `arm` the unit’s assignment is taken. One that is wrong is refused by itself.',
        body: ExposuresBody,
        response: { 200: ExposedBody },
      },
    },
    async ({ body }) => {
      const counts = { new: 0, known: 0, crossed: 0 }
      const refused: (FieldError & { index: number })[] = []
      const told = await Promise.all(body.exposures.map((one) => exposureTold(context, one)))
      await Promise.all(
        told.map(async (one, index) => {
          if ('wrong' in one) return void refused.push({ index, ...one.wrong })
          counts[await telling.expose(one)] += 1
        }),
      )
      return { ...counts, refused: refused.toSorted((one, other) => one.index - other.index) }
    },
  )
}

/** The experiment of something told, and when it was; or what is wrong. */
function placed(
  { experiments, clock }: ExperimentRoutes,
  { experiment, at: text }: { experiment: string; at?: string },
): { live: Live; at: number } | Refusal {
  const live = experiments.registry.experiment(experiment)
  if (live === undefined) return { wrong: { pointer: '/experiment', detail: 'is not an experiment under way' } }
  const at = text === undefined ? clock.now() : atOf(text)
  if (at === undefined) return { wrong: { pointer: '/at', detail: 'is not an instant that clocks have' } }
  return at > clock.now() ? { wrong: { pointer: '/at', detail: 'lies in the future' } } : { live, at }
}

function atOf(text: string): number | undefined {
  try {
    return instantMs(text, '/at')
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

async function exposureTold(
  context: ExperimentRoutes,
  told: ToldExposure,
): Promise<{ declaration: Live['declaration']; exposure: Exposure } | Refusal> {
  const found = placed(context, told)
  if ('wrong' in found) return found
  const { live, at } = found
  const { declaration } = live
  if (!activeStates.includes(live.state)) {
    return { wrong: { pointer: '/experiment', detail: `takes no units: it is ${live.state}` } }
  }
  if (at < live.startedAt) return { wrong: { pointer: '/at', detail: 'lies before the start of the experiment' } }
  const assigned = await assignedTo(context, { live, told, at })
  if ('wrong' in assigned) return assigned
  const exposure = exposureOf(live, { ...assigned, p: 0 }, at)
  if (exposure === undefined) return { wrong: { pointer: '/at', detail: 'lies in the washout of a block' } }
  const { before } = told
  return { declaration, exposure: before === undefined ? exposure : { ...exposure, before } }
}

type Assignment = { unit: string; arm: string; epoch: number }

/** What is told to have been used is noted as told: it is the caller's split that is judged, not the intended one. */
async function assignedTo(
  { experiments }: ExperimentRoutes,
  { live, told, at }: { live: Live; told: ToldExposure; at: number },
): Promise<Assignment | Refusal> {
  const { arm, epoch = live.epoch, targetingKey, session, attributes = {} } = told
  const { arms, unit: kind } = live.declaration
  if (arm === undefined) {
    const assigned = await experiments.assign(live, { targetingKey, session, attributes, at })
    return typeof assigned === 'string' ? { wrong: { pointer: '', detail: `takes no part: ${assigned}` } } : assigned
  }
  if (!arms.some(({ name }) => name === arm)) return { wrong: { pointer: '/arm', detail: 'is not an arm' } }
  if (epoch > live.epoch) return { wrong: { pointer: '/epoch', detail: `must be at most ${live.epoch}` } }
  const unit = kind === 'block' ? blockOf(live, at).unit : await unitOf(experiments.identities, live, told)
  return unit === undefined ? { wrong: { pointer: '/targetingKey', detail: 'is required' } } : { unit, arm, epoch }
}

function outcomesRoute(app: App, context: ExperimentRoutes): void {
  const { telling } = context.experiments
  app.post(
    '/v1/experiments/outcomes',
    {
      config,
      schema: {
        operationId: 'tellExperimentOutcomes',
        summary: 'Tell what units did; it counts for the metric when it lies within its window after the exposure',
        description: 'Told before the exposure it is kept: what lies before may be the covariate of CUPED.',
        body: OutcomesBody,
        response: { 200: ObservedBody },
      },
    },
    async ({ body }) => {
      const counts = { new: 0, known: 0 }
      const refused: (FieldError & { index: number })[] = []
      const told = await Promise.all(body.outcomes.map((one) => outcomeTold(context, one)))
      await Promise.all(
        told.map(async (one, index) => {
          if ('wrong' in one) return void refused.push({ index, ...one.wrong })
          counts[(await telling.observe(one)) ? 'new' : 'known'] += 1
        }),
      )
      return { ...counts, refused: refused.toSorted((one, other) => one.index - other.index) }
    },
  )
}

async function outcomeTold(context: ExperimentRoutes, told: Told): Promise<ToldOutcome | Refusal> {
  const found = placed(context, told)
  if ('wrong' in found) return found
  const { live, at } = found
  const { declaration } = live
  const metric = declaration.metrics.find(({ name }) => name === told.metric)
  if (metric === undefined) return { wrong: { pointer: '/metric', detail: 'is not a metric of the experiment' } }
  const part = told.part === 'per' ? 1 : 0
  if (part === 1 && metric.kind !== 'ratio') return { wrong: { pointer: '/part', detail: 'is for ratios only' } }
  const unit = await unitAt(context, live, { told, at })
  if (typeof unit !== 'string') return unit
  const observation = { unit, event: told.id, n: 0, at, value: told.value }
  return { declaration, metric: metric.name, part, observation }
}

/** Whose outcome it is; of a switchback the block of its time. */
async function unitAt(
  context: ExperimentRoutes,
  live: Live,
  { told, at }: { told: Told; at: number },
): Promise<string | Refusal> {
  if (live.declaration.unit === 'block') {
    if (live.startedAt === 0 || at < live.startedAt) {
      return { wrong: { pointer: '/at', detail: 'lies before the start of the experiment' } }
    }
    const { unit, isWashout } = blockOf(live, at)
    return isWashout ? { wrong: { pointer: '/at', detail: 'lies in the washout of a block' } } : unit
  }
  return (
    (await unitOf(context.experiments.identities, live, told)) ?? {
      wrong: { pointer: '/targetingKey', detail: 'is required' },
    }
  )
}
