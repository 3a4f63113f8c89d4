import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { log } from '#kernel/log'
import { SessionRecommender } from '#modules/learners/recommendation'
import type { Source } from '#modules/search'
import type { Knowledge } from './knowledge.ts'
import type { Visitor } from './visitors.ts'

/**
 * Snapshots of what is known, with the positions of stream and log it is complete up to. One that is cut short, of
 * another form, or of another log is passed over: everything is learnt again from the stream, kept for a season.
 */
export type Snapshots = { folder: string; source: Source }

/** Whoever changes what a snapshot holds counts this up. */
const form = 3
const fileName = 'knowledge.json'

/** Writes what is known under a new name, which then takes the place of the old one. */
export async function saveSnapshot({ folder, source }: Snapshots, knowledge: Knowledge): Promise<void> {
  const command = await source.commandAt(knowledge.logPos)
  if (command === undefined) return // an empty log has nothing worth keeping
  const body = JSON.stringify({ form, command, ...saved(knowledge) })
  const checksum = createHash('sha256').update(body).digest('hex')
  mkdirSync(folder, { recursive: true })
  const written = path.join(folder, `${randomUUID()}.part`)
  writeFileSync(written, `${checksum}\n${body}`)
  renameSync(written, path.join(folder, fileName))
}

/** Takes over the snapshot, if there is one that fits this log. */
export async function loadSnapshot({ folder, source }: Snapshots, knowledge: Knowledge): Promise<boolean> {
  const file = path.join(folder, fileName)
  try {
    const text = read(file)
    if (text === undefined) return false
    const cut = text.indexOf('\n')
    const body = text.slice(cut + 1)
    if (createHash('sha256').update(body).digest('hex') !== text.slice(0, cut)) throw new Error('is cut short')
    const found = JSON.parse(body) as Saved & { form: number; command: string } // its checksum says that we wrote it
    if (found.form !== form || (await source.commandAt(found.logPos)) !== found.command) return false
    restore(knowledge, found)
    return true
  } catch (error) {
    log.warn({ err: error }, 'the snapshot of what is recommended cannot be read; it is learnt anew')
    rmSync(file, { force: true })
    return false
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

type Saved = ReturnType<typeof saved>

function saved(knowledge: Knowledge) {
  const { catalogue, rates, exposure, hours, likings, visitors, alike, alikeSellers, streamPos, logPos } = knowledge
  const { rethinking } = knowledge
  const numbers = new Map([...visitors.entries()].map(([, visitor], number) => [visitor, number]))
  return {
    streamPos,
    logPos,
    names: {
      things: catalogue.things.all(),
      shelves: catalogue.shelves.all(),
      sellers: catalogue.sellers.all(),
      businesses: catalogue.businesses.all(),
    },
    rates: rates.save(),
    exposure: exposure.save(),
    hours: hours.save(),
    likings: likings.save(),
    visitors: [...visitors.entries()].map(([pseudonym, visitor]) => [pseudonym, flat(visitor)] as const),
    orders: knowledge.orders(),
    looks: rethinking.save((visitor) => numbers.get(visitor)),
    alike: alike.save(),
    alikeSellers: alikeSellers.save(),
  }
}

function restore(knowledge: Knowledge, found: Saved): void {
  const { catalogue, rates, exposure, hours, likings, visitors, rethinking } = knowledge
  knowledge.alike = SessionRecommender.load(found.alike)
  knowledge.alikeSellers = SessionRecommender.load(found.alikeSellers)
  for (const kind of ['things', 'shelves', 'sellers', 'businesses'] as const) {
    for (const name of found.names[kind]) catalogue[kind].numberOf(name)
  }
  rates.load(found.rates)
  exposure.load(found.exposure)
  hours.load(found.hours)
  likings.load(found.likings)
  for (const [pseudonym, visitor] of found.visitors) visitors.set(pseudonym, round(visitor))
  rethinking.load(
    found.looks,
    [...visitors.entries()].map(([, visitor]) => visitor),
  )
  knowledge.setOrders(found.orders)
  knowledge.streamPos = found.streamPos
  knowledge.logPos = found.logPos
}

/** Maps as lists, which JSON can say. */
function flat({ likings: { shelves, sellers, ...own }, passed, ...rest }: Visitor) {
  return { ...rest, likings: { ...own, shelves: [...shelves], sellers: [...sellers] }, passed: [...passed] }
}

function round({ likings: { shelves, sellers, ...own }, passed, ...rest }: ReturnType<typeof flat>): Visitor {
  const likings = { ...own, shelves: new Map(shelves), sellers: new Map(sellers) }
  return { ...rest, likings, passed: new Map(passed) }
}
