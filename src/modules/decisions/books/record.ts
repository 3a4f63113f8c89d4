import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '#kernel/commands'
import type { Choice, Judged, Situated } from '../core/choosing.ts'
import type { FeatureValues } from '../core/features.ts'
import type { Option, Rows } from '../core/point.ts'

/** A decision as it is written; what people are told of it is made from this. */
export type DecisionRecord = {
  id: string
  /** Town time, ms. */
  at: number
  point: string
  pointVersion: number
  subject: string | null
  onBehalfOf: string | null
  reference: string | null
  chosen: readonly string[]
  conditional: readonly number[]
  pChosen: number
  policy: string | null
  policyVersion: number | null
  policyHash: string | null
  mode: 'auto' | 'shadow' | 'suggest'
  fallback: string | null
  featurePos: number | null
  streamPos: number | null
  latencyUs: number
  candidates: string
  options: readonly Judged[]
  reasons: readonly string[]
  experiments: Json
  counterfactual: JsonObject | null
  /** JSON of `Inputs`, readable or sealed; null when too long or forgotten. */
  inputs: string | null
}

/** All that a policy saw, so that the choice can be made again. */
export type Inputs = {
  context: FeatureValues
  options: readonly Option[]
  length: number
  /** The event that gave a feature its value. */
  sources: Readonly<Record<string, string>>
}

/** Most bytes of a record; with the names of its columns, as JSON, below 4 kB. */
const recordMax = 3_300
/** Bytes of fixed columns. */
const fixedBytes = 320
/** More options than this are recorded only where they were shown. */
const judgedMax = 10
/** A sealed text is longer than what it says: base64, with nonce, tag and name. */
const sealedLength = (bytes: number): number => Math.ceil(bytes * 1.34) + 160

/** JSON of what the policy saw; undefined when it is certain to be too long. */
export function inputsOf(
  { context, options, length = 1 }: Situated,
  sources: Readonly<Record<string, string>>,
): string | undefined {
  const cells = options.length * (1 + Object.keys(options[0]?.features ?? {}).length)
  return cells > recordMax / 8 ? undefined : JSON.stringify({ context, options, length, sources } satisfies Inputs)
}

/** Parses what `inputsOf` wrote. */
export function parseInputs(text: string): Inputs {
  return JSON.parse(text) as Inputs // written by inputsOf alone
}

/** SHA-256 of all options as they were laid out: two decisions over the same candidates have the same. */
export function candidatesHash(ids: readonly string[], rows: Rows | undefined): string {
  const hash = createHash('sha256').update(ids.join('\n'))
  if (rows !== undefined)
    hash.update(new Uint8Array(rows.values.buffer, rows.values.byteOffset, rows.values.byteLength))
  return hash.digest('base64url')
}

/** What of a choice is kept, so that the whole record stays within its bytes: inputs go first, then options. */
export function fitted(
  { chosen, options, reasons }: Choice,
  { inputs, isSealed, rest }: { inputs: string | undefined; isSealed: boolean; rest: number },
): { options: readonly Judged[]; reasons: readonly string[]; inputs: string | null } {
  const shown = new Set(chosen)
  const kept = (options.length <= judgedMax ? options : options.filter(({ id }) => shown.has(id))).map(rounded)
  const said = reasons.slice(0, 5).map((reason) => reason.slice(0, 120))
  const base = fixedBytes + rest + bytesOf(chosen) + chosen.length * 12 + bytesOf(said)
  const withOptions = base + bytesOf(kept)
  if (withOptions > recordMax) return { options: [], reasons: said, inputs: null }
  const length = Buffer.byteLength(inputs ?? '')
  const fits = inputs !== undefined && withOptions + (isSealed ? sealedLength(length) : length) <= recordMax
  return { options: kept, reasons: said, inputs: fits ? inputs : null }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

/** Scores are for people: nine digits say all there is. */
function rounded(option: Judged): Judged {
  return option.score === null ? option : { ...option, score: Number(option.score.toPrecision(9)) }
}
