/** What a flag says: an experiment's arm for its units, else what its own rules say. */
import type { Registry } from '../books/registry.ts'
import type { Assigned, Outside } from '../core/assignment.ts'
import type { Live } from '../core/experiment.ts'
import { type Flag, type FlagValue, type Reason, resolve, resolved } from '../core/flag.ts'
import type { FlagContext } from '../experiments.ts'

/** As OpenFeature names what can go wrong. */
export type FlagError = 'FLAG_NOT_FOUND' | 'TARGETING_KEY_MISSING'

export type Evaluated =
  | { key: string; error: FlagError; detail: string }
  /** Switched off: the caller's own default stands. */
  | { key: string; flag: Flag; reason: 'DISABLED' }
  | {
      key: string
      flag: Flag
      reason: Reason
      variant: string
      value: FlagValue
      /** The experiment whose arm it is. */
      trial: { live: Live; assigned: Assigned } | null
    }

type Parts = {
  registry: Registry
  assign: (live: Live, asked: FlagContext) => Promise<Assigned | Outside>
}

export async function evaluate({ registry, assign }: Parts, key: string, asked: FlagContext): Promise<Evaluated> {
  const flag = registry.flag(key)
  if (flag === undefined) return { key, error: 'FLAG_NOT_FOUND', detail: `There is no flag ${key}.` }
  if (!flag.isOn) return { key, flag, reason: 'DISABLED' }
  const live = registry.driving(key)
  if (live !== undefined) {
    const assigned = await assign(live, asked)
    if (assigned === 'no-unit') return keyless(key)
    if (typeof assigned !== 'string') {
      return { key, flag, ...resolved(flag, assigned.arm, 'SPLIT'), trial: { live, assigned } }
    }
  }
  const { targetingKey, attributes = {} } = asked
  const known = targetingKey === undefined ? attributes : { ...attributes, targetingKey }
  const found = resolve(flag, known, targetingKey)
  return found === 'needs-key' ? keyless(key) : { key, flag, ...found, trial: null }
}

function keyless(key: string): Evaluated {
  return { key, error: 'TARGETING_KEY_MISSING', detail: `${key} is split: the context needs a targetingKey.` }
}
