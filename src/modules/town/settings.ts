import type { Actor } from '#kernel/commands'
import { type Database, type Executor, type Tx, sql, transaction } from '#kernel/db'
import { Problem } from '#kernel/problem'
import { type Town, type TownChange, changeTown, getTown } from '#kernel/towns'
import { recordAudit } from '#modules/audit'
import { currenciesOffered } from '#modules/offers'
import { languagesKnown } from './languages.ts'
import { currencyInUse, settingsChanged } from './problems.ts'

/** What the operator sets of a town beside its row. */
export type Settings = {
  /** Counts the changes; 0 before the first. */
  rev: number
  languages: readonly string[]
  defaultLanguage: string
  /** `#rrggbb` */
  accent: string | null
  /** File id. */
  logo: string | null
  about: Readonly<Record<string, string>>
  feesLink: string
  contact: string
}

/** Everything that a change may name. */
export type SettingsChange = Partial<Omit<Settings, 'rev'> & TownChange>

/** The settings as the table has them, or those of a town that never set any. */
export async function readSettings(db: Executor, town: number, lock = false): Promise<Settings> {
  const { rows } = await sql<Settings>`
    select rev, languages, default_language, accent, logo, about, fees_link, contact
    from town.settings where town = ${town} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0] ?? initialSettings()
}

function initialSettings(): Settings {
  const languages = languagesKnown()
  const none = { accent: null, logo: null, about: {}, feesLink: '', contact: '' }
  return { rev: 0, languages, defaultLanguage: 'en', ...none }
}

/** A change that was checked, on the settings that were seen. */
export type Changing = { town: Pick<Town, 'id'>; rev: number; change: SettingsChange; by: Actor | null; now: number }

/**
 * Changes what is named and leaves the rest, all in one commit with its entry in the record.
 *
 * @throws {Problem} settings-changed when others were faster, currency-in-use
 */
export async function changeSettings(db: Database, { town, rev, change, by, now }: Changing): Promise<void> {
  const { name, timeZone, currency, ...rest } = change
  await transaction(db, async (tx) => {
    const seen = await readSettings(tx, town.id, true)
    if (seen.rev !== rev) throw new Problem(settingsChanged)
    const row = await getTown(tx, town.id)
    if (currency !== undefined && currency !== row.currency) await refuseCurrencyInUse(tx, town.id, currency)
    const isStored = await store(tx, { town: town.id, settings: { ...seen, ...rest }, now })
    if (!isStored) throw new Problem(settingsChanged)
    await changeTown(tx, town.id, {
      name: name ?? row.name,
      timeZone: timeZone ?? row.timeZone,
      currency: currency ?? row.currency,
    })
    const details = { rev: rev + 1, ...JSON.parse(JSON.stringify(change)) }
    await recordAudit(tx, { town: town.id, by, act: 'town.settings-changed', details, now })
  })
}

/** False when somebody else has made the first change meanwhile: later ones wait for the lock. */
async function store(
  tx: Tx,
  { town, settings, now }: { town: number; settings: Settings; now: number },
): Promise<boolean> {
  const { rev, languages, defaultLanguage, accent, logo, about, feesLink, contact } = settings
  const { rows } = await sql<{ rev: number }>`
    insert into town.settings as s (town, rev, languages, default_language, accent, logo, about, fees_link, contact,
      changed_at)
    values (${town}, ${rev + 1}, ${languages}::text[], ${defaultLanguage}, ${accent}, ${logo},
      ${JSON.stringify(about)}::json, ${feesLink}, ${contact}, ${new Date(now)})
    on conflict on constraint settings_pk do update set
      rev = excluded.rev, languages = excluded.languages, default_language = excluded.default_language,
      accent = excluded.accent, logo = excluded.logo, about = excluded.about, fees_link = excluded.fees_link,
      contact = excluded.contact, changed_at = excluded.changed_at
      where s.rev = ${rev}
    returning rev`.execute(tx)
  return rows.length > 0
}

/**
 * Prices and accounts are in a currency for ever. As long as there is none in another one, the town's may be corrected.
 */
async function refuseCurrencyInUse(tx: Tx, town: number, currency: string): Promise<void> {
  const { rows } = await sql<{ currency: string }>`
    select distinct currency from ledger.public_transfers where town = ${town} and currency <> ${currency}`.execute(tx)
  const offered = await currenciesOffered(tx, town)
  const used = [...new Set([...rows.map((row) => row.currency), ...offered.filter((one) => one !== currency)])]
  if (used.length === 0) return
  throw new Problem(currencyInUse, {
    detail: `There are prices or money in ${used.join(', ')}; a town keeps its currency from then on.`,
    errors: [{ pointer: '/currency', detail: `stays ${used.join(', ')}` }],
  })
}
