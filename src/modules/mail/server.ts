import type { Actor, JsonObject } from '#kernel/commands'
import type { Config } from '#kernel/config'
import { type Database, type Executor, sql, transaction } from '#kernel/db'
import { namedId } from '#kernel/ids'
import { Problem } from '#kernel/problem'
import type { Vault } from '#kernel/vault'
import { recordAudit } from '#modules/audit'
import { mailServerChanged } from './problems.ts'

/** Where letters are handed in. A password is never answered to anybody. */
export type MailServer = {
  host: string
  port: number
  /** TLS from the first byte; otherwise it begins when the server offers it. */
  isSecure: boolean
  /** '' when the server asks for none. */
  user: string
  password: string
}

/** What letters leave by now. */
export type MailState = {
  rev: number
  /** Who named the server: the environment goes before what was saved here. */
  source: 'environment' | 'settings' | 'none'
  server: MailServer | null
  /** `Name <address>`, or an address. */
  sender: string
}

/** What knows the mail server of a town. */
export type MailPlace = {
  db: Database
  town: { id: number }
  config: Pick<Config, 'smtpUrl' | 'mailFrom'>
  vault: Pick<Vault, 'seal' | 'open'>
}

/** The party whose key seals the town's own secrets. */
const townParty = namedId('town')
const purpose = 'mail/server'

type Row = { rev: number; sealed: string | null; sender: string }

async function readRow(db: Executor, town: number): Promise<Row> {
  const { rows } = await sql<Row>`select rev, sealed, sender from mail.servers where town = ${town}`.execute(db)
  return rows[0] ?? { rev: 0, sealed: null, sender: '' }
}

/** Reads what letters leave by. */
export async function readMailState({ db, town, config, vault }: MailPlace): Promise<MailState> {
  const { rev, sealed, sender } = await readRow(db, town.id)
  const { smtpUrl, mailFrom } = config
  if (smtpUrl !== undefined) return { rev, source: 'environment', server: serverOf(smtpUrl), sender: mailFrom }
  const from = sender === '' ? mailFrom : sender
  if (sealed === null) return { rev, source: 'none', server: null, sender: from }
  const [server] = await vault.open([{ purpose, sealed }])
  if (server === undefined || server === null) throw new Error('the saved mail server cannot be opened')
  return { rev, source: 'settings', server: server as MailServer, sender: from } // sealed by `saveMailServer`
}

/** A process looks at the table again after so long, ms. */
const freshMs = 1_000

const kept = new WeakMap<Database, { at: number; state: Promise<MailState> }>()

/** What letters leave by, as it was at most a second ago. */
export function mailStateOf(place: MailPlace): Promise<MailState> {
  const known = kept.get(place.db)
  if (known !== undefined && performance.now() - known.at < freshMs) return known.state
  const state = readMailState(place)
  kept.set(place.db, { at: performance.now(), state })
  state.catch(() => kept.delete(place.db))
  return state
}

/** A change of the server; a password that is absent stays, as long as host and user do. */
export type MailChange = {
  rev: number
  server: (Omit<MailServer, 'password'> & { password?: string }) | null
  sender: string
  /** Null: the town's own process. */
  by: Actor | null
  now: number
}

/** Saves another server, or none, with its entry in the record. @throws {Problem} mail-server-changed */
export async function saveMailServer(place: MailPlace, { rev, server, sender, by, now }: MailChange): Promise<void> {
  const { db, town, vault } = place
  const whole = server === null ? null : await withPassword(place, server)
  const value: JsonObject | null = whole === null ? null : { ...whole }
  const [sealed = null] = value === null ? [] : await vault.seal([{ party: townParty, purpose, value }])
  await transaction(db, async (tx) => {
    const { rows } = await sql`
      insert into mail.servers as s (town, rev, sealed, sender, changed_at)
      select ${town.id}, 1, ${sealed}, ${sender}, ${new Date(now)}
      where ${rev} = 0 or exists (select 1 from mail.servers where town = ${town.id})
      on conflict on constraint servers_pk do update
        set rev = s.rev + 1, sealed = excluded.sealed, sender = excluded.sender, changed_at = excluded.changed_at
        where s.rev = ${rev}
      returning 1`.execute(tx)
    if (rows.length === 0) throw new Problem(mailServerChanged)
    const details = { host: server?.host ?? null, sender }
    await recordAudit(tx, { town: town.id, by, act: 'mail.server-changed', details, now })
  })
  kept.delete(db)
}

/** A server as it would be saved: with the password that is there already, where none is given. */
export async function withPassword(place: MailPlace, server: NonNullable<MailChange['server']>): Promise<MailServer> {
  const before = await readMailState({ ...place, config: { ...place.config, smtpUrl: undefined } })
  return { ...server, password: passwordOf(server, before.server) }
}

/** A password is for one user of one server: whoever names another does not get it sent there. */
function passwordOf({ host, user, password }: NonNullable<MailChange['server']>, before: MailServer | null): string {
  if (password !== undefined) return password
  return before?.host === host && before.user === user ? before.password : ''
}

/** The address that the mail library takes. */
export function urlOf({ host, port, isSecure, user, password }: MailServer): string {
  const who = user === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`
  return `${isSecure ? 'smtps' : 'smtp'}://${who}${host}:${port}`
}

/** Ports by RFC 6409 §3.1 (submission) and RFC 8314 §3.3 (over TLS). */
const defaultPorts = { 'smtp:': 587, 'smtps:': 465 } as const

function serverOf(url: string): MailServer {
  const { protocol, hostname: host, port, username, password } = new URL(url)
  const isSecure = protocol === 'smtps:'
  return {
    host,
    port: port === '' ? defaultPorts[isSecure ? 'smtps:' : 'smtp:'] : Number(port),
    isSecure,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}
