/** `lakeside export`: a town's rows for spreadsheets and programs, streamed from one snapshot. */
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { hasCode } from '#kernel/lifecycle'
import { exportKinds, readRows } from '../transfer/exports.ts'
import { formats, formatter } from '../transfer/texts.ts'
import { withTown } from '../cli-town.ts'
import { CommandError, UsageError, callersPath, defineUsage, oneOf, readArguments } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: ['--what offers|orders|parties|ledger|events [--format csv|jsonl] [--out FILE]'],
  options: {
    what: { type: 'string', value: 'KIND', does: exportKinds.join(', ') },
    format: { type: 'string', value: 'FORMAT', does: 'csv unless said otherwise; jsonl is one JSON object a line' },
    out: { type: 'string', value: 'FILE', does: 'where to, instead of the terminal; never overwrites' },
  },
  notes: `
Amounts are whole minor units, instants are UTC. In CSV a text that a spreadsheet would run as a formula has an
apostrophe in front, which an import takes off again. A running town need not stop.`,
})

/** Writes the rows. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = readArguments(usage, args)
  if (values.what === undefined) throw new UsageError(`--what is missing: ${exportKinds.join(', ')}`)
  const kind = oneOf('--what', values.what, exportKinds)
  const format = oneOf('--format', values.format ?? 'csv', formats)
  await withTown(({ db, town }) =>
    written(values.out, (output) => pipeline(Readable.from(readRows(db, town.id, kind)), formatter(format), output)),
  )
  return 0
}

async function written(out: string | undefined, write: (output: Writable) => Promise<void>): Promise<void> {
  if (out === undefined) {
    await write(process.stdout).catch((error: unknown) => {
      if (!hasCode(error, 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE')) throw error // `| head` has seen enough
    })
    return
  }
  const file = callersPath(out)
  let isOurs = false
  try {
    await write(createWriteStream(file, { flags: 'wx', mode: 0o600 }).once('open', () => (isOurs = true)))
  } catch (error) {
    if (isOurs) await rm(file, { force: true })
    if (hasCode(error, 'EEXIST')) throw new CommandError(`${file} exists already; nothing is overwritten`)
    throw error
  }
}
