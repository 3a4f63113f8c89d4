/** Which test files there are, and which of them need a database. */
import { globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** Test files by what they need; soaks are left to `npm run soak`. */
export interface TestFiles {
  /** Rules and other pure code: seconds. */
  readonly unit: readonly string[]
  /** Whatever imports, directly or not, the test databases or the embedded server. */
  readonly database: readonly string[]
}

const databaseModules = /[/]kernel[/](testing|postgres)(-[a-z]+)?[.]ts$/

/** @param root the clone; answers paths relative to it, in a stable order */
export function findTestFiles(root: string): TestFiles {
  const all = globSync('{src,simulator,tools,bench,web}/**/*.test.ts', {
    cwd: root,
    exclude: (name) => name.includes('node_modules'),
  })
  const files = all.filter((file) => !file.endsWith('.soak.test.ts')).sort()
  const reach = reachOfDatabase(root)
  return { unit: files.filter((file) => !reach(file)), database: files.filter(reach) }
}

/** Follows imports within the clone, each file once. */
function reachOfDatabase(root: string): (file: string) => boolean {
  const known = new Map<string, boolean>()
  const reaches = (file: string): boolean => {
    const answer = known.get(file)
    if (answer !== undefined) return answer
    known.set(file, false) // a cycle adds nothing
    const found = databaseModules.test(`/${file}`) || importsOf(root, file).some(reaches)
    known.set(file, found)
    return found
  }
  return reaches
}

function importsOf(root: string, file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  const specifiers = [...text.matchAll(/^(?:import|export)\b(?!\s+type\b)[^'"]*?['"]([^'"]+)['"]/gm)].map(
    (match) => match[1] ?? '',
  )
  const targets = specifiers.flatMap((specifier) => {
    if (specifier.startsWith('.')) return [path.join(path.dirname(file), specifier)]
    const alias = /^#(kernel|modules|businesses)\/(.+)$/.exec(specifier)
    if (alias === null) return []
    return [alias[1] === 'kernel' ? `src/kernel/${alias[2]}.ts` : `src/${alias[1]}/${alias[2]}/index.ts`]
  })
  return targets.filter((target) => statSync(path.join(root, target), { throwIfNoEntry: false })?.isFile())
}
