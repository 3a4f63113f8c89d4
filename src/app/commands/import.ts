/** `lakeside import`: offers or parties from a file, all or nothing, with every wrong row named. */
import { existsSync } from 'node:fs'
import { offerColumns, planOffers, withEngine } from '../transfer/import-offers.ts'
import type { Plan } from '../transfer/import-offers.ts'
import { partyColumns, planParties } from '../transfer/import-parties.ts'
import { type ReadRow, readInputs } from '../transfer/rows.ts'
import { type Format, type WrongRow, formats, readFileRows } from '../transfer/texts.ts'
import { type OpenTown, withTown } from '../cli-town.ts'
import { CommandError, UsageError, callersPath, defineUsage, oneOf, readArguments } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: ['--what offers|parties FILE [--format csv|jsonl] [--dry-run] [--skip-wrong] [--json]'],
  options: {
    what: { type: 'string', value: 'KIND', does: 'offers or parties' },
    format: { type: 'string', value: 'FORMAT', does: 'csv or jsonl; by default what the file is called' },
    'dry-run': { type: 'boolean', does: 'says what would happen and does nothing' },
    'skip-wrong': { type: 'boolean', does: 'imports the right rows although others are wrong' },
    json: { type: 'boolean', does: 'prints the outcome as JSON' },
  },
  notes: `
Columns are those of an export; lines count from 1, the heading included. Unless --skip-wrong is given, nothing is
imported while any row is wrong. The same file imported again changes nothing. An offer that exists is changed to what
the row says, but for its stock. Exit code 1 when a row was wrong.`,
})

const kinds = ['offers', 'parties'] as const

/** Answers 0 when every row was right. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, words } = readArguments(usage, args, [1, 1])
  if (values.what === undefined) throw new UsageError('--what is missing: offers or parties')
  const kind = oneOf('--what', values.what, kinds)
  const file = callersPath(words[0]!)
  if (!existsSync(file)) throw new CommandError(`there is no file ${file}`)
  const format: Format = oneOf('--format', values.format ?? (/\.(jsonl|ndjson)$/.test(file) ? 'jsonl' : 'csv'), formats)
  const columns = kind === 'offers' ? offerColumns : partyColumns
  const { read, wrong } = await readInputs(readFileRows(file, format), columns)
  const outcome = await withTown((open) =>
    planned(kind, { open, read }, async (plan) => {
      const all = [...wrong, ...plan.wrong].toSorted((one, other) => one.line - other.line)
      const isDone = values['dry-run'] !== true && (all.length === 0 || values['skip-wrong'] === true)
      const refused = isDone ? await plan.apply() : []
      return { ...plan, wrong: [...all, ...refused], isDone }
    }),
  )
  report(outcome, values.json === true)
  return outcome.wrong.length === 0 ? 0 : 1
}

type Given = { open: OpenTown; read: readonly ReadRow[] }

async function planned<R>(
  kind: (typeof kinds)[number],
  { open, read }: Given,
  work: (plan: Plan) => Promise<R>,
): Promise<R> {
  if (kind === 'parties') return work(await planParties(open, read))
  return withEngine(open, async (engine) => work(await planOffers(open, engine, read)))
}

type Outcome = Omit<Plan, 'apply'> & { isDone: boolean }

/** Wrong rows that are printed; all are counted. */
const wrongShown = 200

function report({ wrong, made, changed, same, isDone }: Outcome, isJson: boolean): void {
  if (isJson) return console.log(JSON.stringify({ isDone, made, changed, same, wrong }))
  for (const row of wrong.slice(0, wrongShown)) console.error(lineOf(row))
  if (wrong.length > wrongShown) console.error(`… and ${wrong.length - wrongShown} more`)
  const verb = isDone ? 'imported' : 'nothing imported; would be'
  console.log(`${verb}: ${made} new, ${changed} changed; ${same} as they are; ${wrong.length} faults`)
}

function lineOf({ line, column, what }: WrongRow): string {
  return `line ${line}${column === '' ? '' : `, ${column}`}: ${what}`
}
