import { type Batcher, createBatcher } from '#kernel/batcher'
import { machineNow } from '#kernel/clock'
import type { Command, SubmitOptions, Verdict } from '#kernel/commands'
import { isId, isId7, timeOfId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import { commandInvalid, idReused, idTime } from '../problems.ts'
import { hashOf } from '../books/receipts.ts'
import type { Unit } from './units.ts'
import type { Writer } from './writer.ts'

/** How far the time in a client's id may lie back and ahead: the window in which a retry answers the same. */
const idPastMs = 24 * 3_600_000
const idAheadMs = 600_000
/** Commands in one list: a basket over many sellers stays far below. */
export const listMax = 200

/** Where commands enter: checked, joined with those of the same id on their way, queued. */
export type Intake = {
  submit: (commands: readonly Command[], options?: SubmitOptions) => Promise<Verdict[]>
  /** Commands that wait or are being decided. */
  size: () => number
  idle: () => Promise<void>
}

type Pending = { hash: Buffer; verdict: Promise<Verdict> }

/** The queue in front of a writer. */
export function createIntake(writer: Writer, { maxBatch, maxQueue }: { maxBatch?: number; maxQueue?: number }): Intake {
  const pending = new Map<string, Pending>()
  const queue: Batcher<Unit, Verdict[]> = createBatcher({
    ...(maxBatch === undefined ? {} : { maxBatch }),
    ...(maxQueue === undefined ? {} : { maxQueue }),
    run: writer.write,
    weigh: (unit) => unit.commands.length,
    // One batch is decided while the one before is stored; a third would only wait.
    depth: 2,
  })

  function submitUnit(commands: readonly Command[], isList: boolean): Promise<Verdict[]> {
    const listIds = isList ? commands.map(({ id }) => id) : null
    const hashes = commands.map((command) => hashOf(command, listIds))
    const onTheWay = commands.map(({ id }) => pending.get(id))
    if (onTheWay.some((known) => known !== undefined)) return join(onTheWay, hashes)
    const unit: Unit = { commands, hashes, isList, keys: undefined, deferrals: 0 }
    const verdicts = queue.add(unit)
    for (const [index, { id }] of commands.entries()) {
      const verdict = verdicts.then((all) => all[index]!)
      verdict.catch(() => undefined) // whoever submitted hears of it through `verdicts`
      pending.set(id, { hash: hashes[index]!, verdict })
    }
    const forget = (): void => {
      for (const { id } of commands) pending.delete(id)
    }
    verdicts.then(forget, forget)
    return verdicts
  }

  function submit(commands: readonly Command[], options: SubmitOptions = {}): Promise<Verdict[]> {
    checkCommands(commands, options)
    if (options.all === true) return submitUnit(commands, true)
    if (commands.length === 1) return submitUnit(commands, false)
    return Promise.all(commands.map(async (command) => (await submitUnit([command], false))[0]!))
  }

  return { submit: async (commands, options) => submit(commands, options), size: queue.size, idle: queue.idle }
}

/** The same command sent again while it is on its way waits for the same verdict. */
async function join(onTheWay: readonly (Pending | undefined)[], hashes: readonly Buffer[]): Promise<Verdict[]> {
  const isSame = onTheWay.every((known, index) => known?.hash.equals(hashes[index]!))
  if (!isSame) throw new Problem(idReused)
  return Promise.all(onTheWay.map((known) => known!.verdict))
}

/** @throws {Problem} command-invalid, id-time */
function checkCommands(commands: readonly Command[], { all, isDerived }: SubmitOptions): void {
  if (all === true) checkList(commands)
  for (const command of commands) checkShape(command)
  if (isDerived !== true) checkTimes(commands)
}

function checkList(commands: readonly Command[]): void {
  if (commands.length === 0 || commands.length > listMax) {
    throw new Problem(commandInvalid, { detail: `A list has from 1 to ${listMax} commands` })
  }
  if (new Set(commands.map(({ id }) => id)).size < commands.length) {
    throw new Problem(commandInvalid, { detail: 'Two commands of the list have the same id' })
  }
}

function checkTimes(commands: readonly Command[]): void {
  const now = machineNow()
  for (const { id } of commands) {
    const time = timeOfId(id)
    if (time < now - idPastMs || time > now + idAheadMs) throw new Problem(idTime, { extra: { now } })
  }
}

function checkShape({ id, orderId, groupId, actor }: Command): void {
  const wrong: string[] = []
  if (!isId7(id)) wrong.push('/id')
  if (orderId !== undefined && !isId(orderId)) wrong.push('/orderId')
  if (groupId !== undefined && !isId(groupId)) wrong.push('/groupId')
  if (wrong.length > 0) {
    const errors = wrong.map((pointer) => ({ pointer, detail: 'must be a UUID in lower case; an id a UUIDv7' }))
    throw new Problem(commandInvalid, { errors })
  }
  if (!isId(actor.party) || (actor.user !== undefined && !isId(actor.user)))
    throw new TypeError('an actor is a party’s id')
}
