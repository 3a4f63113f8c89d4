import { type Database, sql, transaction } from '#kernel/db'
import { namedId } from '#kernel/ids'
import type { Town } from '#kernel/towns'
import type { JsonObject } from '#kernel/commands'
import type { Manifest } from '#modules/flows'
import { type Catalogue, createCatalogue } from './catalogue.ts'
import { publishBuiltins } from './publish.ts'

/** A town as the new one takes after it. */
type Model = { db: Database; town: Town }

/**
 * Gives a town in which nothing has happened the lines of business of another: every version that was published there,
 * what is switched off, and the rates. Notice is for those who sell already, and in a new town nobody does, so rates
 * that are in force there are in force here from the beginning. Those to come keep their distance from now.
 *
 * @param now machine time, ms, which is the new town's own
 * @returns the names of the businesses
 */
export async function takeCatalogueAfter(db: Database, model: Model, now: number): Promise<string[]> {
  await refuseTownWithEvents(db, model.town.id)
  const catalogue = createCatalogue(model)
  await catalogue.refresh()
  await publishBuiltins(db, model.town.id, await allVersions(model))
  const businesses = catalogue.businesses()
  await transaction(db, async (tx) => {
    for (const { business, isOn } of businesses) {
      if (!isOn)
        await sql`insert into orders.switches (town, business, is_on) values (${model.town.id}, ${business}, false)`.execute(tx)
      for (const { effectiveAt, rates } of ratesFrom(catalogue, business, { model, now }))
        await sql`
          insert into orders.tariffs (town, business, effective_at, rates, set_by)
          values (${model.town.id}, ${business}, ${new Date(effectiveAt)}, ${JSON.stringify(rates)}::json,
            ${namedId('operator')})`.execute(tx)
    }
  })
  return businesses.map(({ business }) => business)
} // prettier-ignore

async function refuseTownWithEvents(db: Database, town: number): Promise<void> {
  const { rows } = await sql`select 1 from kernel.events where town = ${town} limit 1`.execute(db)
  if (rows.length > 0) throw new Error('a town in which something has happened takes after no other')
}

async function allVersions({ db, town }: Model): Promise<Manifest[]> {
  const { rows } = await sql<{ manifest: Manifest }>`
    select manifest from orders.businesses where town = ${town.id} order by business, version`.execute(db)
  return rows.map(({ manifest }) => manifest)
}

type Rates = { effectiveAt: number; rates: JsonObject }

/** What is in force as one tariff, and those to come; the model's clock may be ahead. */
function ratesFrom(catalogue: Catalogue, business: string, { model, now }: { model: Model; now: number }): Rates[] {
  const modelNow = now + model.town.clockOffsetMs
  const tariffs = catalogue.tariffs(business)
  const inForce = tariffs.filter(({ effectiveAt }) => effectiveAt <= modelNow)
  const toCome = tariffs.filter(({ effectiveAt }) => effectiveAt > modelNow)
  const merged: JsonObject = Object.assign({}, ...inForce.map(({ rates }) => rates))
  return [
    ...(inForce.length === 0 ? [] : [{ effectiveAt: now, rates: merged }]),
    ...toCome.map(({ effectiveAt, rates }) => ({ effectiveAt: effectiveAt - model.town.clockOffsetMs, rates })),
  ]
}
