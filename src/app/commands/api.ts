/** `lakeside api`: the town's API from a terminal, a script or an agent, signed in by itself where that is possible. */
import { readFileSync } from 'node:fs'
import { createClient } from '../../../client/src/index.ts'
import { readConfig } from '../../kernel/config.ts'
import { CommandError, UsageError, callersPath, defineUsage, readArguments } from '../cli-usage.ts'
import { tokenFor } from './api-credential.ts'
import { endpointLines, schemaOf } from './api-offline.ts'

export const usage = defineUsage({
  synopsis: ['get PATH', 'post PATH --data JSON', 'put|patch|delete PATH', 'endpoints [WORD]', 'schema NAME'],
  options: {
    data: { type: 'string', value: 'JSON', does: 'the body; @FILE reads a file, - the standard input' },
    as: { type: 'string', value: 'PERSONA', does: 'a persona of the sandbox; default its operator; none: a stranger' },
    party: { type: 'string', value: 'ID', does: 'acts for this shop or firm' },
    key: { type: 'string', value: 'TEXT', does: 'Idempotency-Key; default a new UUIDv7' },
    url: { type: 'string', value: 'URL', does: 'the town; default LAKESIDE_URL, else this machine at PORT' },
  },
  notes: `
Prints the answer as JSON. A problem goes to the error output, with exit code 1; a wrong use has exit code 2.
LAKESIDE_TOKEN is used when it is set. Otherwise, in a sandbox on this machine, a persona's token is fetched and kept
in DATA_DIR until it ends. "endpoints" and "schema" need no running town.

  lakeside api get '/v1/offers?q=bread&limit=3'
  lakeside api post /v1/orders --as mei --data '{"business":"market","lines":[{"offerId":"…","qty":1}]}'
  lakeside api endpoints orders
  lakeside api schema placeOrder`,
})

type Values = ReturnType<typeof readArguments<typeof usage.options>>['values']

/** A town that is starting, or busy for a moment. */
const patienceMs = 3_000

const methods: readonly string[] = ['get', 'post', 'put', 'patch', 'delete']

/** Answers the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, words } = readArguments(usage, args, [1, 2])
  const [verb = '', operand] = words
  if (verb === 'endpoints') return print(endpointLines(operand ?? '').join('\n'))
  if (operand === undefined) throw new UsageError(`"api ${verb}" lacks its ${verb === 'schema' ? 'name' : 'path'}`)
  if (verb === 'schema') return print(JSON.stringify(schemaOf(operand), null, 2))
  if (!methods.includes(verb)) throw new UsageError(`"${verb}" is none of ${methods.join(', ')}, endpoints, schema`)
  return call(verb.toUpperCase(), operand, values)
}

async function call(method: string, target: string, values: Values): Promise<number> {
  try {
    return await asked(method, target, values)
  } catch (error) {
    // What fetch throws when nobody answers, with the reason as its cause.
    if (error instanceof TypeError) throw new CommandError(`the town does not answer at ${baseUrlOf(values)}`)
    throw error
  }
}

function baseUrlOf({ url }: Values): string {
  return (url ?? process.env['LAKESIDE_URL'] ?? `http://127.0.0.1:${readConfig().port}`).replace(/\/$/, '')
}

async function asked(method: string, target: string, values: Values): Promise<number> {
  const baseUrl = baseUrlOf(values)
  const body = bodyOf(values.data)
  const token = await tokenFor(baseUrl, values.as)
  const client = createClient({ baseUrl, retryMs: patienceMs, ...(token === undefined ? {} : { token }) })
  const response = await client.send(target.startsWith('/') ? target : `/${target}`, {
    method,
    ...(values.party === undefined ? {} : { party: values.party }),
    ...(values.key === undefined ? {} : { key: values.key }),
    ...body,
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  const shown = isJson ? JSON.stringify(JSON.parse(text), null, 2) : text
  if (response.ok) return print(shown)
  console.error(shown)
  return 1
}

function bodyOf(data: string | undefined): RequestInit {
  if (data === undefined) return {}
  const text = data === '-' ? readFileSync(0, 'utf8') : data.startsWith('@') ? readFileSync(callersPath(data.slice(1)), 'utf8') : data // prettier-ignore
  try {
    JSON.parse(text)
  } catch (error) {
    throw new UsageError(`--data is not JSON: ${String(error)}`)
  }
  return { body: text, headers: { 'content-type': 'application/json' } }
}

function print(text: string): number {
  if (text !== '') console.log(text)
  return 0
}
