import { Problem } from '#kernel/problem'
import type { Manifest } from '#modules/flows'
import type { Catalogue } from '#modules/orders'
import type { Titles } from './document-words.ts'
import type { FeeLineOf } from './menu.ts'
import { noMenu } from './problems.ts'

/** A menu with its time. */
export type DatedMenu = { effectiveAt: number | null; isInForce: boolean; lines: readonly FeeLineOf[] }

/** The manifest of a business that has a fee menu. @throws {Problem} no-menu */
export function manifestWithMenu(catalogue: Catalogue, business: string): Manifest {
  const manifest = catalogue.newest(business)?.manifest
  if (manifest === undefined || !Array.isArray(manifest.rates?.['fees'])) throw new Problem(noMenu)
  return manifest
}

/** The menu in force at an instant. @throws {Problem} no-menu */
export function menuAt(catalogue: Catalogue, business: string, now: number): readonly FeeLineOf[] {
  manifestWithMenu(catalogue, business)
  return catalogue.rates(business, now)['fees'] as unknown as readonly FeeLineOf[] // checked when it was set
}

/** Every menu of a business: the manifest's own and those set since, to come included. @throws {Problem} no-menu */
export function menusOf(catalogue: Catalogue, business: string, now: number): DatedMenu[] {
  const own = manifestWithMenu(catalogue, business).rates!['fees']
  const set = catalogue.tariffs(business).flatMap(({ effectiveAt, rates }) => {
    return rates['fees'] === undefined ? [] : [{ effectiveAt, lines: rates['fees'] }]
  })
  const all = [{ effectiveAt: null, lines: own }, ...set]
  const last = all.findLastIndex(({ effectiveAt }) => effectiveAt === null || effectiveAt <= now)
  return all.map(({ effectiveAt, lines }, index) => ({
    effectiveAt,
    isInForce: index === last,
    lines: lines as unknown as readonly FeeLineOf[], // checked when it was set
  }))
}

/** What the fees of all menus are called: names outlive menus. */
export function titlesOf(catalogue: Catalogue, now: number): Titles {
  const titles = new Map<string, { readonly [language: string]: string }>()
  for (const { business, manifest } of catalogue.businesses()) {
    if (!Array.isArray(manifest.rates?.['fees'])) continue
    for (const { lines } of menusOf(catalogue, business, now)) {
      for (const { name, title } of lines) titles.set(name, title)
    }
  }
  return titles
}
