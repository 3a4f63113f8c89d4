/** `lakeside doctor`: looks at the server, the disk and the books, and says what is wrong and what to do about it. */
import type { Finding } from '../doctor/finding.ts'
import { checkClock, checkDisk, checkMigrations, checkServer } from '../doctor/server-checks.ts'
import { checkFiles, checkInvariants, checkLease, checkReaders, checkStuck } from '../doctor/town-checks.ts'
import { type OpenTown, withTown } from '../cli-town.ts'
import { defineUsage, readArguments } from '../cli-usage.ts'

export const usage = defineUsage({
  synopsis: ['[--json]'],
  options: { json: { type: 'boolean', does: 'prints the findings as JSON' } },
  notes: 'Works on a running and on a stopped town. Exit code 1 when anything is bad; warnings leave it 0.',
})

/** Rows of a finding that are printed. */
const rowsShown = 20

/** Answers 0 when nothing is bad, 1 otherwise. */
export async function run(args: readonly string[] = []): Promise<number> {
  const { values } = readArguments(usage, args)
  const findings = await withTown(examine)
  if (values.json === true) console.log(JSON.stringify(findings, null, 1))
  else for (const finding of findings) print(finding)
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length
  if (values.json !== true)
    console.log(`${findings.length} looked at: ${count('bad')} bad, ${count('warn')} to look at`)
  return count('bad') === 0 ? 0 : 1
}

async function examine({ db, town, config }: OpenTown): Promise<Finding[]> {
  const server = [...(await checkServer(db, config)), await checkClock(db), await checkDisk(config)]
  const schema = await checkMigrations(db)
  // Queries fit one schema only.
  if (schema.level !== 'ok') return [...server, schema]
  return [
    ...server,
    schema,
    await checkLease(db, town),
    ...(await checkReaders(db, town)),
    ...(await checkStuck(db, town)),
    await checkFiles(db, town, config),
    ...(await checkInvariants(db)),
  ]
}

function print({ level, name, detail, rows = [] }: Finding): void {
  console.log(`${level.padEnd(4)} ${name.padEnd(44)} ${detail}`)
  for (const row of rows.slice(0, rowsShown)) console.log(`       ${JSON.stringify(row)}`)
}
