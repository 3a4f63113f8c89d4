/**
 * Which figure a hint says first: a flag, so that an experiment may find out which is of more use. Whoever is told a
 * hint has met its wording, and a hint that is taken is what came of it.
 */
import type { Actor } from '#kernel/commands'
import type { Context } from '#kernel/module'
import { experimentsOf } from '#modules/experiments'

/** The flag's key; where nobody has set it, the range stands first. */
export const wordingFlag = 'hint-wording'
/** Of an experiment that drives the flag: whether a hint was taken. */
const takenMetric = 'taken'

export type Wording = 'range' | 'middle'

/** How the hint that somebody is about to read is worded. */
export async function wordingFor(context: Context, by: Actor): Promise<Wording> {
  const experiments = experimentsOf(context)
  const found = await experiments.evaluate(wordingFlag, { targetingKey: personOf(by) })
  if (!('value' in found)) return 'range'
  if (found.trial !== null) experiments.used(found.trial.live, found.trial.assigned)
  return found.value === 'middle' ? 'middle' : 'range'
}

/** Tells the experiment that drives the flag, if one does, that somebody has taken a hint. */
export async function tellTaken(
  context: Context,
  { decision, by, at }: { decision: string; by: Actor; at: number },
): Promise<void> {
  const experiments = experimentsOf(context)
  const live = experiments.registry.driving(wordingFlag)
  if (live?.declaration.metrics.some(({ name }) => name === takenMetric) !== true) return
  const unit = await experiments.identities.unitOf({ key: personOf(by) })
  const observation = { unit, event: decision, n: 0, at, value: 1 }
  await experiments.telling.observe({ declaration: live.declaration, metric: takenMetric, part: 0, observation })
}

/** A shop's people see hints each for themselves. */
function personOf({ user, party }: Actor): string {
  return user ?? party
}
