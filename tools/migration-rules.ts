/**
 * What a migration may not do to a town that is running. The version before goes on serving while a migration runs, and
 * a restart may bring it back: so a change first adds what the new version needs (expand), and only a later version
 * takes away what nobody reads any more (contract). Locks on tables that every order touches are short.
 */
import type { SourceFile } from './tidy.ts'

/** Files that stood before this rule are the schema itself. */
const contractMark = /^-- contract: \S.{19,}/m

/** Statements after which code of the version before fails. */
const contracting: readonly (readonly [RegExp, string])[] = [
  [/\bdrop\s+(table|view|schema|function)\b/i, 'drops what the version before may still read'],
  [/\bdrop\s+column\b/i, 'drops a column that the version before may still read'],
  [/\brename\s+(to|column)\b/i, 'renames what the version before knows by its old name'],
  [/\balter\s+column\s+\w+\s+(set\s+data\s+)?type\b/i, 'changes a type under the version before'],
  [/\balter\s+column\s+\w+\s+set\s+not\s+null\b/i, 'demands a value that the version before may not write'],
]

/** Tables that every order touches, or that grow with trade. */
const hot =
  /^(kernel\.(events|lease)|orders\.\w+|ledger\.(accounts|transfers|statements)|capacity\.cells|offers\.(offers|listings)|interactions\.events)$/

/**
 * Complaints about migration files. A file that contracts on purpose says so in a line `-- contract: …` that names the
 * version from which nobody needed it.
 */
export function migrationComplaints(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ file }) => /\/migrations\/.*\.sql$/.test(file))
    .flatMap(({ file, text }) => {
      const code = text.replaceAll(/--.*$/gm, '')
      const made = new Set(
        [...code.matchAll(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?([\w.]+)/gi)].map(([, name]) => name),
      )
      const contracts = contractMark.test(text) ? [] : contractions(code)
      return [...contracts, ...longLocks(code, made), ...halfRun(text, code)].map((what) => `${file}: ${what}`)
    })
}

function contractions(code: string): string[] {
  return contracting.flatMap(([pattern, what]) =>
    pattern.test(code) ? [`${what}; add first, take away a version later, and say so: -- contract: …`] : [],
  )
}

function longLocks(code: string, made: ReadonlySet<string | undefined>): string[] {
  const indexes = [...code.matchAll(/\bcreate\s+(?:unique\s+)?index\s+(concurrently\s+)?[\s\S]*?\bon\s+([\w.]+)/gi)]
  const blocking = indexes.filter(([, concurrently, table]) => isHot(table, made) && concurrently === undefined)
  const constraints = [...code.matchAll(/\balter\s+table\s+([\w.]+)([^;]*)/gi)].filter(
    ([, table, rest = '']) =>
      isHot(table, made) &&
      /\badd\s+constraint\b[\s\S]*\b(check|foreign key)\b/i.test(rest) &&
      !/\bnot\s+valid\b/i.test(rest),
  )
  return [
    ...blocking.map(
      ([, , table]) => `an index on ${table} is made concurrently, in a file that begins -- no transaction`,
    ),
    ...constraints.map(([, table]) => `a constraint on ${table} is added not valid and validated in the next file`),
  ]
}

function isHot(table: string | undefined, made: ReadonlySet<string | undefined>): boolean {
  return table !== undefined && hot.test(table) && !made.has(table)
}

/** What runs statement by statement may be cut short between two, and is then run again from its first. */
function halfRun(text: string, code: string): string[] {
  if (!/^-- no transaction\b/.test(text)) return []
  const once =
    /\bcreate\s+(?:table|schema|(?:unique\s+)?index)(?:\s+concurrently)?(?!\s+(?:concurrently|if\s+not\s+exists))\s/i.test(
      code,
    )
  return once ? ['a file without a transaction is run again after a crash: write "if not exists"'] : []
}
