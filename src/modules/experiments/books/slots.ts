/** Finds an experiment its place beside those that run: units of its layer, and what its arms change. */
import { sql, type Tx } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { getPoint, getPolicy } from '#modules/decisions'
import { freeSlots, slotsOfLayer } from '../core/assignment.ts'
import type { Declaration, Drives, Slots, UnitKind } from '../core/experiment.ts'
import { alreadyDriven, drivesUnfit, layerFull, layerOfOtherUnits } from '../problems.ts'
import { getFlag } from './flags.ts'

type Neighbour = { name: string; layer: string; unit: UnitKind; slots: Slots; drives: Drives }

/**
 * The caller holds the town's revision, so nobody takes the same slots meanwhile.
 *
 * @throws {Problem} as `startExperiment`
 */
export async function slotsFor(tx: Tx, town: number, declaration: Declaration): Promise<Slots> {
  const { rows } = await sql<Neighbour>`
    select name, layer, unit, slots, declaration -> 'drives' as drives from experiments.experiments
    where town = ${town} and state in ('ramping', 'running')`.execute(tx)
  await refuseUnfit(tx, town, declaration)
  const rival = rows.find(({ drives }) => thingOf(drives) !== null && thingOf(drives) === thingOf(declaration.drives))
  if (rival !== undefined) throw new Problem(alreadyDriven, { detail: `${rival.name} is running.` })
  const neighbours = rows.filter(({ layer }) => layer === declaration.layer)
  const other = neighbours.find(({ unit }) => unit !== declaration.unit)
  if (other !== undefined) throw new Problem(layerOfOtherUnits, { detail: `${other.name} assigns a ${other.unit}.` })
  const held = neighbours.map(({ slots }) => slots)
  const slots = freeSlots(held, declaration.shareBps)
  if (slots !== undefined) return slots
  const taken = held.flat().reduce((sum, [from, behind]) => sum + behind - from, 0)
  throw new Problem(layerFull, { detail: `${(slotsOfLayer - taken) / 100} % of the layer are free.` })
}

function thingOf(drives: Drives): string | null {
  if (drives === null) return null
  return drives.kind === 'flag' ? `flag ${drives.flag}` : `point ${drives.point}`
}

/** @throws {Problem} drives-unfit */
async function refuseUnfit(tx: Tx, town: number, { drives, arms }: Declaration): Promise<void> {
  if (drives === null) return
  try {
    if (drives.kind === 'flag') {
      const { variants } = await getFlag(tx, town, drives.flag)
      const missing = arms.find(({ name }) => !Object.hasOwn(variants, name))
      if (missing !== undefined)
        throw new Problem(drivesUnfit, { detail: `${missing.name} is no variant of the flag.` })
      return
    }
    const point = await getPoint(tx, town, drives.point)
    for (const { policy, version } of Object.values(drives.policies)) {
      await getPolicy(tx, town, { point, name: policy, version })
    }
  } catch (error) {
    if (!(error instanceof Problem) || error.kind === drivesUnfit) throw error
    throw new Problem(drivesUnfit, { detail: error.message })
  }
}
