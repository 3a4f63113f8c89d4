/** Makes the arm that won what everybody meets. */
import type { Actor } from '#kernel/commands'
import { invalidAt } from '#kernel/http-problems'
import { Problem } from '#kernel/problem'
import { promote } from '#modules/decisions'
import type { Declaration } from '../core/experiment.ts'
import type { Flag } from '../core/flag.ts'
import { brokenGuard } from '../core/steering.ts'
import { guardBroken, resultsLocked } from '../problems.ts'
import { getFlag, setFlag } from './flags.ts'
import { isGiven, type Place, type Verdict } from './lifecycle.ts'
import { analysisOf } from './looking.ts'
import { getExperiment } from './rows.ts'

/**
 * Changes the flag or the policy that the arms stood for, before the verdict is written down: if something breaks
 * between, the experiment still runs, and shipping again ends it.
 *
 * @throws {Problem} experiment-not-found, experiment-not-running, experiment-over, results-locked, guard-broken
 */
export async function shipArm(
  place: Place & { by: Actor },
  name: string,
  verdict: Extract<Verdict, { decision: 'ship' }>,
): Promise<void> {
  const { db, town } = place
  const { arm } = verdict
  const row = await getExperiment(db, town, name)
  const { declaration } = row
  if (!declaration.arms.some((one) => one.name === arm)) throw invalidAt('/arm', 'is not an arm of the experiment')
  if (isGiven(row, verdict)) return
  const analysis = await analysisOf(db, town, declaration)
  if (analysis.isLocked) throw new Problem(resultsLocked)
  const broken = brokenGuard(declaration, analysis)
  if (broken?.arm === arm) throw new Problem(guardBroken, { detail: `${broken.metric} is worse with ${arm}.` })
  const { drives } = declaration
  if (drives?.kind === 'flag') await setFlag(place, shippedFlag(await getFlag(db, town, drives.flag), declaration, arm))
  if (drives?.kind !== 'point') return
  const { policy, version } = drives.policies[arm]!
  await promote(place, { point: drives.point, name: policy, version, stage: 'live', canaryBps: 0 })
}

/** Those for whom the experiment was meet the arm that won; rules for others stay behind it. */
function shippedFlag(flag: Flag, { eligibility }: Declaration, variant: string): Flag {
  if (eligibility.length === 0) return { ...flag, rules: [], otherwise: { variant } }
  return { ...flag, rules: [{ when: eligibility, serve: { variant } }, ...flag.rules] }
}
