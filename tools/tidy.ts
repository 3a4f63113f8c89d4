/**
 * What no linter checks: names of files, their sizes, words that tell of unfinished work, the shape of a module's
 * README, SQL that reaches into another module's schema, and public names used twice.
 *
 * Each rule is a pure function from the files of the tree to complaints; tidy.test.ts tries each on a bad tree and all
 * on the real one.
 */
import path from 'node:path'

/** A tracked text file; paths are relative to the clone, with slashes. */
export interface SourceFile {
  readonly file: string
  readonly text: string
}

/** A sentence that begins with the file, and its line where there is one. */
export type Complaint = string

type Rule = (files: readonly SourceFile[]) => Complaint[]

const codeExtensions = ['.ts', '.tsx', '.mjs', '.sql', '.css']

function isCode({ file }: SourceFile): boolean {
  return codeExtensions.includes(path.extname(file)) && !isGenerated(file)
}

/** Row types are written by `npm run gen`, the API's client by its generator. */
function isGenerated(file: string): boolean {
  return path.basename(file) === 'tables.ts' || file.endsWith('.generated.ts')
}

const namelessNames = ['utils', 'util', 'helpers', 'helper', 'common', 'types', 'services', 'misc']

/** Kebab-case, and a name that says what is inside. */
export const namesSayWhatIsInside: Rule = (files) =>
  files.filter(isCode).flatMap(({ file }) => {
    const name = path.basename(file).split('.')[0] ?? ''
    const parts = [...path.dirname(file).split('/'), name]
    const nameless = parts.filter((part) => namelessNames.includes(part))
    return [
      ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? [] : [`${file}: file names are in kebab-case`]),
      ...nameless.map((part) => `${file}: "${part}" says nothing about what is inside`),
    ]
  })

/** Longer than this, a file holds two nouns. */
const maxLines = 300
/** The formatter breaks code; what it leaves, comments and SQL, is broken by hand. */
const maxColumns = 120

/** A line that is long because of a string or a pattern in it reads no better in two. */
function isLong(file: string, line: string): boolean {
  if (line.length <= maxColumns) return false
  return !/\.(ts|tsx|mjs)$/.test(file) || /^\s*(\/?\*|\/\/)/.test(line) || !/['"`]|\/.+\//.test(line)
}

/** Bounded files and lines. */
export const sizesAreBounded: Rule = (files) =>
  files.filter(isCode).flatMap(({ file, text }) => {
    const lines = text.trimEnd().split('\n')
    const long = lines.flatMap((line, index) =>
      isLong(file, line) ? [`${file}:${index + 1}: ${line.length} columns`] : [],
    )
    return lines.length > maxLines ? [`${file}: ${lines.length} lines, at most ${maxLines}`, ...long] : long
  })

const unfinished: readonly (readonly [RegExp, string])[] = [
  [/\bTODO\b(?! #\d)/, 'TODO needs the number of its issue: TODO #12'],
  [/\b(FIXME|XXX|HACK)\b/, 'mend it instead of marking it'],
  [/\bfor now\b/i, '"for now" has no end: say what holds, or mend it'],
  [
    /\b(simplified|simplistic) (version|implementation)\b|\bsimplified\b(?=.*\b(real|full|production)\b)/i,
    'say what is left out, or build it',
  ],
  [/\bnot (yet )?implemented\b/i, 'build it or leave it out'],
  [/\bin a real (system|app|application|world)\b/i, 'this is the real one'],
  [/\b(stub|mock)(ed|s)?\b/i, 'tests use real parts; fakes stand for the outside world only and are called so'],
  [/(^|[\s"'`(])\/(work|home|root|Users)\//, 'a path of one machine'],
]

/** Words that tell of unfinished work. The rule's own words stand in this file and its test. */
export const nothingIsUnfinished: Rule = (files) =>
  files
    .filter((file) => (isCode(file) || file.file.endsWith('.md')) && !/^tools\/tidy(\.test)?\.ts$/.test(file.file))
    .flatMap(({ file, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          unfinished.flatMap(([pattern, advice]) => (pattern.test(line) ? [`${file}:${index + 1}: ${advice}`] : [])),
        ),
    )

const maxReadmeLines = 60

/** A README per module and business; its sections follow from what the folder has. */
export const modulesAreDescribed: Rule = (files) => {
  const paths = files.map(({ file }) => file)
  const folders = new Set(paths.flatMap((file) => /^src\/(?:modules|businesses)\/[^/]+(?=\/)/.exec(file) ?? []))
  return [...folders].flatMap((folder) => {
    const readme = files.find(({ file }) => file === `${folder}/README.md`)
    if (readme === undefined) return [`${folder}: has no README.md`]
    const owns = (part: string): boolean => paths.some((file) => file.startsWith(`${folder}/${part}`))
    return readmeComplaints(readme, [
      ...(owns('migrations/') ? ['Tables'] : []),
      ...(owns('events.ts') ? ['Events'] : []),
      ...(owns('invariants.sql') ? ['Invariants'] : []),
    ])
  })
}

function readmeComplaints({ file, text }: SourceFile, sections: readonly string[]): Complaint[] {
  const lines = text.trimEnd().split('\n')
  const name = path.basename(path.dirname(file))
  const purpose = lines.slice(1).find((line) => line.trim() !== '')
  return [
    ...(lines[0] === `# ${name}` ? [] : [`${file}:1: begins with "# ${name}"`]),
    ...(purpose === undefined || purpose.startsWith('#') ? [`${file}: says its purpose before the first section`] : []),
    ...(lines.length > maxReadmeLines ? [`${file}: ${lines.length} lines, at most ${maxReadmeLines}`] : []),
    ...sections
      .filter((section) => !lines.some((line) => line.startsWith('## ') && line.includes(section)))
      .map((section) => `${file}: lacks the section "## ${section}", though the folder has them`),
  ]
}

/** SQL names tables of its own schema and of the kernel, and of others only views called `public_…`. */
export const sqlStaysAtHome: Rule = (files) => {
  const schemas = [
    ...new Set(files.flatMap(({ file }) => /^src\/modules\/([^/]+)\/migrations\//.exec(file)?.[1] ?? [])),
  ]
  return files
    .filter(
      ({ file }) =>
        /^src\/(kernel|modules|businesses)\//.test(file) &&
        /\.(ts|sql)$/.test(file) &&
        !/\.test\.ts$|fixtures/.test(file),
    )
    .flatMap(({ file, text }) => {
      const home = /^src\/modules\/([^/]+)\//.exec(file)?.[1]
      const foreign = schemas.filter((schema) => schema !== home).map((schema) => schema.replaceAll('-', '_'))
      return sqlOf(file, text).flatMap((sql) =>
        foreignNames(sql, foreign).map((name) => `${file}: SQL names ${name} of another module`),
      )
    })
}

function foreignNames(sql: string, schemas: readonly string[]): string[] {
  if (schemas.length === 0) return []
  const name = new RegExp(
    String.raw`\b(?:from|join|into|update|only|on|table|references|truncate|,)\s+((?:${schemas.join('|')})\.(?!public_)\w+)`,
    'gi',
  )
  return [...sql.matchAll(name)].map((match) => match[1] ?? '')
}

/** SQL within template literals of a TypeScript file, or a whole SQL file; comments are left out. */
function sqlOf(file: string, text: string): string[] {
  if (file.endsWith('.sql')) return [text.replaceAll(/--.*$/gm, '')]
  const literals = [...text.matchAll(/`((?:[^`\\]|\\.)*)`/g)].map((match) => match[1] ?? '')
  return literals.filter((literal) => /\b(select|insert|update|delete|with|truncate)\b/i.test(literal))
}

/** Slugs of problems and names of events are public: each is declared once. */
export const publicNamesAreUnique: Rule = (files) => [
  ...declaredTwice(files, /\bdefineProblem\(\s*'([^']+)'/g, 'problem'),
  ...declaredTwice(files, /\bdefineEvent\(\s*'([^']+)'/g, 'event'),
]

function declaredTwice(files: readonly SourceFile[], declaration: RegExp, kind: string): Complaint[] {
  const declared = files
    .filter(({ file }) => /^src\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'))
    .flatMap(({ file, text }) => [...text.matchAll(declaration)].map((match) => ({ file, name: match[1] ?? '' })))
  const byName = Map.groupBy(declared, ({ name }) => name)
  return [...byName].flatMap(([name, places]) =>
    places.length > 1
      ? [`${places.map(({ file }) => file).join(', ')}: the ${kind} "${name}" is declared ${places.length} times`]
      : [],
  )
}

/** All rules, by name. */
export const tidyRules: Readonly<Record<string, Rule>> = {
  namesSayWhatIsInside,
  sizesAreBounded,
  nothingIsUnfinished,
  modulesAreDescribed,
  sqlStaysAtHome,
  publicNamesAreUnique,
}
