/**
 * A live town after the model of a sandbox. Play money never meets real money, so no town changes its kind: a new one
 * is made in a database of its own. It takes along settings, lines of business with their rates, shelves, and the
 * shops that have agreed with what they offer. Orders, money, buyers and personas stay behind.
 */
import path from 'node:path'
import { machineNow } from '#kernel/clock'
import type { Config } from '#kernel/config'
import { type Database, sql, transaction } from '#kernel/db'
import { violations } from '#kernel/invariants'
import { createTown, findTown } from '#kernel/towns'
import { type FileStore, createDiskStore } from '#modules/files'
import { type NewParty, moveShops } from '#modules/identity'
import { readMailState, saveMailServer } from '#modules/mail'
import { type Category, storeCategories } from '#modules/offers'
import { takeCatalogueAfter, verifyBooks } from '#modules/orders'
import { createVault, readMasterKey } from '#modules/privacy'
import { changeBackupPlan, changeSettings, readBackupPlan, readSettings } from '#modules/town'
import { findParty } from '../cli-parties.ts'
import type { OpenTown } from '../cli-town.ts'
import { CommandError } from '../cli-usage.ts'
import { enterOperator } from '../operator-link.ts'
import { readRows } from './exports.ts'
import { planOffers, withEngine } from './import-offers.ts'
import type { ReadRow } from './rows.ts'

/** What is made, and from what. */
export type NewTown = {
  from: OpenTown
  /** A migrated database without a town, and the folder of its files. */
  to: { db: Database; config: Config }
  /** Slugs of the shops that come along. */
  shops: readonly string[]
  /** Another name than the sandbox's. */
  name?: string | undefined
}

/** What came along. */
export type Moved = {
  name: string
  businesses: string[]
  shops: number
  offers: number
  pictures: number
  /** Those who act for the shops: each needs a way to sign in. */
  people: NewParty[]
}

/** @throws {CommandError} when there is a town already, a shop is unknown, or an offer does not fit */
export async function makeLiveTown({ from, to, shops, name }: NewTown): Promise<Moved> {
  if ((await findTown(to.db, from.town.id)) !== undefined)
    throw new CommandError('there is a town in that database already: going live makes a new one')
  const chosen = await Promise.all(shops.map((slug) => findParty(from.db, from.town.id, slug)))
  const now = machineNow()
  const { id, timeZone, currency } = from.town
  const town = await createTown(to.db, { id, name: name ?? from.town.name, timeZone, currency, isSandbox: false })
  const target: OpenTown = { ...to, town }
  await enterOperator(target)
  const businesses = await takeCatalogueAfter(to.db, from, now)
  await moveShelves(from, target)
  await moveSettings(from, target, now)
  const ids = chosen.map((shop) => shop.id)
  const people = await moveShops({ from: from.db, to: to.db, town: id, now }, ids)
  const rows = await offersOf(from, new Set(chosen.map(({ slug }) => slug)))
  const pictures = await moveFiles(from, target, rows)
  const offers = await moveOffers(target, rows)
  await prove(to.db)
  return { name: town.name, businesses, shops: chosen.length, offers, pictures, people }
}

async function moveShelves(from: OpenTown, { db, town }: OpenTown): Promise<void> {
  const { rows } = await sql<Category>`
    select slug, parent, titles from offers.categories where town = ${from.town.id} order by sort, slug`.execute(
    from.db,
  )
  await transaction(db, (tx) => storeCategories(tx, town.id, rows))
}

/** Settings, the plan of backups and the mail server, sealed anew under the keys of the new town. */
async function moveSettings(from: OpenTown, to: OpenTown, now: number): Promise<void> {
  const { rev, ...change } = await readSettings(from.db, from.town.id)
  if (rev > 0) await changeSettings(to.db, { town: to.town, rev: 0, change, by: null, now })
  const plan = await readBackupPlan(from.db, from.town.id)
  if (plan.rev > 0) await changeBackupPlan(to.db, to.town.id, { ...plan, rev: 0, by: null, now })
  const mail = await readMailState({ ...from, config: withoutServer(from.config), vault: await vaultOf(from) })
  if (mail.server === null) return
  const place = { ...to, config: withoutServer(to.config), vault: await vaultOf(to) }
  await saveMailServer(place, { rev: 0, server: mail.server, sender: mail.sender, by: null, now })
}

/** What was saved in the browser, whatever the environment of this command says. */
function withoutServer(config: Config): Config {
  return { ...config, smtpUrl: undefined }
}

async function vaultOf({ db, town, config }: OpenTown): Promise<ReturnType<typeof createVault>> {
  return createVault({ db, town: town.id, master: await readMasterKey(config, db) })
}

/** Rows of an export are rows of an import; what is empty is left out. */
async function offersOf({ db, town }: OpenTown, sellers: ReadonlySet<string>): Promise<ReadRow[]> {
  const found: ReadRow[] = []
  let line = 0
  for await (const row of readRows(db, town.id, 'offers')) {
    line += 1
    if (!sellers.has(String(row['seller']))) continue
    const input = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
    found.push({ line, input })
  }
  return found
}

async function moveOffers(target: OpenTown, rows: readonly ReadRow[]): Promise<number> {
  return withEngine(target, async (engine) => {
    const plan = await planOffers(target, engine, rows)
    const wrong = [...plan.wrong, ...(plan.wrong.length === 0 ? await plan.apply() : [])]
    const [first] = wrong
    if (first !== undefined)
      throw new CommandError(`${wrong.length} offers do not fit, the first: ${first.column} ${first.what}`)
    return plan.made
  })
}

/** Pictures of what comes along, and of who; the same content has the same name everywhere. */
async function moveFiles(from: OpenTown, to: OpenTown, rows: readonly ReadRow[]): Promise<number> {
  const [source, target] = [from, to].map(({ config }) => createDiskStore(path.join(config.dataDir, 'files'))) as [
    FileStore,
    FileStore,
  ]
  const { rows: faces } = await sql<{ picture: string }>`
    select distinct picture from identity.parties where town = ${to.town.id} and picture is not null`.execute(to.db)
  const { logo } = await readSettings(to.db, to.town.id)
  const ofOffers = rows.flatMap(({ input }) => (Array.isArray(input['pictures']) ? input['pictures'] : []))
  const others = [...faces.map(({ picture }) => picture), ...(logo === null ? [] : [logo])]
  const wanted = new Set([...ofOffers.map(String), ...others])
  let moved = 0
  for (const id of wanted) {
    if ((await source.find(id)) === undefined) continue // the doctor names files that are missing
    const chunks: Buffer[] = []
    for await (const chunk of source.open(id)) chunks.push(chunk as Buffer) // without an encoding a stream gives bytes
    await target.put(Buffer.concat(chunks))
    moved += 1
  }
  return moved
}

/** Nothing may have come along that is money or an order. */
async function prove(db: Database): Promise<void> {
  const { transfers, differences } = await verifyBooks(db)
  const broken = await violations(db)
  if (transfers > 0 || differences.length > 0 || broken.length > 0)
    throw new Error(`the new town is not as it must be: ${JSON.stringify({ transfers, differences, broken })}`)
}
