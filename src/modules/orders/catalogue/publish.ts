import { type Database, sql } from '#kernel/db'
import type { Json } from '#kernel/commands'
import type { Manifest } from '#modules/flows'
import { manifestHash } from './catalogue.ts'
import { differences } from './versions.ts'

/** A manifest in the source tree differs from the published one of the same version. */
export class ManifestChanged extends Error {
  override name = 'ManifestChanged'
}

/**
 * Publishes the manifests of the source tree that the town does not have yet. A published version is immutable, for
 * orders live by it: one that was changed without a new version stops the start and names the difference.
 *
 * @throws {ManifestChanged}
 */
export async function publishBuiltins(db: Database, town: number, manifests: readonly Manifest[]): Promise<string[]> {
  const { rows } = await sql<{ business: string; version: number; manifest: Manifest }>`
    select business, version, manifest from orders.businesses where town = ${town}`.execute(db)
  const published = new Map(rows.map((row) => [`${row.business}/${row.version}`, row.manifest]))
  for (const manifest of manifests) {
    const before = published.get(`${manifest.business}/${manifest.version}`)
    const place = before === undefined ? undefined : firstDifference(before, manifest)
    if (place !== undefined) {
      throw new ManifestChanged(
        `${manifest.business} was changed at ${place === '' ? 'its root' : place} without a new version: ` +
          `raise its version ${manifest.version}, or put the text back`,
      )
    }
  }
  const missing = manifests.filter(({ business, version }) => !published.has(`${business}/${version}`))
  for (const manifest of missing) {
    await sql`
      insert into orders.businesses (town, business, version, hash, manifest)
      values (${town}, ${manifest.business}, ${manifest.version}, ${manifestHash(manifest)},
        ${JSON.stringify(manifest)}::json)
      on conflict do nothing`.execute(db)
  }
  return missing.map(({ business, version }) => `${business} ${version}`)
}

/** JSON Pointer of the first place where two values differ; `undefined` when they are equal. */
export function firstDifference(one: Json, other: Json): string | undefined {
  return differences(one, other)[0]?.pointer
}
