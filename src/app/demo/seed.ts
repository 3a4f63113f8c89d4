import { readFile } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Actor, Command, JsonObject, Submit, Verdict } from '#kernel/commands'
import { type Database, sql, transaction } from '#kernel/db'
import { split } from '#kernel/money'
import type { Town } from '#kernel/towns'
import { type FileStore, createDiskStore } from '#modules/files'
import { createParties, storePersonas } from '#modules/identity'
import { firstHours } from '#modules/hours'
import { storeCategories } from '#modules/offers'
import { firstPlaces } from '#modules/places'
import { type DemoTown, pictureFolder, pictureName, readDemoTown } from './content.ts'
import { brandSlugs, fundParty, isOfferedHere, mallPhases } from './mall.ts'
import { type Pictures, commandId, demoId, demoParties, demoPersonas, ownerSlug, partyId } from './identities.ts'
import type { Stall, Wares } from './town-text.ts'
import { whereaboutsOf } from './whereabouts.ts'

/** What seeding needs of a running town. */
export type SeedContext = {
  db: Database
  town: Town
  submit: Submit
  config: { readonly dataDir: string }
}

/** Said while the town fills up: how far, of how many, and with what. */
export type Progress = (done: number, total: number, what: string) => void

/** Play money of those who have a stall, minor units. */
const stallWalletMinor = 10_000
/** Pictures written at once: each is synced to disk, and disks like a few at a time. */
const picturesAtOnce = 16

/**
 * Fills a sandbox town with people, stalls, wares, pictures and play money. All ids are derived, and everything that is
 * a command is submitted as one: seeding again changes nothing, and never touches what people have changed since.
 *
 * @returns how many commands were accepted, counting those that had been before
 */
export async function seedDemo(context: SeedContext, progress: Progress = () => undefined): Promise<number> {
  const { db, town, config } = context
  const demo = readDemoTown()
  const now = await foundedAt(context)
  const commands = [...wallets(demo, town.currency)]
  const pictures = await storePictures(createDiskStore(path.join(config.dataDir, 'files')), (done, total) =>
    progress(done, total, 'pictures'),
  )
  await transaction(db, async (tx) => {
    await createParties(tx, town.id, [...demoParties({ ...demo, brandSlugs }, pictures, now), fundParty(now)])
    await storePersonas(tx, town.id, demoPersonas)
    await storeCategories(
      tx,
      town.id,
      demo.shelves.map(({ slug, parent, en, zh }) => ({ slug, parent, titles: { en, zh } })),
    )
    // Before their offers are listed: each listing says where its seller is.
    const whereabouts = whereaboutsOf(demo.stalls)
    await firstPlaces(tx, town.id, whereabouts)
    await firstHours(tx, town.id, whereabouts)
  })
  for (const stall of demo.stalls) commands.push(...offersOf(stall, { demo, pictures, currency: town.currency }))
  const phases = [commands, ...mallPhases({ demo, pictures, currency: town.currency, now })]
  return submitAll(context.submit, phases, progress)
}

/** When the town was made, ms. What is derived from it stays the same when a filling was cut short and goes on. */
async function foundedAt({ db, town }: SeedContext): Promise<number> {
  const { rows } = await sql<{ at: number }>`
    select floor(extract(epoch from created_at) * 1000)::bigint as at from kernel.towns where id = ${town.id}`.execute(
    db,
  )
  return rows[0]!.at
}

async function storePictures(store: FileStore, progress: (done: number, total: number) => void): Promise<Pictures> {
  const names = readdirSync(pictureFolder).filter((name) => name.endsWith('.webp'))
  const pictures = new Map<string, string>()
  for (let from = 0; from < names.length; from += picturesAtOnce) {
    const page = names.slice(from, from + picturesAtOnce)
    const ids = await Promise.all(page.map(async (name) => store.put(await readFile(path.join(pictureFolder, name)))))
    for (const [index, name] of page.entries()) pictures.set(name, ids[index]!)
    progress(pictures.size, names.length)
  }
  return pictures
}

const operator: Actor = { party: partyId('olga'), kind: 'person', grants: ['operator'] }

/** Play money for everyone who has none yet. */
function wallets({ stalls, residents }: DemoTown, currency: string): Command[] {
  const owners = stalls.map((stall) => ({
    slug: stall.owner === null ? stall.slug : ownerSlug(stall),
    walletMinor: stallWalletMinor,
  }))
  return [...residents, ...owners]
    .filter(({ walletMinor }) => walletMinor > 0)
    .map(({ slug, walletMinor }) => {
      const input = { to: partyId(slug), amountMinor: walletMinor, currency }
      return { id: commandId(`wallet/${slug}`, input), actor: operator, business: 'ledger', type: 'issue', input }
    })
}

type Surroundings = { demo: DemoTown; pictures: Pictures; currency: string }

function offersOf(stall: Stall, surroundings: Surroundings): Command[] {
  const party = partyId(stall.slug)
  const actor: Actor =
    stall.owner === null
      ? { party, kind: 'person', grants: [] }
      : { party, kind: 'firm', grants: [], user: partyId(ownerSlug(stall)) }
  const offered = stall.offers.filter((wares) => !isOfferedHere(stall, wares))
  return offered.flatMap((wares) =>
    inputsOf(stall, wares, surroundings).map((input) => ({
      id: commandId(`offer/${input.offerId}`, input),
      actor,
      business: 'offers',
      type: 'put',
      input,
    })),
  )
}

/** One put for each variant, the first first: the others name it. */
function inputsOf(
  stall: Stall,
  wares: Wares,
  { demo, pictures, currency }: Surroundings,
): (JsonObject & { offerId: string })[] {
  const name = `offer/${stall.slug}/${wares.title}`
  const picture = pictures.get(pictureName(stall.tone, wares.art))
  const isCollected = ['workshops', 'party-rental'].includes(wares.category)
  const common = {
    business: 'market',
    title: wares.title,
    description: wares.text,
    category: wares.category,
    currency,
    taxCode: demo.taxCodeOf(wares.category),
    pictures: picture === undefined ? [] : [picture],
    attributes: { shippingMinor: isCollected ? 0 : stall.shippingMinor },
  }
  const { option } = wares
  if (option === null) {
    return [{ ...common, offerId: demoId(name), priceMinor: wares.priceMinor, stock: wares.stock }]
  }
  const groupId = demoId(`${name}/${option.values[0]!.value}`)
  const stocks = split(
    wares.stock,
    option.values.map(() => 1),
  )
  return option.values.map(({ value, priceMinor }, index) => ({
    ...common,
    offerId: demoId(`${name}/${value}`),
    groupId,
    variant: { [option.name]: value },
    priceMinor,
    stock: stocks[index]!,
  }))
}

/** Commands under way at once: enough for whole batches, and never a full queue. */
const commandsAtOnce = 500

/** Phase by phase: what a phase does may need the ones before. */
async function submitAll(submit: Submit, phases: readonly (readonly Command[])[], progress: Progress): Promise<number> {
  const total = phases.reduce((sum, { length }) => sum + length, 0)
  const pages = phases.flatMap((commands) => pagesOf(commands))
  let accepted = 0
  let done = 0
  for (const page of pages) {
    const verdicts = await Promise.all(page.map((command) => submit([command], { isDerived: true })))
    for (const [index, [verdict]] of verdicts.entries()) if (isAccepted(verdict, page[index]!)) accepted += 1
    done += page.length
    progress(done, total, 'stalls')
  }
  return accepted
}

function pagesOf(commands: readonly Command[]): (readonly Command[])[] {
  const count = Math.ceil(commands.length / commandsAtOnce)
  return Array.from({ length: count }, (_, page) => commands.slice(page * commandsAtOnce, (page + 1) * commandsAtOnce))
}

/** An offer that somebody has changed since keeps the change; any other refusal is a fault of the demo town. */
function isAccepted(verdict: Verdict | undefined, { business, type, input }: Command): boolean {
  if (verdict?.status === 'accepted') return true
  if (verdict?.refusal.slug === 'offer-changed') return false
  throw new Error(`the demo town could not ${business}.${type} ${JSON.stringify(input)}: ${JSON.stringify(verdict)}`)
}
