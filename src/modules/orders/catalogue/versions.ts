import type { Json, JsonObject } from '#kernel/commands'
import { type Executor, sql } from '#kernel/db'
import type { Manifest } from '#modules/flows'
import { canonical } from '../books/receipts.ts'

/** A published version as a reader meets it. */
export type Version = { version: number; manifest: Manifest; hash: Buffer; publishedAt: number }

/** Versions of a line of business, the newest first; all, or the ones named. */
export async function listVersions(
  db: Executor,
  { town, business, versions }: { town: number; business: string; versions?: readonly number[] },
): Promise<Version[]> {
  const { rows } = await sql<Version>`
    select version, manifest, hash, published_at from orders.businesses
    where town = ${town} and business = ${business}
      and (${versions === undefined} or version = any(${versions ?? []}::integer[]))
    order by version desc limit ${versionsMax}`.execute(db)
  return rows
}

/** Far more versions than anybody reads. */
const versionsMax = 1_000

/** One place in which two values differ. */
export type Difference = { pointer: string; kind: 'added' | 'removed' | 'changed'; before?: Json; after?: Json }

/** Every place in which two values differ, by JSON Pointer, in order of the first and then of what the second adds. */
export function differences(one: Json, other: Json, pointer = ''): Difference[] {
  if (canonical(one) === canonical(other)) return []
  if (!areAlike(one, other)) return [{ pointer, kind: 'changed', before: one, after: other }]
  const [left, right] = [one as JsonObject, other as JsonObject]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name): Difference[] => {
    const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!Object.hasOwn(left, name)) return [{ pointer: place, kind: 'added', after: right[name]! }]
    if (!Object.hasOwn(right, name)) return [{ pointer: place, kind: 'removed', before: left[name]! }]
    return differences(left[name]!, right[name]!, place)
  })
}

/** Both lists or both objects, so that they can be compared member by member. */
function areAlike(one: Json, other: Json): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  return Array.isArray(one) === Array.isArray(other)
}
