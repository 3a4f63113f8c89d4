/**
 * What must be known before a decision (`asks`): scores, routes, zones. Questions are asked before the batch, because
 * a decision is pure and a batch does not wait. An answer comes from code that a module or a business registers, never
 * from a client, and the manifest bounds what it may do. Whatever is read for it, those who ask at the same time read
 * together: a business that asks costs the database a few statements for all of them.
 */
import { Compile } from 'typebox/schema'
import { createBatcher } from '#kernel/batcher'
import type { TownClock } from '#kernel/clock'
import type { Command, Json, JsonObject } from '#kernel/commands'
import { type Database, sql } from '#kernel/db'
import { log } from '#kernel/log'
import type { FactLoader } from '#kernel/module'
import { Problem } from '#kernel/problem'
import { type Asking, askingOf, type Flow, type Manifest, type Order } from '#modules/flows'
import { lookAt } from '../books/looking.ts'
import { createPageReader, type ReadPages } from '../books/page-reader.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { unanswered } from '../problems.ts'

/** What an answerer may look at; `given` is what the manifest says it is told, or else the command's input. */
export type Asked = { command: Command; order: Order | undefined; question: string; given: JsonObject }
/** Finds out an answer; throwing means that it cannot. */
export type Answerer = (asked: Asked) => Promise<Json>
/** By `BUSINESS/QUESTION`. */
export type Answerers = Readonly<Record<string, Answerer>>

type Question = NonNullable<Manifest['questions']>[string]

/** A person waits for the answer; what takes longer counts as failed. */
const answerMs = 2000

export type QuestionsOptions = {
  db: Database
  town: { id: number; codeSecret: Buffer }
  clock: TownClock
  catalogue: Catalogue
  answerers: Answerers
  /** Facts of parties that modules know, by name. */
  facts: Readonly<Record<string, FactLoader>>
  /** True while the point is switched off: the safe answer stands. */
  isKilled: (point: string) => boolean
}

type Asker = QuestionsOptions & {
  /** Reads with the facts that questions are told. */
  read: ReadPages
  /** Reads without: enough to find out whether anything is asked. */
  readPlain: ReadPages
  /** A retry is answered from the log: asking again would cost and might record a second decision. */
  isStored: (id: string) => Promise<boolean>
}

/** Attaches answers to commands that need some; all others pass untouched. */
export function createQuestions(
  options: QuestionsOptions,
): (commands: readonly Command[]) => Promise<readonly Command[]> {
  const asker: Asker = {
    ...options,
    read: createReader(options),
    readPlain: createPageReader({ ...options, facts: new Map() }),
    isStored: createIsStored(options),
  }
  return async (commands) => {
    // Most commands ask nothing: then not even a microtask is spent on it.
    if (!commands.some((command) => mayAsk(options, command))) return commands
    return Promise.all(commands.map((command) => answered(asker, command)))
  }
}

/** Reads what questions are told, with the facts that only they are told of. */
function createReader({ db, town, catalogue, facts }: QuestionsOptions): ReadPages {
  const wanted = (): ReadonlyMap<string, FactLoader> => {
    const flows = catalogue.businesses().map(({ business }) => catalogue.newest(business)!)
    const names = new Set(flows.flatMap(({ facts: decided, askedFacts }) => [...decided, ...askedFacts]))
    return new Map(Object.entries(facts).filter(([name]) => names.has(name)))
  }
  return createPageReader({
    db,
    town,
    get facts() {
      return wanted()
    },
  })
}

function createIsStored({ db, town }: QuestionsOptions): Asker['isStored'] {
  const batcher = createBatcher<string, boolean>({
    run: async (ids) => {
      const { rows } = await sql<{ id: string }>`
        select id from kernel.events where town = ${town.id} and id = any(${[...new Set(ids)]}::uuid[]) and n = 0`.execute(
        db,
      )
      const stored = new Set(rows.map(({ id }) => id))
      return ids.map((id) => ({ value: stored.has(id) }))
    },
  })
  return (id) => batcher.add(id)
}

const askingTypes = new WeakMap<Flow, ReadonlySet<string>>()

/** Types of commands that ask something in some version up to this one, which is the newest. */
function typesOf(catalogue: Catalogue, newest: Flow): ReadonlySet<string> {
  const known = askingTypes.get(newest)
  if (known !== undefined) return known
  const { business, version } = newest.manifest
  const flows = Array.from({ length: version }, (_, index) => catalogue.version(business, index + 1))
  const found = new Set(flows.flatMap((flow) => (flow === undefined ? [] : typesIn(flow))))
  askingTypes.set(newest, found)
  return found
}

function typesIn(flow: Flow): string[] {
  const transitions = [flow.on, ...[...flow.states.values()].map(({ on }) => on)].flatMap((on) => [...on])
  return transitions.flatMap(([type, all]) => (all.some(({ source }) => source.asks !== undefined) ? [type] : []))
}

function mayAsk({ catalogue }: QuestionsOptions, { business, type }: Command): boolean {
  const flow = catalogue.newest(business)
  return flow !== undefined && typesOf(catalogue, flow).has(type)
}

/** The safe answers for a new order, where nobody is there to answer any of its questions: then nothing is read. */
function unaskedOf(asker: Asker, command: Command): JsonObject | undefined {
  if (command.orderId !== undefined) return undefined
  const flow = asker.catalogue.newest(command.business)!
  const points = questionsOf(flow, undefined, command).map((name) => `${command.business}/${name}`)
  return points.some((point) => isAnswered(asker, point)) ? undefined : safeAnswersOf(flow, undefined, command)
}

function isAnswered({ answerers, isKilled }: QuestionsOptions, point: string): boolean {
  return answerers[point] !== undefined && !isKilled(point)
}

/** A question with what is to be told. */
type Posed = { name: string; question: Question; asking: Asking; isWhenTold: boolean }

async function answered(asker: Asker, command: Command): Promise<Command> {
  if (!mayAsk(asker, command)) return command
  const unasked = unaskedOf(asker, command)
  if (unasked !== undefined) return { ...command, answers: unasked }
  const plain = await posedFrom(asker, { command, read: asker.readPlain })
  // Most are too small to be asked about: then no fact is counted for them, and a retry is answered as safely.
  if (!plain.posed.some(isToBeTold)) return answeredBy(asker, command, plain)
  if (await asker.isStored(command.id)) return command
  return answeredBy(asker, command, await posedFrom(asker, { command, read: asker.read }))
}

function isToBeTold({ asking, isWhenTold, question }: Posed): boolean {
  return asking.isAsked || isWhenTold || question.safe === undefined
}

type PosedBy = { order: Order | undefined; posed: Posed[] }

async function answeredBy(asker: Asker, command: Command, { order, posed }: PosedBy): Promise<Command> {
  if (posed.length === 0) return command
  const found = await Promise.all(
    posed.map(async (one) => [one.name, await ask(asker, { command, order, ...one })] as const),
  )
  return { ...command, answers: Object.fromEntries(found) }
}

/** The questions of a command, told from the books as they stand. */
function posedFrom(asker: Asker, { command, read }: { command: Command; read: ReadPages }): Promise<PosedBy> {
  const orders = new Set(command.orderId === undefined ? [] : [command.orderId])
  return lookAt({ ...asker, read }, { orders }, (view) => {
    const order = command.orderId === undefined ? undefined : view.order(command.orderId)
    const flow = flowOf(asker.catalogue, order, command)
    const names = flow === undefined ? [] : questionsOf(flow, order, command)
    const posed = names.map((name) => ({
      name,
      question: flow!.manifest.questions![name]!,
      asking: askingOf(flow!, view, { command, question: name }),
      isWhenTold: flow!.questions.get(name)!.isWhenTold,
    }))
    return { order, posed }
  })
}

/** The flow that a command is decided by. */
function flowOf(catalogue: Catalogue, order: Order | undefined, { business }: Command): Flow | undefined {
  return order === undefined ? catalogue.newest(business) : catalogue.version(order.business, order.version)
}

/** What stands where a command is only tried: the safe answers, for asking would record a decision. */
export function safeAnswersOf(flow: Flow, order: Order | undefined, command: Command): JsonObject {
  const questions = flow.manifest.questions ?? {}
  return Object.fromEntries(
    questionsOf(flow, order, command).map((name) => [
      name,
      safeAnswer(`${command.business}/${name}`, questions[name]!),
    ]),
  )
}

/** The questions of every transition that this command could fire now. */
export function questionsOf(flow: Flow, order: Order | undefined, { type }: Command): string[] {
  const state = flow.states.get(order?.state ?? flow.manifest.flow.initial)
  if (state === undefined) return []
  const transitions = type.startsWith('after:')
    ? state.after.get(type.slice('after:'.length))
    : (state.on.get(type) ?? flow.on.get(type))
  return [...new Set((transitions ?? []).flatMap(({ source }) => source.asks ?? []))]
}

type Asks = Omit<Asked, 'question' | 'given'> & Posed

async function ask(asker: Asker, { command, order, name, question, asking }: Asks): Promise<Json> {
  const point = `${command.business}/${name}`
  if (!asking.isAsked || !isAnswered(asker, point)) return safeAnswer(point, question)
  try {
    const answer = await inTime(asker.answerers[point]!({ command, order, question: name, given: asking.given }))
    if (isAnswer(question, answer)) return answer
    log.error({ point, answer }, 'an answer is not what the manifest says')
  } catch (error) {
    log.warn({ err: error, point }, 'a question was not answered')
  }
  return safeAnswer(point, question)
}

/** @throws {Problem} unanswered */
function safeAnswer(point: string, { safe }: Question): Json {
  if (safe === undefined)
    throw new Problem(unanswered, { detail: `${point} has no answer at the moment`, extra: { retryAfter: 2 } })
  return safe
}

async function inTime(answer: Promise<Json>): Promise<Json> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${answerMs} ms`)), answerMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

const validators = new WeakMap<Question, (value: Json) => boolean>()

function isAnswer(question: Question, value: Json): boolean {
  const known = validators.get(question)
  if (known !== undefined) return known(value)
  const validator = Compile({ ...question.answer })
  const check = (one: Json): boolean => validator.Check(one)
  validators.set(question, check)
  return check(value)
}
