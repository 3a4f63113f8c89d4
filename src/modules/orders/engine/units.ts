import type { Command, JsonObject, Refusal, Verdict } from '#kernel/commands'
import type { Receipt } from '#kernel/events'
import type { Outcome } from '#kernel/batcher'
import { log } from '#kernel/log'
import { Problem } from '#kernel/problem'
import { applyDecided, applyRefusal, checkChanges, keysOf } from './apply.ts'
import { addKeys, beginList, type Books, isEmpty, keep, type Keys, missingKeys, takeBack } from '../books/books.ts'
import type { Decide, Decided } from './decide.ts'
import { idReused } from '../problems.ts'
import { verdictOf } from '../books/receipts.ts'
import { type EngineView, KeyMissing } from '../books/views.ts'

/** What is decided together: one command, or a list that is accepted or refused as a whole. */
export type Unit = {
  commands: readonly Command[]
  hashes: readonly Buffer[]
  isList: boolean
  /** Keys that an earlier batch found missing. */
  keys: Keys | undefined
  /** Batches that sent it on. */
  deferrals: number
}

/** What the batch made of a unit, before it is stored. */
export type UnitResult = 'decided' | { failed: unknown } | { missing: Keys }

/** Answers a unit that is in the log already, or `undefined` when it is new. */
export function replayOf(
  { commands, hashes }: Unit,
  receipts: { get: (id: string) => Receipt | undefined },
): Outcome<Unit, Verdict[]> | undefined {
  const found = commands.map(({ id }) => receipts.get(id))
  if (found.every((receipt) => receipt === undefined)) return undefined
  const isSame = found.every((receipt, index) => receipt?.hash.equals(hashes[index]!))
  if (!isSame) return { error: new Problem(idReused) }
  return { value: found.map((receipt) => verdictOf(receipt!)) }
}

/** Decides a unit on the books and changes them, or leaves them as they were. */
export function decideUnit(books: Books, decide: Decide, { unit, view }: { unit: Unit; view: EngineView }): UnitResult {
  if (!unit.isList) return decideOne(books, decide, { unit, view, index: 0 }) ?? 'decided'
  beginList(books)
  try {
    for (const index of unit.commands.keys()) {
      const stop = decideInList(books, decide, { unit, view, index })
      if (stop !== undefined) return stop
    }
    keep(books)
    return 'decided'
  } finally {
    takeBack(books) // nothing to take back after `keep`
  }
}

type Place = { unit: Unit; view: EngineView; index: number }

/** Decides the command of a unit; `undefined` when it was accepted or refused, and noted in the books. */
function decideOne(books: Books, decide: Decide, place: Place): Exclude<UnitResult, 'decided'> | undefined {
  const answer = decideCommand(books, decide, place)
  if ('refusal' in answer) {
    const { unit, index } = place
    applyRefusal(books, unit.commands[index]!, { refusal: answer.refusal, hash: unit.hashes[index]! })
    return undefined
  }
  return 'accepted' in answer ? undefined : answer
}

function decideInList(books: Books, decide: Decide, place: Place): UnitResult | undefined {
  const answer = decideCommand(books, decide, place)
  if ('accepted' in answer) return undefined
  takeBack(books)
  if (!('refusal' in answer)) return answer
  refuseList(books, place, answer.refusal)
  return 'decided'
}

/** One refusal refuses all; each command of the list says which one it was. */
function refuseList(books: Books, { unit, index: culprit }: Place, refusal: Refusal): void {
  const extra: JsonObject = {
    refusedId: unit.commands[culprit]!.id,
    refusedSlug: refusal.slug,
    refusedDetail: refusal.detail,
  }
  const shared: Refusal = {
    slug: 'list-refused',
    status: 409,
    detail: 'Another command of the list was refused',
    extra,
  }
  for (const [index, command] of unit.commands.entries()) {
    applyRefusal(books, command, { refusal: index === culprit ? refusal : shared, hash: unit.hashes[index]! })
  }
}

type Answer = { accepted: true } | { refusal: Refusal } | { failed: unknown } | { missing: Keys }

/** Decides one command and, when it is accepted, changes the books. A fault of ours fails this command alone. */
function decideCommand(books: Books, decide: Decide, { unit, view, index }: Place): Answer {
  const command = unit.commands[index]!
  try {
    const decision = decide(view, command)
    if (!decision.ok) return { refusal: decision.refusal }
    const missing = missingKeys(books, keysOf(decision.changes))
    if (!isEmpty(missing)) return { missing }
    return accept(books, command, { decided: decision.changes, result: decision.result, hash: unit.hashes[index]! })
  } catch (thrown) {
    return thrown instanceof KeyMissing ? { missing: thrown.keys } : { failed: thrown }
  }
}

function accept(
  books: Books,
  command: Command,
  outcome: { decided: Decided; result: JsonObject; hash: Buffer },
): Answer {
  const refusal = checkChanges(books, outcome.decided)
  if (refusal !== undefined) return { refusal }
  applyDecided(books, command, outcome)
  return { accepted: true }
}

/** Verdicts of a batch by command. */
export function verdictsOf({ events }: Books): Map<string, Verdict> {
  return new Map(events.filter(({ n }) => n === 0).map((event) => [event.id, verdictOf(event)]))
}

/** A unit that is sent on so often reads keys that change from look to look: a fault of ours. */
const deferralsMax = 8

type Around = {
  verdicts: ReadonlyMap<string, Verdict>
  wider: (unit: Unit) => Keys
  stats: { deferred: number; failed: number }
}

/** What a unit's callers hear after the batch was stored. */
export function outcomeOf(
  unit: Unit,
  result: UnitResult,
  { verdicts, wider, stats }: Around,
): Outcome<Unit, Verdict[]> {
  if (result === 'decided') return { value: unit.commands.map(({ id }) => verdicts.get(id)!) }
  if ('missing' in result && unit.deferrals < deferralsMax) {
    stats.deferred += 1
    return { again: deferred(unit, result.missing, wider(unit)) }
  }
  stats.failed += 1
  const error = 'missing' in result ? new Error(`still missing after ${deferralsMax} batches`) : result.failed
  const commands = unit.commands.map(({ id, business, type }) => ({ id, business, type }))
  log.error({ err: error, commands }, 'a command failed')
  return { error }
}

/** The unit with further keys, for the next batch. */
export function deferred(unit: Unit, missing: Keys, wider: Keys): Unit {
  const keys = unit.keys ?? missing
  addKeys(keys, missing)
  addKeys(keys, wider)
  return { ...unit, keys, deferrals: unit.deferrals + 1 }
}
