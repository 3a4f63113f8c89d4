import { type Executor, sql } from '#kernel/db'

/** Where a party says that it is. */
export type OwnPlace = {
  address: string
  latitude: number
  longitude: number
  /** Others may know it. */
  isShown: boolean
  /** Rounded to about 100 m: nothing finer is kept. */
  isRough: boolean
}

/** What others know of it. */
export type ShownPlace = { address: string; latitude: number; longitude: number }

/** Thousandths of a degree are 111 m north to south, and less east to west. */
const roughDigits = 3
/** A metre. */
const fineDigits = 5

/** The place of one party, shown or not. */
export async function findPlace(db: Executor, town: number, party: string): Promise<OwnPlace | undefined> {
  const { rows } = await sql<OwnPlace>`
    select address, latitude, longitude, is_shown, is_rough from places.places
    where town = ${town} and party = ${party}`.execute(db)
  return rows[0]
}

/** Places that parties show, in one statement; who shows none is absent. */
export async function shownPlaces(
  db: Executor,
  town: number,
  parties: readonly string[],
): Promise<ReadonlyMap<string, ShownPlace>> {
  const { rows } = await sql<ShownPlace & { party: string }>`
    select party, address, latitude, longitude from places.places
    where town = ${town} and party = any(${[...parties]}::uuid[]) and is_shown`.execute(db)
  return new Map(rows.map(({ party, ...place }) => [party, place]))
}

/** Says where a party is, as exactly as it wishes to be known. */
export async function storePlace(
  tx: Executor,
  town: number,
  { party, place }: { party: string; place: OwnPlace },
): Promise<OwnPlace> {
  const { address, isShown, isRough, latitude, longitude } = asExact(place)
  await sql`
    insert into places.places (town, party, latitude, longitude, is_shown, is_rough, address)
    values (${town}, ${party}, ${latitude}, ${longitude}, ${isShown}, ${isRough}, ${address})
    on conflict on constraint places_pk do update
      set latitude = excluded.latitude, longitude = excluded.longitude, is_shown = excluded.is_shown,
          is_rough = excluded.is_rough, address = excluded.address`.execute(tx)
  return { address, latitude, longitude, isShown, isRough }
}

/** Says where parties are that have never said so; who has keeps what they said. */
export async function firstPlaces(
  tx: Executor,
  town: number,
  places: readonly { party: string; place: OwnPlace }[],
): Promise<void> {
  const rows = places.map(({ party, place }) => ({ party, ...asExact(place) }))
  await sql`
    insert into places.places (town, party, latitude, longitude, is_shown, is_rough, address)
    select ${town}, p.party, p.latitude, p.longitude, p."isShown", p."isRough", p.address
    from json_to_recordset(${JSON.stringify(rows)}::json) as p (party uuid, latitude float8, longitude float8,
      "isShown" boolean, "isRough" boolean, address text)
    on conflict on constraint places_pk do nothing`.execute(tx)
}

/** As exactly as somebody wishes to be known. */
function asExact(place: OwnPlace): OwnPlace {
  const digits = place.isRough ? roughDigits : fineDigits
  return { ...place, latitude: rounded(place.latitude, digits), longitude: rounded(place.longitude, digits) }
}

/** Takes it back. @returns false when there was none */
export async function removePlace(tx: Executor, town: number, party: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from places.places where town = ${town} and party = ${party}`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

function rounded(degrees: number, digits: number): number {
  return Number(degrees.toFixed(digits))
}
