/**
 * The storm: buyers at work on a town of two processes, while these, the database server and the wire between them are
 * struck again and again. Afterwards the books are compared with what the buyers were told: nothing lost, nothing
 * doubled, nothing oversold, and every order sent again on purpose answered as before.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '#modules/learners'
import { type Notes, buy, noNotes, setStage, stubborn } from './storm-buyers.ts'
import { type Fault, faults, untilHealthy } from './storm-faults.ts'
import { type Ground, openGround } from './storm-ground.ts'

/** How hard it storms. */
export type Storm = {
  /** Which of the engine's two paths is tried. */
  readonly enginePath: 'cached' | 'locked'
  /** How often each fault strikes. */
  readonly strikes: Readonly<Record<Fault, number>>
  readonly clients: number
  /** Answers to new orders that there must be at the end. */
  readonly answersMin: number
  readonly scarceStock: number
  readonly seed: string
}

/** What became of it. `faults` is empty when all is well. */
export type Report = {
  readonly answers: number
  readonly accepted: number
  readonly cancelled: number
  readonly replays: number
  readonly retries: number
  /** The longest time without any answer around each strike, ms. */
  readonly gapsMs: Readonly<Record<Fault, readonly number[]>>
  readonly seconds: number
  readonly faults: readonly string[]
}

/** Runs a storm over a town of its own. */
export async function storm(options: Storm): Promise<Report> {
  const startedAt = performance.now()
  const notes = noNotes()
  await using ground = await openGround({ enginePath: options.enginePath, processes: 2 })
  const { gapsMs, stage } = await weather(ground, notes, options)
  const found = await ground.close({ notes, stage, scarceStock: options.scarceStock })
  return { ...figuresOf(notes), gapsMs, seconds: Math.round((performance.now() - startedAt) / 1000), faults: found }
}

/** What the buyers were told, in numbers. */
export function figuresOf(notes: Notes): Pick<Report, 'answers' | 'accepted' | 'cancelled' | 'replays' | 'retries'> {
  const answers = [...notes.orders.values()]
  return {
    answers: answers.length,
    accepted: answers.filter(({ status }) => status === 201).length,
    cancelled: notes.cancelled.size,
    replays: notes.replays,
    retries: notes.retries,
  }
}

type Weathered = { gapsMs: Record<Fault, number[]>; stage: Awaited<ReturnType<typeof setStage>> }

/** Buyers buy by both processes while the faults strike in an order of the seed's. */
async function weather(ground: Ground, notes: Notes, options: Storm): Promise<Weathered> {
  const { clients, scarceStock } = options
  const doors = ground.processes.map(({ baseUrl }) => stubborn(baseUrl, notes))
  const stage = await setStage(doors, { buyers: clients, scarceStock })
  const stopping = new AbortController()
  const buyers = Array.from({ length: clients }, (_, seed) => buy(stage, notes, { seed, signal: stopping.signal }))
  const names = Object.keys(faults) as Fault[] // the keys of a literal
  const gapsMs = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Fault, number[]>
  const order = names.flatMap((name) => Array.from({ length: options.strikes[name] }, () => name))
  seededRandom(options.seed).shuffle(order)
  try {
    for (const [at, fault] of order.entries()) gapsMs[fault].push(await strike(ground, notes, { fault, at }))
    while (notes.orders.size < options.answersMin) await sleep(50)
  } finally {
    stopping.abort()
    await Promise.all(buyers)
  }
  return { gapsMs, stage }
}

/** Answers that there must be before the next strike: each hits a town that is at work. */
const answersBetween = 100

/** Waits until the town works, strikes at some moment, waits for the next answers. @returns the gap, ms */
async function strike(ground: Ground, notes: Notes, { fault, at }: { fault: Fault; at: number }): Promise<number> {
  await moreAnswers(notes)
  // A different moment of the batch, the heartbeat and the sweep at each strike.
  await sleep(37 * ((at * 7) % 11))
  notes.gapMs = 0
  await faults[fault](ground)
  await moreAnswers(notes)
  await untilHealthy(ground)
  return Math.round(notes.gapMs)
}

async function moreAnswers({ orders }: Notes): Promise<void> {
  const wanted = orders.size + answersBetween
  while (orders.size < wanted) await sleep(10)
}
