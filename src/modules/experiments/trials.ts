import type { Asking, Trials } from '#modules/decisions'
import type { Registry } from './books/registry.ts'
import { assign, type Assigned } from './core/assignment.ts'
import type { Live } from './core/experiment.ts'

/**
 * Experiments over the policies of decision points. The unit is whom the decision is about, else the caller's
 * reference; a switchback needs neither. A decision never waits, so who signed in is not looked up here.
 */
export function trialsOf({
  registry,
  used,
}: {
  registry: Registry
  used: (live: Live, assigned: Assigned) => void
}): Trials {
  return (point, asking, at) => {
    const trial = registry.trial(point.declaration.name)
    if (trial === undefined) return undefined
    const { live, pointVersion, policies } = trial
    if (pointVersion !== point.version) {
      // The point was declared anew: its policies must be compiled for it before they may choose again.
      registry.forget()
      return undefined
    }
    const assigned = assign(live, { unit: unitOf(live, asking), attributes: attributesOf(asking), at })
    if (typeof assigned === 'string') return undefined
    const policy = policies.get(assigned.arm)
    if (policy === undefined) return undefined
    const { arm, p, epoch } = assigned
    return {
      policy,
      experiments: [{ experiment: live.declaration.name, arm, p, epoch }],
      used: () => used(live, assigned),
    }
  }
}

function unitOf({ declaration: { unit } }: Live, { subject, reference }: Asking): string | undefined {
  if (unit === 'person') return subject ?? reference ?? undefined
  return reference ?? subject ?? undefined
}

/** Eligibility may ask for what the decision looks at. */
function attributesOf({ context, subject }: Asking): Readonly<Record<string, unknown>> {
  return subject === undefined || subject === null ? context : { ...context, targetingKey: subject }
}
