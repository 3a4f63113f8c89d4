import type { FieldError } from '#kernel/problem'
import { compile, isExpressionError, type RegisteredFunctions } from '#modules/expressions'
import type { Scope } from './draft.ts'
import type { Manifest } from './manifest.ts'

/** A compiled expression. */
export type Evaluate = (scope: Scope) => unknown

/** What an expression must give. */
export type Expected = 'int' | 'bool' | 'string' | 'list' | 'any'

/** One expression of a manifest with where it stands and what it reads: what the publication check looks at. */
export type Site = {
  pointer: string
  text: string
  expected: Expected
  references: readonly (readonly string[])[]
}

export type CompilerOptions = {
  /** IANA time zone of the town. */
  timeZone: string
  /** ISO 4217; of orders without lines. */
  currency: string
  functions?: RegisteredFunctions
}

/** Compiles expressions of one manifest and gathers what is wrong with them, each at its place. */
export type Compiler = {
  readonly manifest: Manifest
  readonly problems: FieldError[]
  readonly sites: Site[]
  readonly expression: (pointer: string, text: string, expected: Expected) => Evaluate
  /** Expressions that may use each other under `root.NAME`, in an order in which each finds what it uses. */
  readonly ordered: (
    pointer: string,
    texts: { readonly [name: string]: string },
    root: string,
  ) => readonly (readonly [name: string, evaluate: Evaluate])[]
}

/** A compiler for one manifest. */
export function createCompiler(manifest: Manifest, options: CompilerOptions): Compiler {
  const problems: FieldError[] = []
  const sites: Site[] = []

  function expression(pointer: string, text: string, expected: Expected): Evaluate {
    try {
      const compiled = compile(text, { timeZone: options.timeZone, functions: registered(manifest, options.functions) })
      sites.push({ pointer, text, expected, references: compiled.references })
      return compiled.evaluate
    } catch (thrown) {
      if (!isExpressionError(thrown)) throw thrown
      const place = thrown.at === undefined ? '' : ` at character ${thrown.at + 1}`
      problems.push({ pointer, detail: `${thrown.text}${place} in “${text}”` })
      return () => null
    }
  }

  function ordered(
    pointer: string,
    texts: { readonly [name: string]: string },
    root: string,
  ): (readonly [string, Evaluate])[] {
    const evaluates = new Map<string, Evaluate>()
    const uses = new Map<string, string[]>()
    for (const [name, text] of Object.entries(texts)) {
      const before = sites.length
      evaluates.set(name, expression(`${pointer}/${name}`, text, 'any'))
      const references = sites.slice(before).flatMap((site) => site.references)
      uses.set(
        name,
        references
          .filter(([first, second]) => first === root && second !== undefined && second in texts)
          .map(([, second]) => second!),
      )
    }
    return inOrderOfUse(uses, (name) => {
      problems.push({ pointer: `${pointer}/${name}`, detail: 'uses itself through the others' })
    }).map((name) => [name, evaluates.get(name)!] as const)
  }

  return { manifest, problems, sites, expression, ordered }
}

/** Only the functions that the manifest says it calls. */
function registered(manifest: Manifest, functions: RegisteredFunctions | undefined): RegisteredFunctions {
  const named = (manifest.functions ?? []).filter((name) => functions?.[name] !== undefined)
  return Object.fromEntries(named.map((name) => [name, functions![name]!]))
}

/** Depth-first topological order; `onCycle` hears of a name that uses itself. */
function inOrderOfUse(uses: ReadonlyMap<string, readonly string[]>, onCycle: (name: string) => void): string[] {
  const done = new Set<string>()
  const open = new Set<string>()
  const visit = (name: string): void => {
    if (done.has(name)) return
    if (open.has(name)) {
      onCycle(name)
      return
    }
    open.add(name)
    for (const used of uses.get(name) ?? []) visit(used)
    open.delete(name)
    done.add(name)
  }
  for (const name of uses.keys()) visit(name)
  return [...done]
}
