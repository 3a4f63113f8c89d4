import type { Static } from 'typebox'
import { rfc3339 } from '#kernel/http-pages'
import type { DecisionRow } from '../books/reading.ts'
import type { Inputs } from '../books/record.ts'
import type { Decided } from '../decider.ts'
import type { DecidedBody, DecisionBody } from './contract.ts'

/** A decision as it was just made. */
export function shownDecided(decided: Decided, isRecorded: boolean): Static<typeof DecidedBody> {
  const { id, at, point, chosen, conditional, pChosen, mode, fallback, policy, reasons } = decided
  return {
    id, at: rfc3339(at), point, pChosen, mode, fallback, policy, isRecorded,
    chosen: [...chosen], conditional: [...conditional], reasons: [...reasons],
  } // prettier-ignore
}

/** A decision of the log. */
export function shownDecision(row: DecisionRow, seen: Inputs | undefined): Static<typeof DecisionBody> {
  const { at, latencyUs, policy, policyVersion, policyHash, inputs: _, mode, override, ...rest } = row
  return {
    ...pick(rest),
    at: rfc3339(at),
    seed: row.id,
    latencyMs: latencyUs / 1000,
    policy: policy === null ? null : { name: policy, version: policyVersion!, hash: policyHash! },
    mode: override === null ? mode : 'human',
    override,
    context: seen === undefined ? null : contextOf(seen),
  }
}

type Rest = Omit<
  DecisionRow,
  'at' | 'latencyUs' | 'policy' | 'policyVersion' | 'policyHash' | 'inputs' | 'mode' | 'override'
>

function pick({ id, point, pointVersion, subject, onBehalfOf, reference, options, candidates, ...more }: Rest) {
  const { featurePos, streamPos, chosen, conditional, pChosen, experiments, reasons, counterfactual, fallback } = more
  const { outcomes, value, contests } = more
  return {
    id, point, pointVersion, subject, onBehalfOf, reference, options, candidates, featurePos, streamPos, chosen,
    conditional, pChosen, experiments, reasons, counterfactual, fallback, outcomes, value,
    contests,
  } // prettier-ignore
}

function contextOf({ context, sources }: Inputs): NonNullable<Static<typeof DecisionBody>['context']> {
  return Object.fromEntries(
    Object.entries(context).map(([feature, value]) => [feature, { value, eventId: sources[feature] ?? null }]),
  )
}
