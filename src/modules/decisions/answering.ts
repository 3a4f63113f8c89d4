import type { Json } from '#kernel/commands'
import { derivedId } from '#kernel/ids'
import type { Answerer } from '#modules/orders'
import type { Asking, Decided } from './decider.ts'
import type { FeatureValue, FeatureValues } from './core/features.ts'
import type { Point } from './core/point.ts'

/**
 * Answers a manifest's question by a decision: features come from what the question is told, the answer from the option
 * chosen. Where nothing could be decided it throws, and the safe answer of the manifest stands.
 */
export function answererOf({ declaration }: Point, decide: (asking: Asking) => Decided): Answerer {
  const { question, options, name } = declaration
  return async ({ command, order, question: asked, given }) => {
    if (question === null) throw new Error(`${name} answers no question`)
    const context: FeatureValues = Object.fromEntries(
      Object.entries(question.context).map(([feature, path]) => [feature, valueAt(given, path)]),
    )
    const { chosen, fallback } = decide({
      // Asked again by a retry, it is the same decision.
      id: derivedId(command.id, `asks/${asked}`),
      context,
      options: (options.ids ?? []).map((id) => ({ id, features: {} })),
      subject: command.actor.user ?? command.actor.party,
      reference: order?.id ?? command.id,
    })
    const [option] = chosen
    const answer = option === undefined ? undefined : question.answers[option]
    if (answer === undefined) throw new Error(`${name} chose nothing: ${fallback ?? 'an option without an answer'}`)
    return answer
  }
}

/** The value at a path of dots; what is no feature is an empty text, which no declaration admits for a number. */
function valueAt(given: Json, path: string): FeatureValue {
  let found: Json | undefined = given
  for (const step of path.split('.')) {
    found = typeof found === 'object' && found !== null && step in found ? Reflect.get(found, step) : undefined
  }
  return typeof found === 'number' || typeof found === 'boolean' || typeof found === 'string' ? found : ''
}
