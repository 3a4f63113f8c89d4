import { type Schema, type Values, initialValues } from '#web/schema'
import type { BasketLine } from '#web/basket'
import type { Reply } from '#web/api'
import { rememberTyped, typedAddress } from '#web/typed-address'
import { type Beginning, type Manifest, manifestOf, ordinaryBeginning } from '#web/manifest'

/** What of a basket becomes one order: things of one seller, one line of business, one currency. */
export type Group = {
  readonly key: string
  readonly business: string
  readonly seller: Thing['seller']
  readonly currency: string
  readonly lines: readonly Chosen[]
  readonly manifest: Manifest
  readonly beginning: Beginning
  readonly beginnings: readonly Beginning[]
}

/** A line of the basket with what it stands for. */
export type Chosen = BasketLine & { readonly thing: Thing; readonly variant: Thing['variants'][number] }

type Thing = Reply<'get', '/v1/offers/{id}'>
type Business = Reply<'get', '/v1/businesses/{name}'>

/** Lines by what will be one order, in order of their first thing. */
export function groupsOf(lines: readonly Chosen[], businesses: ReadonlyMap<string, Business>): Group[] {
  const grouped = Map.groupBy(lines, ({ thing }) => `${thing.seller.id} ${thing.business} ${thing.currency}`)
  return [...grouped].flatMap(([key, own]) => {
    const { business, seller, currency } = own[0]!.thing
    const found = businesses.get(business)
    const beginning = ordinaryBeginning(found?.beginnings ?? [])
    if (found === undefined || beginning === undefined) return []
    const { beginnings } = found
    return [{ key, business, seller, currency, lines: own, manifest: manifestOf(found), beginning, beginnings }]
  })
}

/** A note is to one seller; where things go is the same for all of them. */
const ofOneSeller: readonly string[] = ['note', 'coupons']

/** The fields that several orders of a basket are asked alike: filled in once. */
export function sharedSchema(groups: readonly Group[]): Schema {
  const schemas = groups.map(({ beginning }) => beginning.input as Schema) // the subset of manifests
  const isShared = (name: string, property: Schema): boolean =>
    !ofOneSeller.includes(name) &&
    schemas.filter(({ properties }) => JSON.stringify(properties?.[name]) === JSON.stringify(property)).length > 1
  const parts = schemas.map((schema) => part(schema, isShared))
  return {
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as NonNullable<Schema['properties']>,
    required: [...new Set(parts.flatMap(({ required = [] }) => required))],
  }
}

/** Of values that were filled in for all, those that an order is asked for. */
export function sharedOf({ beginning }: Group, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { properties = {} } = beginning.input as Schema
  return Object.fromEntries(Object.entries(values).filter(([name]) => properties[name] !== undefined))
}

/** The fields of one order that are not filled in for all. */
export function ownSchema({ beginning }: Group, shared: Schema): Schema {
  return part(beginning.input, (name) => shared.properties?.[name] === undefined)
}

function part(schema: Schema, isIn: (name: string, property: Schema) => boolean): Schema {
  const properties = Object.entries(schema.properties ?? {}).filter(([name, property]) => isIn(name, property))
  const names = new Set(properties.map(([name]) => name))
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    required: (schema.required ?? []).filter((name) => names.has(name)),
  }
}

/** What a form of an order begins with. */
export function beginningValues(schema: Schema): Record<string, unknown> {
  const address = typedAddress()
  return { ...initialValues(schema, address === null ? {} : { address }) }
}

/** Keeps an address for the next time. */
export function rememberAddress(values: Readonly<Record<string, unknown>>): void {
  if (typeof values['address'] === 'string') rememberTyped(values['address'])
}

/** Whether an order asks where it goes, as things stand. */
export function asksAddress(schema: Schema, values: Readonly<Record<string, unknown>>): boolean {
  return schema.properties?.['address'] !== undefined && !hiddenFields(values).includes('address')
}

/** The values with another address, or without one. */
export function withAddress(values: Values, address: string): Values {
  const { address: _, ...others } = values
  return address === '' ? others : { ...others, address }
}

/** What stands in the field for the address. */
export function addressIn(values: Readonly<Record<string, unknown>>): string {
  return typeof values['address'] === 'string' ? values['address'] : ''
}

/** Fields that do not matter as things stand: who collects needs no address. */
export function hiddenFields(values: Readonly<Record<string, unknown>>): string[] {
  return values['delivery'] === 'pickup' ? ['address'] : []
}

/** The schema with what matters after all: whoever has something sent must say where. */
export function neededSchema(schema: Schema, values: Readonly<Record<string, unknown>>): Schema {
  const isSent = values['delivery'] === 'shipping' && schema.properties?.['address'] !== undefined
  return isSent ? { ...schema, required: [...(schema.required ?? []), 'address'] } : schema
}
