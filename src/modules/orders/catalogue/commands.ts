import { Type } from 'typebox'
import type { Decision, DirectCommand, JsonObject } from '#kernel/commands'
import { Problem } from '#kernel/problem'
import type { Manifest } from '#modules/flows'
import type { Catalogue, CatalogueChange } from './catalogue.ts'
import { type DirectChanges, refused } from '../engine/decide.ts'
import { noticeErrors, noticeMs, noticeTooShort, rateErrors } from './rates.ts'
import type { EngineView } from '../books/views.ts'
import { mayRunBusinesses } from '../policies.ts'

const business = Type.String({ pattern: '^[a-z][a-zA-Z0-9-]{0,63}$' })

/** Input of `orders.publish`: the next version of a line of business; its text is checked by the compiler. */
export const publishInput = Type.Object(
  { manifest: Type.Object({ business, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }) },
  { additionalProperties: false },
)

/** Input of `orders.switch`: off means that nothing new is placed. */
export const switchInput = Type.Object({ business, isOn: Type.Boolean() }, { additionalProperties: false })

/** Input of `orders.setTariff`: rates that override the manifest's, from now or from an instant to come. */
export const setTariffInput = Type.Object(
  {
    business,
    rates: Type.Record(Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9]{0,63}$' }), Type.Unknown(), { maxProperties: 200 }),
    /** Town time, ms. */
    effectiveAt: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 })),
  },
  { additionalProperties: false },
)

type SetTariffInput = Type.Static<typeof setTariffInput>
type Direct = DirectCommand<EngineView, DirectChanges>

const publish: Direct = {
  name: 'orders.publish',
  input: publishInput,
  decide: ({ catalogue }, { actor, input }) => {
    if (!mayRunBusinesses(actor)) return notYours()
    const manifest = input['manifest'] as unknown as Manifest // its shape is checked by the compiler below
    const newest = catalogue.newest(manifest.business)?.manifest.version ?? 0
    if (reserved.includes(manifest.business)) {
      return refused('business-reserved', 422, `${manifest.business} is a name of the platform`)
    }
    if (manifest.version !== newest + 1) {
      return refused('version-not-next', 409, `The next version of ${manifest.business} is ${newest + 1}`)
    }
    const wrong = compileErrors(catalogue, manifest) ?? noticeErrors(catalogue.newest(manifest.business), manifest)
    if (wrong !== undefined) return wrong
    const data = { business: manifest.business, version: manifest.version }
    return accepted('orders.published', { kind: 'publication', ...data, manifest }, data)
  },
}

const switchBusiness: Direct = {
  name: 'orders.switch',
  input: switchInput,
  decide: ({ catalogue }, { actor, input }) => {
    if (!mayRunBusinesses(actor)) return notYours()
    const { business: name, isOn } = input as Type.Static<typeof switchInput> // checked against the schema
    if (catalogue.newest(name) === undefined) return notFound()
    const data = { business: name, isOn }
    return accepted('orders.switched', { kind: 'switch', ...data }, data)
  },
}

const setTariff: Direct = {
  name: 'orders.setTariff',
  input: setTariffInput,
  decide: ({ catalogue, now }, { actor, input }) => {
    if (!mayRunBusinesses(actor)) return notYours()
    const { business: name, rates, effectiveAt = now } = input as SetTariffInput // checked against the schema
    const flow = catalogue.newest(name)
    if (flow === undefined) return notFound()
    const errors = rateErrors(flow.manifest, rates)
    if (errors.length > 0) {
      const detail = errors.map(({ pointer, detail: words }) => `${pointer} ${words}`).join('; ')
      return { ok: false, refusal: { slug: 'input-invalid', status: 422, detail, errors } }
    }
    if (effectiveAt < now) return refused('tariff-in-the-past', 422, 'Tariffs take effect now or later')
    const earliestAt = now + noticeMs(flow.manifest, rates)
    if (effectiveAt < earliestAt) return noticeTooShort(earliestAt)
    const tariff = { business: name, effectiveAt, rates: rates as JsonObject }
    return accepted('orders.tariff-set', { kind: 'tariff', ...tariff }, tariff)
  },
}

/** The commands by which an operator runs lines of business. */
export const catalogueCommands: readonly Direct[] = [publish, switchBusiness, setTariff]

/** Names that commands of modules begin with. */
const reserved: readonly string[] = ['ledger', 'capacity', 'offers', 'orders', 'command']

function notYours(): Decision<never> {
  return refused('not-yours', 403, 'Only the operator runs lines of business')
}

function notFound(): Decision<never> {
  return refused('business-not-found', 404, 'There is no such line of business')
}

function compileErrors(catalogue: Catalogue, manifest: Manifest): Decision<never> | undefined {
  try {
    catalogue.compile(manifest)
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { detail = error.kind.title, errors = [] } = error.details
    const placed = errors.map(({ pointer, detail: words }) => ({ pointer: `/input/manifest${pointer}`, detail: words }))
    return { ok: false, refusal: { slug: error.kind.slug, status: 422, detail, errors: placed } }
  }
}

function accepted(type: string, change: CatalogueChange, data: JsonObject): Decision<DirectChanges> {
  return { ok: true, changes: { event: { type, subject: null, data }, catalogue: [change] }, result: data }
}
