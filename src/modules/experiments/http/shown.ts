import type { Static } from 'typebox'
import { rfc3339 } from '#kernel/http-pages'
import type { ExperimentRow } from '../books/rows.ts'
import { liveOf } from '../books/rows.ts'
import type { Declaration } from '../core/experiment.ts'
import type { Flag } from '../core/flag.ts'
import type { ExperimentBody, ExperimentsBody } from './contract.ts'
import type { DeclarationBody } from './contract-declaring.ts'
import type { FlagBody, FlagShown } from './contract-flags.ts'

type Listed = Static<typeof ExperimentsBody>['items'][number]

const instant = (ms: number | null): string | null => (ms === null ? null : rfc3339(ms))

/** An experiment in a list. */
export function listed(row: ExperimentRow): Listed {
  const { declaration, name, state, declaredAt, startedAt, endedAt, stopReason, stopGuard, shipped, lesson } = row
  const { title, hypothesis, layer, unit, plannedDays } = declaration
  return {
    experiment: name, title, hypothesis, state, layer, unit, plannedDays,
    rampBps: state === 'ramping' || state === 'running' ? liveOf(row).rampBps : 0,
    declaredAt: rfc3339(declaredAt), startedAt: instant(startedAt), endedAt: instant(endedAt),
    stopReason, stopGuard, shipped, lesson,
  } // prettier-ignore
}

/** An experiment with all that was declared. */
export function shown(row: ExperimentRow): Static<typeof ExperimentBody> {
  const { declaration, step, steppedAt, epoch } = row
  const { shares } = liveOf(row)
  const { name: _, ...declared } = declaration
  return {
    ...listed(row),
    step,
    steppedAt: instant(steppedAt),
    epoch,
    shares: Object.fromEntries(declaration.arms.map(({ name }, index) => [name, shares[index]!])),
    declaration: declared as Static<typeof DeclarationBody>, // its lists are read-only elsewhere
  }
}

/** What was left out, filled in: the same thing declared twice has the same text. */
export function declarationOf(name: string, body: Static<typeof DeclarationBody>): Declaration {
  const { eligibility = [], ramp, allocation = { kind: 'fixed' }, drives = null, ...rest } = body
  const whole = { steps: [10_000], stepMs: 86_400_000, isAutomatic: false }
  return { name, ...rest, eligibility, ramp: ramp ?? whole, allocation, drives }
}

export function flagOf(key: string, body: Static<typeof FlagBody>): Flag {
  const { rules = [], metadata = {}, ...rest } = body
  return { key, ...rest, rules, metadata }
}

export function shownFlag({ key, ...flag }: Flag, drivenBy: string | null): Static<typeof FlagShown> {
  return { flag: key, ...flag, drivenBy } as Static<typeof FlagShown> // its lists are read-only elsewhere
}
