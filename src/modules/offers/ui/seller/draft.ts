import type { Reply } from '#web/api'
import { type Schema, type Values, missingIn } from '#web/schema'
import { newKey } from '#web/ids'
import { type Command, adjustCommand, archiveCommand, putCommand } from './own-offers.ts'

/** An offer with its variants while it is being written, and the commands that make the town's one like it. */

/** The page of a thing as its seller reads it. */
export type Thing = Reply<'get', '/v1/offers/{id}'>

/** One variant; a thing without variants has exactly one, with nothing that tells it apart. */
export type VariantDraft = {
  readonly id: string
  /** 0 for a new one. */
  readonly rev: number
  readonly values: Readonly<Record<string, string>>
  readonly priceMinor: number | undefined
  /** Counted; undefined where the business counts otherwise. */
  readonly stock: number | undefined
  /** What the town counts now. */
  readonly stockBefore: number | null
}

export type Draft = {
  readonly business: string
  readonly title: string
  readonly description: string
  readonly category: string
  readonly currency: string
  readonly taxCode: string
  readonly priceIncludesTax: boolean
  readonly pictures: readonly string[]
  readonly attributes: Values
  /** What variants differ in, such as `size`. */
  readonly options: readonly string[]
  readonly variants: readonly VariantDraft[]
}

/** A new variant. */
export function newVariant(like?: VariantDraft): VariantDraft {
  return { id: newKey(), rev: 0, values: {}, priceMinor: like?.priceMinor, stock: like?.stock, stockBefore: null }
}

/** A draft of something new. */
export function emptyDraft(business: string, currency: string): Draft {
  return {
    business,
    title: '',
    description: '',
    category: '',
    currency,
    taxCode: 'standard',
    priceIncludesTax: true,
    pictures: [],
    attributes: {},
    options: [],
    variants: [{ ...newVariant(), stock: 1 }],
  }
}

/** A draft of what there is. */
export function draftOf(thing: Thing): Draft {
  const [first] = thing.variants
  const { business, title, description, category, currency } = thing
  return {
    business,
    title,
    description,
    category,
    currency,
    taxCode: first?.taxCode ?? 'standard',
    priceIncludesTax: first?.priceIncludesTax ?? true,
    pictures: first?.pictures ?? [],
    attributes: first?.attributes ?? {},
    options: [...new Set(thing.variants.flatMap(({ variant }) => Object.keys(variant)))],
    variants: thing.variants.map(({ id, rev, variant, priceMinor, available }) => ({
      id,
      rev,
      values: variant,
      priceMinor,
      stock: available ?? undefined,
      stockBefore: available,
    })),
  }
}

/** Names of what is still to be filled in. */
export function missingOf(draft: Draft, schema: Schema): string[] {
  const needed = (['title', 'category'] as const).filter((name) => draft[name].trim() === '')
  const isPriced = draft.variants.every(({ priceMinor }) => priceMinor !== undefined)
  const isTold = draft.variants.every(({ values }) => draft.options.every((name) => (values[name] ?? '').trim() !== ''))
  return [
    ...needed,
    ...(isPriced ? [] : ['priceMinor']),
    ...(isTold ? [] : ['variant']),
    ...missingIn(schema, draft.attributes),
  ]
}

/**
 * Commands, to be accepted all or none: the first variant names the group and comes first, stock that was counted anew
 * is adjusted, and what was taken out is archived.
 *
 * @param reason said beside a count that changes
 */
export function commandsOf(draft: Draft, before: Thing | undefined, reason: string): Command[] {
  const head = headOf(draft, before)
  const isGrouped = draft.options.length > 0
  const sorted = draft.variants.toSorted((one, other) => Number(other.id === head) - Number(one.id === head))
  const kept = new Set(sorted.map(({ id }) => id))
  const gone = (before?.variants ?? []).filter(({ id, status }) => !kept.has(id) && status === 'active')
  return [
    ...sorted.flatMap((variant) => variantCommands(draft, variant, { groupId: isGrouped ? head : null, reason })),
    ...gone.map(archiveCommand),
  ]
}

/** The id that names the group: the one it has, else the first variant's. */
function headOf({ variants }: Draft, before: Thing | undefined): string {
  return before?.id ?? variants[0]?.id ?? ''
}

type Within = { groupId: string | null; reason: string }

function variantCommands(draft: Draft, variant: VariantDraft, { groupId, reason }: Within): Command[] {
  const { options, variants: _, ...common } = draft
  const { id, rev, values, priceMinor = 0, stock, stockBefore } = variant
  const told = Object.fromEntries(options.map((name) => [name, (values[name] ?? '').trim()]))
  const title = draft.title.trim()
  const offer = { ...common, title, pictures: [...draft.pictures], attributes: { ...draft.attributes } }
  const put = putCommand({ ...offer, id, rev, groupId, variant: told, priceMinor })
  if (rev === 0) {
    const { rev: _rev, ...input } = put.input
    return [{ ...put, input: { ...input, ...(stock === undefined ? {} : { stock }) } }]
  }
  const delta = stock === undefined || stockBefore === null ? 0 : stock - stockBefore
  return delta === 0 ? [put] : [put, adjustCommand(id, delta, reason)]
}
