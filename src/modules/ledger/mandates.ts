import { bools, int4s, int8s, prepared, type Row, type SetStatement, texts, timestamps, uuids } from '#kernel/wire'
import type { Mandate } from './postings.ts'

/** What names a mandate: whose wallet, for whom, under which name, in which currency. */
export type MandateKey = Pick<Mandate, 'party' | 'business' | 'name' | 'currency'>

/** One text for a mandate's key. */
export function mandateKey({ party, business, name, currency }: MandateKey): string {
  return `${party}/${business}/${name}/${currency}`
}

const load = prepared(
  'ledger.load-mandates',
  `select m.party, m.business, m.name, m.currency, m.limit_minor, m.expires_at, m.is_active,
     m.period_days, m.period_limit_minor, m.period_starts_at, m.spent_minor
   from ledger.mandates m
   join unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as u (party, business, name, currency)
     on m.party = u.party and m.business = u.business and m.name = u.name and m.currency = u.currency
   where m.town = $1`,
)

/** Reads mandates. Only the engine changes them, so they need no lock. */
export function loadMandates(town: number, keys: readonly MandateKey[]): SetStatement {
  return load(
    town,
    uuids(keys.map(({ party }) => party)),
    texts(keys.map(({ business }) => business)),
    texts(keys.map(({ name }) => name)),
    texts(keys.map(({ currency }) => currency)),
  )
}

/** Reads a row of `loadMandates`. */
export function mandateOf(row: Row): Mandate {
  const [party, business, name, currency, limitMinor, expiresAt, isActive, days, periodMinor, startsAt, spentMinor] =
    row
  const period = days === null ? {} : { period: { days, limitMinor: periodMinor, startsAt, spentMinor } }
  return { party, business, name, currency, limitMinor, expiresAt, isActive, ...period } as Mandate // as selected above
}

const dayMs = 86_400_000

/**
 * The mandate after a debit of this size, or undefined when it does not allow it.
 *
 * @param now town time, ms
 */
export function drawn(mandate: Mandate, amountMinor: number, now: number): Mandate | undefined {
  const { isActive, limitMinor, expiresAt, period } = mandate
  if (!isActive || amountMinor > limitMinor || (expiresAt !== null && expiresAt <= now)) return undefined
  if (period === undefined) return mandate
  const isOver = period.startsAt === null || now >= period.startsAt + period.days * dayMs
  const begun = isOver ? { ...period, startsAt: now, spentMinor: 0 } : period
  if (begun.spentMinor + amountMinor > begun.limitMinor) return undefined
  return { ...mandate, period: { ...begun, spentMinor: begun.spentMinor + amountMinor } }
}

const store = prepared(
  'ledger.store-mandates',
  `with stored as (
     insert into ledger.mandates (town, party, business, name, currency, limit_minor, expires_at, is_active,
       period_days, period_limit_minor, period_starts_at, spent_minor)
     select $1, u.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int8[], $7::timestamptz[],
       $8::bool[], $9::int4[], $10::int8[], $11::timestamptz[], $12::int8[]) as u
     on conflict (town, party, business, name, currency) do update
       set limit_minor = excluded.limit_minor, expires_at = excluded.expires_at, is_active = excluded.is_active,
         period_days = excluded.period_days, period_limit_minor = excluded.period_limit_minor,
         period_starts_at = excluded.period_starts_at, spent_minor = excluded.spent_minor
     returning 1)
   select kernel.expect(count(*), $13) from stored`,
)

/** Writes mandates, each key once. */
export function storeMandates(town: number, mandates: readonly Mandate[]): SetStatement {
  return store(
    town,
    uuids(mandates.map(({ party }) => party)),
    texts(mandates.map(({ business }) => business)),
    texts(mandates.map(({ name }) => name)),
    texts(mandates.map(({ currency }) => currency)),
    int8s(mandates.map(({ limitMinor }) => limitMinor)),
    timestamps(mandates.map(({ expiresAt }) => expiresAt)),
    bools(mandates.map(({ isActive }) => isActive)),
    int4s(mandates.map(({ period }) => period?.days ?? null)),
    int8s(mandates.map(({ period }) => period?.limitMinor ?? null)),
    timestamps(mandates.map(({ period }) => period?.startsAt ?? null)),
    int8s(mandates.map(({ period }) => period?.spentMinor ?? null)),
    mandates.length,
  )
}
