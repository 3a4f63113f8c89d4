/** A new experiment as its form holds it, and as the town takes it. */
import type { BodyOf } from '#web/api-types'
import type { ApiProblem } from '#web/problem'

export type Body = BodyOf<'put', '/v1/experiments/{experiment}'>
type MetricBody = Body['metrics'][number]

export type MetricDraft = {
  name: string
  kind: MetricBody['kind']
  better: MetricBody['better']
  windowDays: number
  /** For a rate in hundredths, as people say it. */
  effect: number
  source: 'told' | 'log' | 'interactions'
  type: string
  unit: string
  value: string
}

export type Draft = {
  title: string
  hypothesis: string
  unit: Body['unit']
  blockMinutes: number
  washoutMinutes: number
  arms: { name: string; weight: number }[]
  flag: string
  layer: string
  sharePercent: number
  plannedDays: number
  ramp: 'whole' | 'careful'
  isAutomatic: boolean
  primary: MetricDraft
  guard: MetricDraft | null
}

const dayMs = 86_400_000
const minuteMs = 60_000

/** Steps for what may do harm. */
export const carefulSteps = [100, 500, 2_500, 10_000]

export const emptyMetric: MetricDraft = {
  name: '',
  kind: 'rate',
  better: 'up',
  windowDays: 7,
  effect: 1,
  source: 'told',
  type: '',
  unit: 'actor',
  value: '',
}

export const emptyDraft: Draft = {
  title: '',
  hypothesis: '',
  unit: 'person',
  blockMinutes: 30,
  washoutMinutes: 5,
  arms: [
    { name: 'control', weight: 50 },
    { name: 'treatment', weight: 50 },
  ],
  flag: '',
  layer: 'default',
  sharePercent: 100,
  plannedDays: 14,
  ramp: 'careful',
  isAutomatic: true,
  primary: emptyMetric,
  guard: null,
}

/** A name that may stand in an address, from a title in any language. */
export function nameOf(title: string, fallback: string): string {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 50)
  return words === '' ? fallback : words
}

/** The change worth finding as the town counts it. */
export function effectOf({ kind, effect }: Pick<MetricDraft, 'kind' | 'effect'>): number {
  return kind === 'rate' ? effect / 100 : effect
}

function metricOf(draft: MetricDraft, role: MetricBody['role']): MetricBody {
  const { name, kind, better, windowDays, source, type, unit, value } = draft
  const counted = value === '' ? {} : { value }
  const from = source === 'told' ? {} : { from: { source, type, unit, ...counted } }
  return { name, role, kind, better, windowMs: Math.round(windowDays * dayMs), effect: effectOf(draft), ...from }
}

/** What is sent. */
export function bodyOf(draft: Draft): Body {
  const { title, hypothesis, unit, arms, layer, plannedDays, flag, ramp, isAutomatic, primary, guard } = draft
  const block = { lengthMs: draft.blockMinutes * minuteMs, washoutMs: draft.washoutMinutes * minuteMs }
  return {
    title,
    hypothesis,
    layer,
    shareBps: Math.round(draft.sharePercent * 100),
    unit,
    ...(unit === 'block' ? { block } : {}),
    arms,
    metrics: [metricOf(primary, 'primary'), ...(guard === null ? [] : [metricOf(guard, 'guard')])],
    plannedDays,
    ...(ramp === 'whole' ? {} : { ramp: { steps: carefulSteps, stepMs: dayMs, isAutomatic } }),
    drives: flag === '' ? null : { kind: 'flag', flag },
  }
}

/** What is wrong at one place of what was sent. */
export function errorAt(errors: ApiProblem['errors'], path: string): string | undefined {
  return errors.find(({ pointer }) => pointer === `/${path}`)?.detail
}
