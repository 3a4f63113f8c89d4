/**
 * Offers from a file. Each row is tried by the same pure decision that the engine will make, against the offers of the
 * town and the rows before it, so that a dry run says what a real one would.
 */
import { createTownClock, machineNow } from '#kernel/clock'
import type { Actor, Command, JsonObject, Verdict } from '#kernel/commands'
import { type Database, sql } from '#kernel/db'
import { isId, namedId, newId } from '#kernel/ids'
import { type Offer, offersCommands } from '#modules/offers'
import { type Engine, createEngine } from '#modules/orders'
import { createVault, readMasterKey } from '#modules/privacy'
import { Compile } from 'typebox/schema'
import type { OpenTown } from '../cli-town.ts'
import { CommandError } from '../cli-usage.ts'
import { type ColumnKind, type ReadRow, faultsOf } from './rows.ts'
import type { WrongRow } from './texts.ts'

/** Columns of a file of offers: members of the API's PUT, and the id. */
export const offerColumns: Readonly<Record<string, ColumnKind>> = {
  offerId: 'text',
  business: 'text',
  seller: 'text',
  title: 'text',
  description: 'text',
  category: 'text',
  currency: 'text',
  priceMinor: 'integer',
  taxCode: 'text',
  priceIncludesTax: 'boolean',
  groupId: 'text',
  variant: 'json',
  pictures: 'json',
  attributes: 'json',
  stock: 'integer',
}

/** What an import would do, before it does it. */
export type Plan = {
  wrong: WrongRow[]
  /** How many rows make something new, change something, or change nothing. */
  made: number
  changed: number
  same: number
  /** Does it; answers rows that were refused after all, because the town changed meanwhile. */
  apply: () => Promise<WrongRow[]>
}

/** Nobody can be forwarded to here: this process may write only while no town runs. */
const address = 'http://127.0.0.1:1'
/** Commands under way at once. */
const commandsAtOnce = 500

const put = offersCommands.find(({ name }) => name === 'offers.put')!
const inputs = Compile(put.input)

/** Runs `work` with an engine: the running town's, through this process, or one of our own while none runs. */
export async function withEngine<R>({ db, town, config }: OpenTown, work: (engine: Engine) => Promise<R>): Promise<R> {
  const vault = createVault({ db, town: town.id, master: await readMasterKey(config, db) })
  const engine = await createEngine({ db, town, clock: createTownClock(town.clockOffsetMs), address, vault })
  try {
    return await work(engine)
  } finally {
    await engine.stop()
  }
}

type Surroundings = {
  offers: Map<string, Offer>
  sellers: ReadonlyMap<string, string>
  categories: ReadonlySet<string>
}

/** Tries every row. */
export async function planOffers({ db, town }: OpenTown, engine: Engine, rows: readonly ReadRow[]): Promise<Plan> {
  const actor = await operatorOf(db, town.id)
  const around = await surroundings(db, town.id, rows)
  const plan = { wrong: [] as WrongRow[], made: 0, changed: 0, same: 0 }
  const commands: { line: number; command: Command }[] = []
  for (const row of rows) {
    const { line } = row
    const tried = tryRow(row, { around, engine, actor })
    if ('faults' in tried) plan.wrong.push(...tried.faults.map((fault) => ({ line, ...fault })))
    else if (tried.command === undefined) plan.same += 1
    else {
      plan[tried.isNew ? 'made' : 'changed'] += 1
      commands.push({ line, command: tried.command })
    }
  }
  return { ...plan, apply: () => submitAll(engine, commands) }
}

async function operatorOf(db: Database, town: number): Promise<Actor> {
  const party = namedId('operator')
  const { rows } = await sql`select from identity.parties where town = ${town} and id = ${party}`.execute(db)
  if (rows.length === 0) throw new CommandError('the town has no operator yet: start it once')
  return { party, kind: 'person', grants: ['operator'] }
}

async function surroundings(db: Database, town: number, rows: readonly ReadRow[]): Promise<Surroundings> {
  const texts = (column: string): string[] =>
    rows.map(({ input }) => input[column]).filter((value) => typeof value === 'string')
  const names = [...new Set(texts('seller'))]
  const sellers = await sql<{ id: string; slug: string }>`
    select id, slug from identity.parties
    where town = ${town} and (slug = any(${names}::text[]) or id = any(${names.filter(isId)}::uuid[]))`.execute(db)
  const known = new Map(sellers.rows.flatMap(({ id, slug }) => [[slug, id] as const, [id, id] as const]))
  const ids = rows.map(({ input }) => idOf(input, known)).filter(isId)
  const heads = texts('groupId').filter(isId)
  const offers = await sql<Offer>`
    select id, business, seller, title, description, category, currency, price_minor, tax_code, price_includes_tax,
      group_id, variant, pictures, attributes, status, rev
    from offers.offers where town = ${town} and id = any(${[...ids, ...heads]}::uuid[])`.execute(db)
  const categories = await sql<{ slug: string }>`select slug from offers.categories where town = ${town}`.execute(db)
  return {
    offers: new Map(offers.rows.map((offer) => [offer.id, offer])),
    sellers: known,
    categories: new Set(categories.rows.map(({ slug }) => slug)),
  }
}

/** A row without an id gets one from what it is, so that the same file imported again changes instead of adding. */
function idOf(input: ReadRow['input'], sellers: ReadonlyMap<string, string>): string {
  if (typeof input['offerId'] === 'string') return input['offerId']
  const { business, title, variant = {}, seller } = input
  return namedId(
    `import/${String(business)}/${sellers.get(String(seller))}/${String(title)}/${JSON.stringify(variant)}`,
  )
}

type Fault = Omit<WrongRow, 'line'>
type Trying = { around: Surroundings; engine: Engine; actor: Actor }
type Tried = { faults: Fault[] } | { command: Command | undefined; isNew: boolean }

function tryRow({ input }: ReadRow, { around, engine, actor }: Trying): Tried {
  const given = input['seller']
  const seller = typeof given === 'string' ? around.sellers.get(given) : undefined
  if (seller === undefined) return { faults: [{ column: 'seller', what: 'is nobody of this town' }] }
  const offerId = idOf(input, around.sellers)
  const before = around.offers.get(offerId)
  const { stock, ...rest } = input
  const full = {
    ...rest,
    seller,
    offerId,
    ...(before === undefined ? (stock === undefined ? {} : { stock }) : { rev: before.rev }),
  }
  const [isRight, errors] = inputs.Errors(full)
  if (!isRight) return { faults: faultsOf(errors) }
  if (!around.categories.has(String(rest['category'])))
    return { faults: [{ column: 'category', what: 'is not a category of this town' }] }
  const command: Command = { id: newId(), actor, business: 'offers', type: 'put', input: full as JsonObject } // checked
  return decided(command, { around, engine, actor }, before)
}

function decided(command: Command, { around, engine }: Trying, before: Offer | undefined): Tried {
  const decision = put.decide(
    {
      offer: (id) => around.offers.get(id),
      available: () => undefined,
      offerErrors: (business, attributes) => engine.catalogue.newest(business)?.checkOffer(attributes),
      sellerGrant: () => undefined, // the operator lists for anyone
    },
    command,
  )
  if (!decision.ok) {
    const { errors = [], detail } = decision.refusal
    const faults = errors.map((error) => faultAt(error.pointer, error.detail))
    return { faults: faults.length > 0 ? faults : [{ column: '', what: detail }] }
  }
  const [offer] = decision.changes.offers
  const isSame = before !== undefined && isEqual({ ...offer!, rev: before.rev }, before)
  if (!isSame) around.offers.set(offer!.id, offer!)
  return { command: isSame ? undefined : command, isNew: before === undefined }
}

function isEqual(one: Offer, other: Offer): boolean {
  const ordered = (offer: Offer): string =>
    JSON.stringify(Object.entries(offer).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return ordered(one) === ordered(other)
}

/** `/attributes/shippingMinor` is within the column `attributes`. */
function faultAt(pointer: string, detail: string): Fault {
  const [, column = '', ...inside] = pointer.split('/')
  return { column, what: inside.length === 0 ? detail : `${inside.join('/')} ${detail}` }
}

async function submitAll(engine: Engine, commands: readonly { line: number; command: Command }[]): Promise<WrongRow[]> {
  const refused: WrongRow[] = []
  for (let from = 0; from < commands.length; from += commandsAtOnce) {
    const page = commands.slice(from, from + commandsAtOnce)
    const at = machineNow()
    const verdicts = await Promise.all(page.map(({ command }) => engine.submit([{ ...command, id: newId(at) }])))
    for (const [index, [verdict]] of verdicts.entries())
      if (isRefused(verdict)) refused.push({ line: page[index]!.line, column: '', what: verdict.refusal.detail })
  }
  return refused
}

function isRefused(verdict: Verdict | undefined): verdict is Extract<Verdict, { status: 'refused' }> {
  return verdict?.status === 'refused'
}
