import { type Outcome, createBatcher } from '#kernel/batcher'
import type { TownClock } from '#kernel/clock'
import type { Database } from '#kernel/db'
import type { FieldError } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import type { Purpose } from './builtin-types.ts'
import type { EventTypes } from './event-types.ts'
import { type Kept, judge } from './judge.ts'
import { type Pseudonyms, sealFields } from './pseudonyms.ts'
import { type Malformed, storeQuarantined } from './quarantine.ts'
import { announce } from './stream.ts'
import { type Stored, storeBatch } from './store.ts'

/** What became of the events of one request; indexes are those of the request. */
export type Receipt = {
  stored: number
  duplicates: { index: number; id: string }[]
  quarantined: { index: number; pointer: string; detail: string }[]
  /** Where the stream stands: a counter that has come so far counts all of these. */
  position: number
}

/** Who sends, and what. */
export type Delivery = {
  sender: string
  isCollector: boolean
  events: readonly unknown[]
  /** The body may hold text that PostgreSQL cannot. */
  mayBeUnstorable: boolean
}

/** Who among these people lets what be noted under their name. */
export type Consents = (parties: readonly string[]) => Promise<ReadonlyMap<string, ReadonlySet<string>>>

export type IntakeOptions = {
  db: Database
  town: number
  clock: TownClock
  vault: Vault
  types: EventTypes
  pseudonyms: Pseudonyms
  consents: Consents
}

/** A request on its way into the stream. */
type Item = { kept: (Kept & { index: number })[]; malformed: (Malformed & { index: number })[] }

/** Weight of a batch; above it the rate hardly grows. */
const batchMax = 2_000
/** Events that wait; at the rate of one machine about a second. */
const queueMax = 60_000
/** One batch is encoded while the one before is being stored. */
const depth = 2

const opened = new WeakMap<Database, (delivery: Delivery) => Promise<Receipt>>()

/** Keeps the intake of this process for modules that tell of events themselves. */
export function keepIntake(db: Database, takeIn: (delivery: Delivery) => Promise<Receipt>): void {
  opened.set(db, takeIn)
}

/** The intake of this process, once it is open. */
export function intakeOf(db: Database): ((delivery: Delivery) => Promise<Receipt>) | undefined {
  return opened.get(db)
}

/** Takes events in by the batch. */
export function createIntake(options: IntakeOptions): (delivery: Delivery) => Promise<Receipt> {
  const { types, clock } = options
  const batcher = createBatcher<Item, Receipt>({
    run: (items) => takeIn(options, items),
    maxBatch: batchMax,
    maxQueue: queueMax,
    weigh: ({ kept, malformed }) => kept.length + malformed.length,
    depth,
  })
  return async ({ sender, isCollector, events, mayBeUnstorable }) => {
    await types.settle()
    const judging = { types, sender, isCollector, now: clock.now(), mayBeUnstorable }
    const item: Item = { kept: [], malformed: [] }
    for (const [index, raw] of events.entries()) {
      const judged = judge(raw, judging)
      if (isError(judged)) item.malformed.push({ index, sender, raw, error: judged })
      else item.kept.push(Object.assign(judged, { index }))
    }
    return batcher.add(item)
  }
}

function isError(judged: Kept | FieldError): judged is FieldError {
  return 'pointer' in judged
}

/** One batch. What is quarantined goes first: when that fails, the sender tries all of it again. */
async function takeIn(options: IntakeOptions, items: readonly Item[]): Promise<Outcome<Item, Receipt>[]> {
  const { db, town, clock } = options
  const at = clock.now()
  const malformed = items.flatMap((item) => item.malformed)
  if (malformed.length > 0) await storeQuarantined(options, at, malformed)
  const firsts = new Map<string, Kept>()
  for (const { kept } of items) for (const event of kept) if (!firsts.has(event.id)) firsts.set(event.id, event)
  const unique = [...firsts.values()]
  const { pos, known } = await storeBatch(db, town, { at, events: await identified(options, unique) })
  announce(db, town)
  for (const index of known) firsts.delete(unique[index]!.id) // from here on: what is new, by the event that brought it
  return items.map((item) => ({ value: receiptOf(item, firsts, pos) }))
}

function receiptOf({ kept, malformed }: Item, firsts: ReadonlyMap<string, Kept>, position: number): Receipt {
  const duplicates = kept.filter((event) => firsts.get(event.id) !== event)
  return {
    stored: kept.length - duplicates.length,
    duplicates: duplicates.map(({ index, id }) => ({ index, id })),
    quarantined: malformed.map(({ index, error }) => ({ index, ...error })),
    position,
  }
}

/** Puts pseudonyms for people, and seals what is personal; without consent an event is nobody's. */
async function identified(options: IntakeOptions, events: readonly Kept[]): Promise<Stored[]> {
  const parties = [...new Set(events.flatMap(({ person }) => person ?? []))]
  const [pseudonyms, consents] = await Promise.all([options.pseudonyms.of(parties), options.consents(parties)])
  const stored = events.map((event): Stored => {
    const { person, known } = event
    const isNamed = person !== null && mayName(known.purpose, consents.get(person))
    return { ...event, pseudonym: isNamed ? (pseudonyms.get(person) ?? null) : null, sealed: null }
  })
  await sealPersonal(options.vault, stored)
  return stored
}

function mayName(purpose: Purpose, consents: ReadonlySet<string> | undefined): boolean {
  return purpose === 'service' || consents?.has(purpose) === true
}

async function sealPersonal(vault: Vault, events: readonly Stored[]): Promise<void> {
  const personal = events.filter((event) => event.pseudonym !== null && event.personal !== null)
  if (personal.length === 0) return
  const sealed = await sealFields(
    vault,
    personal.map(({ person, known, personal: fields }) => ({ party: person!, type: known.type, fields: fields! })),
  )
  for (const [index, event] of personal.entries()) event.sealed = sealed[index]!
}
