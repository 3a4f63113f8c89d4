/**
 * A point whose truth is known: which of three greetings a visitor meets. What the scenario asks over HTTP and what the
 * soak reckons by the thousand is the same point, the same two policies and the same visitors.
 */
import type { PointDeclaration } from './core/point.ts'
import type { PolicySpec } from './core/policy.ts'

/** The point, but for its name. */
export const greetingPoint: Omit<PointDeclaration, 'name'> = {
  title: 'Which of three greetings a visitor meets',
  context: { age: { kind: 'number', min: 0, max: 1 }, isNew: { kind: 'flag' } },
  options: { features: {}, ids: ['short', 'warm', 'formal'] },
  isCrossed: true,
  guards: [],
  safeDefault: 'short',
  metrics: [{ name: 'stayed', weight: 1, windowMs: 60_000, counts: 'first' }],
  reverse: null,
  question: null,
  retentionDays: 30,
  budgetMs: 1_000,
  mode: 'auto',
}

/** What can be chosen. */
export const greetings = ['short', 'warm', 'formal'].map((id) => ({ id, features: {} }))

/** Policy A, that decides. */
export const greetingPolicy: PolicySpec = {
  kind: 'linear', weights: { '@warm': 0.3, '@formal*age': 0.4 }, temperature: 1,
} // prettier-ignore

/** Policy B, that is judged by A's log alone: much surer, and of what is true. */
export const surerPolicy: PolicySpec = {
  kind: 'linear', weights: { '@warm*isNew': 1.5, '@formal*age': 1.5 }, temperature: 0.5,
} // prettier-ignore

/** Whoever is greeted. `age`: 0 to 1. */
export type Visitor = { age: number; isNew: boolean }

/** The hidden truth: the chance that a visitor stays. */
export function chanceToStay(greeting: string, { age, isNew }: Visitor): number {
  if (greeting === 'warm') return isNew ? 0.7 : 0.3
  return greeting === 'formal' ? 0.2 + 0.5 * age : 0.3
}

/** Ages at which the mean is taken. */
const steps = 1_000

/** The mean over all visitors, each age and half of them new. */
export function meanOfVisitors(valueOf: (visitor: Visitor) => number): number {
  let sum = 0
  for (let i = 0; i < steps; i++) {
    for (const isNew of [true, false]) sum += valueOf({ age: (i + 0.5) / steps, isNew })
  }
  return sum / (2 * steps)
}
