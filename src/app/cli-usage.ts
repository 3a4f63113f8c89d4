/**
 * What a command takes, as a table: `lakeside help COMMAND` prints it and `readArguments` reads by it, so that the two
 * cannot differ.
 */
import path from 'node:path'
import { parseArgs } from 'node:util'

/** One option of a command. */
export type Option = {
  readonly type: 'string' | 'boolean'
  /** May be given several times. */
  readonly multiple?: true
  /** Stands for the value in the help: `FILE`. */
  readonly value?: string
  readonly does: string
}

type Options = Readonly<Record<string, Option>>

/** Everything the help says of a command. */
export type Usage<O extends Options = Options> = {
  /** What follows the command's name, a line each. */
  readonly synopsis: readonly string[]
  readonly options: O
  /** What the table of options cannot say: exit codes, examples. */
  readonly notes?: string
}

/** A wrong use of a command: shown with a hint at the help, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** A reason why a command cannot do its work, in words for the operator; shown without a stack, exit code 1. */
export class CommandError extends Error {
  override name = 'CommandError'
}

/** Values by option: absent when not given. */
export type Values<O extends Options> = {
  readonly [K in keyof O]?: O[K]['type'] extends 'boolean' ? true : O[K] extends { multiple: true } ? string[] : string
}

/** Types a table of usage by its own words. */
export function defineUsage<const O extends Options>(usage: Usage<O>): Usage<O> {
  return usage
}

/**
 * Reads the words after a command's name.
 *
 * @param words how many there may be beside the options, least and most
 * @throws {UsageError}
 */
export function readArguments<const O extends Options>(
  usage: Usage<O>,
  args: readonly string[],
  words: readonly [number, number] = [0, 0],
): { values: Values<O>; words: string[] } {
  const options = Object.fromEntries(
    Object.entries(usage.options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  )
  const { values, positionals } = parsed(args, options)
  const [least, most] = words
  if (positionals.length < least) throw new UsageError('something is missing')
  if (positionals.length > most) throw new UsageError(`"${positionals[most]}" is one word too many`)
  return { values: values as Values<O>, words: positionals } // parsed by this very table
}

function parsed(args: readonly string[], options: Record<string, { type: 'string' | 'boolean'; multiple: boolean }>) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(error.message.split('. To specify')[0] ?? error.message) // the rest is about `--`
  }
}

/** One of a few words. @throws {UsageError} */
export function oneOf<T extends string>(what: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === given)
  if (found === undefined) throw new UsageError(`${what} is one of ${allowed.join(', ')}, not "${given}"`)
  return found
}

/** The text that `lakeside help COMMAND` prints. */
export function helpOf(name: string, does: string, { synopsis, options, notes }: Usage): string {
  const lines = synopsis.map((line) => `  lakeside ${name}${line === '' ? '' : ` ${line}`}`)
  const table = Object.entries(options).map(([option, { value, does: meaning }]) => {
    const flag = `--${option}${value === undefined ? '' : ` ${value}`}`
    return `  ${flag.padEnd(24)} ${meaning}`
  })
  return [
    `${name}: ${does}`,
    '',
    ...lines,
    ...(table.length === 0 ? [] : ['', ...table]),
    ...(notes === undefined ? [] : ['', notes.trim()]),
  ].join('\n')
}

/** A path as the caller meant it: the launcher runs us in the clone's folder and says where it was called. */
export function callersPath(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(environment['LAKESIDE_CWD'] ?? process.cwd(), text)
}
