/**
 * The environment, parsed once at start-up; nothing else reads `process.env`.
 *
 *   const config = readConfig()            // throws ConfigError naming the variable and what it wants
 *   config.port, config.dataDir, config.databaseUrl …
 */
import path from 'node:path'

/** Settings of one process. Times are milliseconds, paths absolute. */
export interface Config {
  /** PORT: where web and API listen, 1 … 65535. */
  readonly port: number
  /** HOST: the address to listen on. Loopback by default, because a sandbox town has personas without passwords. */
  readonly host: string
  /** PUBLIC_URL: the address people type, without a slash at the end; links in messages begin with it. */
  readonly publicUrl: string
  /** DATABASE_URL: an external PostgreSQL; absent means the embedded one. */
  readonly databaseUrl: string | undefined
  /** DATA_DIR: the embedded server, uploaded files and the lock of the running app. */
  readonly dataDir: string
  /**
   * MASTER_KEY: what wraps the keys of personal data, 32 bytes in base64url. Absent means the file `master.key` in
   * DATA_DIR; processes that do not share that folder need it.
   */
  readonly masterKey: string | undefined
  /** DATABASE_POOL: connections of the app's pool; the embedded server allows 40 in all. */
  readonly databasePool: number
  /** SMTP_URL: the mail server, `smtp:` or `smtps:`; without it a sandbox shows its letters to the operator. */
  readonly smtpUrl: string | undefined
  /** MAIL_FROM: the sender of letters, `Name <address>` or an address. */
  readonly mailFrom: string
  /**
   * ENGINE_PATH: `cached` (default) keeps pages open from batch to batch; `locked` reads and locks anew for each, which
   * is slower and needs less memory.
   */
  readonly enginePath: 'cached' | 'locked'
  /** LOG_LEVEL */
  readonly logLevel: LogLevel
  /** TOWN_NAME, TOWN_TIME_ZONE (IANA), TOWN_CURRENCY (ISO 4217): of the town that the first start makes. */
  readonly town: { readonly name: string; readonly timeZone: string; readonly currency: string }
  /**
   * STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET: the payment provider of a live town, or of a sandbox with a test key.
   * Absent means the keys that were saved in the browser (`isSaved`), or else the sandbox provider.
   */
  readonly stripe: { readonly secretKey: string; readonly webhookSecret: string; readonly isSaved?: true } | undefined
  /** STRIPE_URL: where Stripe is asked; another address only to try things out. */
  readonly stripeUrl: string
  /** RATE_LIMIT: requests a minute of one credential or one stranger; 0 for no limit. */
  readonly rateLimit: number
  /** CORS_ORIGINS: origins whose pages may call the API, with tokens, separated by commas; `*` for all. */
  readonly corsOrigins: readonly string[]
  readonly webhooks: {
    /**
     * WEBHOOK_ALLOW_PRIVATE: hosts, by name or address and with commas between, that webhooks of a sandbox may reach
     * although they are not on the public internet. A live town has no such hosts.
     */
    readonly allowPrivate: readonly string[]
    /** WEBHOOK_RETRY_SECONDS: waits between attempts, with commas between; absent means over three days. */
    readonly retryMs: readonly number[] | undefined
  }
  /** DEMO=off leaves an empty sandbox empty; by default it is filled with a demo town. */
  readonly hasDemo: boolean
}

/** The levels of pino, and `silent`. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** A variable that cannot be used. The message is for the operator: it names the variable and what it accepts. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly variable: string

  constructor(variable: string, wants: string, given: string) {
    super(`${variable} must be ${wants}, but is ${JSON.stringify(given)}`)
    this.variable = variable
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws {ConfigError} for the first variable that does not parse */
export function readConfig(environment: Environment = process.env): Config {
  const port = integer(environment, 'PORT', { otherwise: 8080, min: 1, max: 65_535 })
  return {
    port,
    host: text(environment, 'HOST') ?? '127.0.0.1',
    publicUrl: webAddress(environment, 'PUBLIC_URL') ?? `http://localhost:${port}`,
    databaseUrl: urlOf(environment, 'DATABASE_URL', databaseAddresses),
    dataDir: path.resolve(text(environment, 'DATA_DIR') ?? 'data'),
    masterKey: text(environment, 'MASTER_KEY'),
    databasePool: integer(environment, 'DATABASE_POOL', { otherwise: 10, min: 2, max: 500 }),
    smtpUrl: urlOf(environment, 'SMTP_URL', mailAddresses),
    mailFrom: sender(environment, 'MAIL_FROM'),
    enginePath: oneOf(environment, 'ENGINE_PATH', ['cached', 'locked']) ?? 'cached',
    logLevel: oneOf(environment, 'LOG_LEVEL', logLevels) ?? 'info',
    town: {
      name: text(environment, 'TOWN_NAME') ?? 'Lakeside',
      timeZone: timeZone(environment, 'TOWN_TIME_ZONE'),
      currency: currency(environment, 'TOWN_CURRENCY'),
    },
    stripe: stripe(environment),
    stripeUrl: stripeUrl(environment),
    rateLimit: integer(environment, 'RATE_LIMIT', { otherwise: 3_000, min: 0, max: 1_000_000 }),
    corsOrigins: origins(environment, 'CORS_ORIGINS'),
    webhooks: {
      allowPrivate: list(environment, 'WEBHOOK_ALLOW_PRIVATE') ?? [],
      retryMs: seconds(environment, 'WEBHOOK_RETRY_SECONDS')?.map((wait) => wait * 1000),
    },
    hasDemo: oneOf(environment, 'DEMO', ['on', 'off']) !== 'off',
  }
}

function stripeUrl(environment: Environment): string {
  return webAddress(environment, 'STRIPE_URL') ?? 'https://api.stripe.com'
}

/** Both or none: without the second, nobody could tell Stripe's webhooks from forged ones. */
function stripe(environment: Environment): Config['stripe'] {
  const secretKey = text(environment, 'STRIPE_SECRET_KEY')
  const webhookSecret = text(environment, 'STRIPE_WEBHOOK_SECRET')
  if (secretKey !== undefined && !/^[sr]k_(test|live)_\w+$/.test(secretKey))
    throw new ConfigError('STRIPE_SECRET_KEY', 'a secret key of Stripe (sk_test_… or sk_live_…)', '…')
  if ((secretKey === undefined) !== (webhookSecret === undefined))
    throw new ConfigError('STRIPE_WEBHOOK_SECRET', 'set together with STRIPE_SECRET_KEY', '…')
  return secretKey === undefined || webhookSecret === undefined ? undefined : { secretKey, webhookSecret }
}

/** What stands between commas. */
function list(environment: Environment, name: string): string[] | undefined {
  const items = text(environment, name)?.split(',')
  return items?.map((item) => item.trim()).filter((item) => item !== '')
}

function seconds(environment: Environment, name: string): number[] | undefined {
  const given = list(environment, name)
  const waits = given?.map(Number)
  const isRight = waits?.every((wait) => wait > 0 && wait <= 7 * 86_400) ?? true
  if (!isRight) throw new ConfigError(name, 'seconds up to a week, such as 5,30,300', given?.join(',') ?? '')
  return waits
}

/** Default: the zone of the machine. */
function timeZone(environment: Environment, name: string): string {
  const given = text(environment, name)
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigError(name, 'an IANA time zone such as Europe/Berlin', given ?? '')
    throw error
  }
}

function currency(environment: Environment, name: string): string {
  const given = text(environment, name) ?? 'EUR'
  if (!Intl.supportedValuesOf('currency').includes(given))
    throw new ConfigError(name, 'an ISO 4217 code such as EUR', given)
  return given
}

/** An empty variable counts as absent: `PORT= npm start` means the default. */
function text(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim()
  return value === '' ? undefined : value
}

function integer(
  environment: Environment,
  name: string,
  { otherwise, min, max }: { otherwise: number; min: number; max: number },
): number {
  const given = text(environment, name)
  if (given === undefined) return otherwise
  const value = Number(given)
  if (!/^\d+$/.test(given) || value < min || value > max) {
    throw new ConfigError(name, `a whole number from ${min} to ${max}`, given)
  }
  return value
}

function oneOf<T extends string>(environment: Environment, name: string, allowed: readonly T[]): T | undefined {
  const given = text(environment, name)
  if (given === undefined) return undefined
  const found = allowed.find((value) => value === given)
  if (found === undefined) throw new ConfigError(name, `one of ${allowed.join(', ')}`, given)
  return found
}

function webAddress(environment: Environment, name: string): string | undefined {
  const given = text(environment, name)
  if (given === undefined) return undefined
  if (!URL.canParse(given) || !['http:', 'https:'].includes(new URL(given).protocol)) {
    throw new ConfigError(name, 'an http or https address', given)
  }
  return given.replace(/\/+$/, '')
}

/** An address of a server, with what it looks like. */
type ServerAddress = { readonly protocols: readonly string[]; readonly example: string }

const databaseAddresses: ServerAddress = {
  protocols: ['postgres:', 'postgresql:'],
  example: 'postgres://user:password@host:port/database',
}
const mailAddresses: ServerAddress = { protocols: ['smtp:', 'smtps:'], example: 'smtp://user:password@host:port' }

function urlOf(environment: Environment, name: string, { protocols, example }: ServerAddress): string | undefined {
  const given = text(environment, name)
  if (given === undefined) return undefined
  const isUrl = URL.canParse(given) && protocols.includes(new URL(given).protocol)
  if (!isUrl) throw new ConfigError(name, example, withoutPassword(given))
  return given
}

/** RFC 5322 §3.4: an address, or a name with an address in angle brackets. */
const senderShape = /^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/

function sender(environment: Environment, name: string): string {
  const given = text(environment, name) ?? 'Lakeside <lakeside@localhost>'
  if (!senderShape.test(given)) throw new ConfigError(name, 'an address, or Name <address>', given)
  return given
}

function origins(environment: Environment, name: string): string[] {
  const given = text(environment, name)?.split(',') ?? []
  return given.map((part) => {
    const origin = part.trim().replace(/\/$/, '')
    const isOrigin = origin === '*' || (URL.canParse(origin) && new URL(origin).origin === origin)
    if (!isOrigin) throw new ConfigError(name, 'origins such as https://shop.example, separated by commas', part)
    return origin
  })
}

/** The same address with its password blanked, fit for a log or a terminal. */
export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^:/@]*:).*@/, '$1***@')
}
