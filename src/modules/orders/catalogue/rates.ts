import type { Decision, Json, JsonObject } from '#kernel/commands'
import type { FieldError } from '#kernel/problem'
import type { Flow, Manifest } from '#modules/flows'
import { canonical } from '../books/receipts.ts'

const dayMs = 86_400_000

/** A tariff may change the rates that the manifest has, to values of the same kind, in the depth of lists too. */
export function rateErrors(manifest: Manifest, rates: { readonly [name: string]: unknown }): FieldError[] {
  return Object.entries(rates).flatMap(([name, value]) => {
    const pointer = `/input/rates/${name}`
    const declared = manifest.rates?.[name]
    if (declared === undefined) return [{ pointer, detail: 'is not a rate of this business' }]
    return unlike(declared, value, pointer)
  })
}

/** Where a value is not of the kind that expressions were checked against. */
function unlike(declared: Json, value: unknown, pointer: string): FieldError[] {
  if (kindOf(declared) !== kindOf(value)) return [{ pointer, detail: `must be ${kindOf(declared)}` }]
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return [{ pointer, detail: 'must be a whole number' }]
  if (!Array.isArray(value) || !Array.isArray(declared)) return []
  const [first] = declared as readonly Json[]
  if (first === undefined) return []
  return value.flatMap((element: unknown, index) => elementErrors(first, element, `${pointer}/${index}`))
}

/** Elements of a list have the members of the first that is declared: expressions read them without asking. */
function elementErrors(declared: Json, element: unknown, pointer: string): FieldError[] {
  const wrong = unlike(declared, element, pointer)
  if (wrong.length > 0 || kindOf(declared) !== 'an object') return wrong
  const members = element as { readonly [name: string]: unknown } // of the same kind, as seen above
  return Object.entries(declared as JsonObject).flatMap(([name, one]) => {
    const place = `${pointer}/${name}`
    return members[name] === undefined ? [{ pointer: place, detail: 'is required' }] : unlike(one, members[name], place)
  })
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** How long before they take effect these rates must be known, ms; 0 when none of them needs notice. */
export function noticeMs({ noticeDays = {} }: Manifest, rates: { readonly [name: string]: unknown }): number {
  return Math.max(0, ...Object.keys(rates).map((name) => (noticeDays[name] ?? 0) * dayMs))
}

/** Refuses a tariff that others had no time to reckon with. */
export function noticeTooShort(earliestAt: number): Decision<never> {
  const detail = `Rates that need notice can change at ${new Date(earliestAt).toISOString()} at the earliest`
  return { ok: false, refusal: { slug: 'notice-too-short', status: 409, detail, extra: { earliestAt } } }
}

/** A new version takes effect at once, so it changes no rate that needs notice, and shortens no notice. */
export function noticeErrors(before: Flow | undefined, manifest: Manifest): Decision<never> | undefined {
  const changed = Object.entries(before?.manifest.noticeDays ?? {}).flatMap(([name, days]) => {
    const isSame = canonical(before!.manifest.rates?.[name] ?? null) === canonical(manifest.rates?.[name] ?? null)
    const isKept = (manifest.noticeDays?.[name] ?? 0) >= days
    const pointer = `/input/manifest/rates/${name}`
    return isSame && isKept ? [] : [{ pointer, detail: `changes by a tariff only, with ${days} days’ notice` }]
  })
  if (changed.length === 0) return undefined
  const refusal = { slug: 'notice-needed', status: 409, detail: 'A new version takes effect at once' } as const
  return { ok: false, refusal: { ...refusal, errors: changed } }
}
