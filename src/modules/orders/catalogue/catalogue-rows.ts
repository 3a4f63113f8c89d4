import type { JsonObject } from '#kernel/commands'
import { bools, byteas, int4s, jsons, prepared, type SetStatement, texts, timestamps, uuids } from '#kernel/wire'
import { type CatalogueChange, manifestHash } from './catalogue.ts'

const insertPublications = prepared(
  'orders.insert-businesses',
  `insert into orders.businesses (town, business, version, hash, manifest)
   select $1, u.* from unnest($2::text[], $3::int4[], $4::bytea[], $5::json[]) as u`,
)
const storeSwitches = prepared(
  'orders.store-switches',
  `insert into orders.switches (town, business, is_on) select $1, u.* from unnest($2::text[], $3::bool[]) as u
   on conflict (town, business) do update set is_on = excluded.is_on`,
)
const storeTariffs = prepared(
  'orders.store-tariffs',
  `insert into orders.tariffs (town, business, effective_at, rates, set_by)
   select $1, u.* from unnest($2::text[], $3::timestamptz[], $4::json[], $5::uuid[]) as u
   on conflict (town, business, effective_at) do update set rates = excluded.rates, set_by = excluded.set_by`,
)

type Change<K extends CatalogueChange['kind']> = Extract<CatalogueChange, { kind: K }> & { by: string }

/** Stores what a batch changed in the catalogue; of several changes of one thing the last counts. */
export function storeCatalogue(town: number, changes: readonly (CatalogueChange & { by: string })[]): SetStatement[] {
  const statements: SetStatement[] = []
  const publications = changes.filter((change): change is Change<'publication'> => change.kind === 'publication')
  const switches = latest(changes.filter((change): change is Change<'switch'> => change.kind === 'switch'), (one) => one.business) // prettier-ignore
  const tariffs = latest(changes.filter((change): change is Change<'tariff'> => change.kind === 'tariff'), (one) => `${one.business}/${one.effectiveAt}`) // prettier-ignore
  if (publications.length > 0) {
    statements.push(
      insertPublications(
        town,
        texts(publications.map(({ business }) => business)),
        int4s(publications.map(({ version }) => version)),
        byteas(publications.map(({ manifest }) => manifestHash(manifest))),
        jsons(publications.map(({ manifest }) => JSON.stringify(manifest))),
      ),
    )
  }
  if (switches.length > 0) {
    statements.push(
      storeSwitches(town, texts(switches.map(({ business }) => business)), bools(switches.map(({ isOn }) => isOn))),
    )
  }
  if (tariffs.length > 0) {
    statements.push(
      storeTariffs(
        town,
        texts(tariffs.map(({ business }) => business)),
        timestamps(tariffs.map(({ effectiveAt }) => effectiveAt)),
        jsons(tariffs.map(({ rates }) => JSON.stringify(rates satisfies JsonObject))),
        uuids(tariffs.map(({ by }) => by)),
      ),
    )
  }
  return statements
}

function latest<T>(changes: readonly T[], keyOf: (change: T) => string): T[] {
  return [...new Map(changes.map((change) => [keyOf(change), change])).values()]
}
