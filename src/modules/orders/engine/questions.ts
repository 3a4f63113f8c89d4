/**
 * What must be known before a decision (`asks`): scores, routes, zones. Questions are asked before the batch, because
 * a decision is pure and a batch does not wait. An answer comes from code that a module or a business registers, never
 * from a client, and the manifest bounds what it may do.
 */
import { Compile } from 'typebox/schema'
import type { Command, Json } from '#kernel/commands'
import { type Database, sql } from '#kernel/db'
import { log } from '#kernel/log'
import { Problem } from '#kernel/problem'
import { type Flow, type Manifest, type Order } from '#modules/flows'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { readOrders } from '../books/order-rows.ts'
import { unanswered } from '../problems.ts'

/** What an answerer may look at. */
export type Asked = { command: Command; order: Order | undefined; question: string }
/** Finds out an answer; throwing means that it cannot. */
export type Answerer = (asked: Asked) => Promise<Json>
/** By `BUSINESS/QUESTION`. */
export type Answerers = Readonly<Record<string, Answerer>>

type Question = NonNullable<Manifest['questions']>[string]

/** A person waits for the answer; what takes longer counts as failed. */
const answerMs = 2000

export type QuestionsOptions = {
  db: Database
  town: number
  catalogue: Catalogue
  answerers: Answerers
  /** True while the point is switched off: the safe answer stands. */
  isKilled: (point: string) => boolean
}

/** Attaches answers to commands that need some; all others pass untouched. */
export function createQuestions(
  options: QuestionsOptions,
): (commands: readonly Command[]) => Promise<readonly Command[]> {
  const { catalogue } = options
  return async (commands) => {
    // Most businesses ask nothing: then not even a microtask is spent on it.
    if (!commands.some(({ business }) => asksAnything(catalogue.newest(business)))) return commands
    return Promise.all(commands.map((command) => answered(options, command)))
  }
}

function asksAnything(flow: Flow | undefined): boolean {
  return flow !== undefined && Object.keys(flow.manifest.questions ?? {}).length > 0
}

async function answered(options: QuestionsOptions, command: Command): Promise<Command> {
  const { catalogue, db, town } = options
  if (!asksAnything(catalogue.newest(command.business)) || (await isStored(db, town, command.id))) return command
  const [order] = command.orderId === undefined ? [] : await readOrders(db, town, [command.orderId])
  const flow =
    order === undefined ? catalogue.newest(command.business) : catalogue.version(order.business, order.version)
  if (flow === undefined) return command
  const names = questionsOf(flow, order, command)
  if (names.length === 0) return command
  const found = await Promise.all(
    names.map(
      async (name) =>
        [name, await ask(options, { command, order, question: name }, flow.manifest.questions![name]!)] as const,
    ),
  )
  return { ...command, answers: Object.fromEntries(found) }
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

/** A retry is answered from the log: asking again would cost and might record a second decision. */
async function isStored(db: Database, town: number, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from kernel.events where town = ${town} and id = ${id} and n = 0`.execute(db)
  return rows.length > 0
}

async function ask(options: QuestionsOptions, asked: Asked, question: Question): Promise<Json> {
  const point = `${asked.command.business}/${asked.question}`
  const answerer = options.answerers[point]
  if (answerer === undefined || options.isKilled(point)) return safeAnswer(point, question)
  try {
    const answer = await inTime(answerer(asked))
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
