/**
 * Logs: one JSON object a line, or a short readable line when a person watches a terminal.
 *
 *   import { log } from '#kernel/log'
 *   log.info({ orders: 12 }, 'closed the day')
 *   const ledgerLog = log.child({ module: 'ledger' })
 *
 * The level is LOG_LEVEL (default `info`; silent under `node --test`, where logs would drown the summary).
 * Fields named like secrets are blanked at two levels of depth;
 * the text of a message is not searched.
 */
import { type Logger, pino } from 'pino'
import { logLevels } from './config.ts'

export type { Logger } from 'pino'

const secretNames = ['password', 'secret', 'token', 'authorization', 'cookie', 'apiKey', 'databaseUrl']
const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** The process's root logger. */
export const log: Logger = pino(
  {
    level: levelOf(process.env),
    base: null,
    redact: { paths: redactedPaths, censor: '***' },
  },
  process.stdout.isTTY
    ? { write: (line: string) => process.stdout.write(readable(line)) }
    : pino.destination({ dest: 1, sync: true }),
)

function levelOf(environment: NodeJS.ProcessEnv): string {
  const isKnown = logLevels.some((level) => level === environment['LOG_LEVEL'])
  if (isKnown) return environment['LOG_LEVEL'] ?? 'info'
  return environment['NODE_TEST_CONTEXT'] === undefined ? 'info' : 'silent'
}

const levelNames: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: '',
  40: 'warn',
  50: 'ERROR',
  60: 'FATAL',
}

/** `12:31:02 warn ledger: message key=value`, in local time; a stack trace follows on its own lines. */
export function readable(line: string): string {
  const { level, time, msg = '', module, err, ...rest }: Record<string, unknown> = JSON.parse(line)
  const clock = new Date(Number(time)).toTimeString().slice(0, 8)
  const levelName = levelNames[Number(level)] ?? String(Number(level))
  const fields = Object.entries(rest).map(([key, value]) => `${key}=${textOf(value)}`)
  const parts = [clock, levelName, module === undefined ? '' : `${textOf(module)}:`, textOf(msg), ...fields]
  return `${parts.filter((part) => part !== '').join(' ')}\n${stackOf(err)}`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  return 'stack' in error ? `${String(error.stack)}\n` : `${JSON.stringify(error)}\n`
}
