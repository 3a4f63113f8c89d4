import type { FieldError } from '#kernel/problem'
import { columnsMax, createPoint, type Metric, type PointDeclaration } from './point.ts'

/** What the form of a declaration cannot say; the first thing that is wrong. */
export function nonsenseOf(declaration: PointDeclaration): FieldError | undefined {
  return (
    guardsFault(declaration) ??
    metricsFault(declaration.metrics) ??
    guardMetricsFault(declaration) ??
    idsFault(declaration) ??
    namedFault(declaration) ??
    questionFault(declaration) ??
    widthFault(declaration)
  )
}

function guardsFault({ guards, context, options }: PointDeclaration): FieldError | undefined {
  for (const [g, { when }] of guards.entries()) {
    for (const [c, { of, feature }] of when.entries()) {
      const declared = of === 'context' ? context : options.features
      if (!Object.hasOwn(declared, feature)) {
        return { pointer: `/guards/${g}/when/${c}/feature`, detail: `is not a feature of the ${of}` }
      }
    }
  }
  return undefined
}

/** Decisions are looked up by subject or reference: by what was chosen alone the search would read all of them. */
function metricsFault(metrics: readonly Metric[]): FieldError | undefined {
  for (const [index, { name, from }] of metrics.entries()) {
    const pointer = `/metrics/${index}`
    if (metrics.findIndex((one) => one.name === name) < index) {
      return { pointer: `${pointer}/name`, detail: 'is the name of a metric before' }
    }
    if (from === undefined) continue
    const detail = matchFault(from)
    if (detail !== undefined) return { pointer: `${pointer}/from/match`, detail }
  }
  return undefined
}

function matchFault({ source, match }: NonNullable<Metric['from']>): string | undefined {
  const has = (field: (typeof match)[number]['event']): boolean => match.some(({ event }) => event === field)
  if (match.every(({ decision }) => decision === 'chosen')) return 'must name the subject, the reference or the id'
  if (match.some(({ event, decision }) => event === 'session' && decision === 'subject'))
    return 'a session is no person'
  if (match.some(({ event, decision }) => (event === 'decision') !== (decision === 'id'))) {
    return 'the decision that an event names is found by its id'
  }
  if (source === 'interactions') {
    return has('actor') ? 'interactions have no actor, only a pseudonym' : undefined
  }
  if (has('session')) return 'events of the log have no session'
  return has('decision') ? 'events of the log name no decision' : undefined
}

/** Figures that every point has, besides its metrics. */
const ownFigures: readonly string[] = ['value', 'fallbacks', 'overrides']

function guardMetricsFault({ metrics, guardMetrics = [] }: PointDeclaration): FieldError | undefined {
  for (const [index, { metric, windowMs }] of guardMetrics.entries()) {
    const pointer = `/guardMetrics/${index}`
    if (guardMetrics.findIndex((one) => one.metric === metric) < index) {
      return { pointer: `${pointer}/metric`, detail: 'has a guard before' }
    }
    const declared = metrics.find(({ name }) => name === metric)
    if (declared === undefined && !ownFigures.includes(metric)) {
      return { pointer: `${pointer}/metric`, detail: `is no metric of the point, nor ${ownFigures.join(', ')}` }
    }
    if (declared !== undefined && windowMs > declared.windowMs) {
      return { pointer: `${pointer}/windowMs`, detail: `is longer than ${metric} counts: ${declared.windowMs}` }
    }
  }
  return undefined
}

function idsFault({ options, safeDefault, reverse }: PointDeclaration): FieldError | undefined {
  const { ids } = options
  if (ids === undefined) return undefined
  if (safeDefault !== null && !ids.includes(safeDefault)) return { pointer: '/safeDefault', detail: 'is not an option' }
  const unknown = Object.keys(reverse?.commands ?? {}).find((id) => !ids.includes(id))
  return unknown === undefined ? undefined : { pointer: `/reverse/commands/${unknown}`, detail: 'is not an option' }
}

/** Guards and budgets name options that the point lists. */
function namedFault({ guards, budgets = [], options: { ids = [] } }: PointDeclaration): FieldError | undefined {
  for (const [index, { options = [] }] of guards.entries()) {
    const stranger = options.findIndex((id) => !ids.includes(id))
    if (stranger !== -1) return { pointer: `/guards/${index}/options/${stranger}`, detail: 'is not an option' }
  }
  const lost = budgets.findIndex(({ option }) => !ids.includes(option))
  return lost === -1 ? undefined : { pointer: `/budgets/${lost}/option`, detail: 'is not an option' }
}

function questionFault({ question, options, context }: PointDeclaration): FieldError | undefined {
  if (question === null) return undefined
  const { ids = [], features } = options
  if (ids.length === 0 || Object.keys(features).length > 0) {
    return { pointer: '/options', detail: 'a question needs options with ids and without features' }
  }
  const missing = Object.keys(context).find((feature) => !Object.hasOwn(question.context, feature))
  if (missing !== undefined) return { pointer: '/question/context', detail: `does not say where ${missing} is found` }
  const silent = ids.find((id) => !Object.hasOwn(question.answers, id))
  return silent === undefined ? undefined : { pointer: '/question/answers', detail: `has no answer for ${silent}` }
}

function widthFault(declaration: PointDeclaration): FieldError | undefined {
  const { length } = createPoint(declaration, 1).columns
  return length <= columnsMax
    ? undefined
    : { pointer: '/options/features', detail: `make ${length} columns; at most ${columnsMax}` }
}
