import { childrenOf, type Node } from './tree.ts'

/** A dotted path read by an expression; `*` stands for an element or key known only when it runs. */
export type Reference = readonly string[]

/** What an expression reads and calls, each once, in the order of the text. */
interface Found {
  readonly names: readonly string[]
  readonly references: readonly Reference[]
  readonly calls: readonly string[]
}

/** The paths that macro variables stand for; an empty path stands for a value made by the expression itself. */
type Bound = ReadonlyMap<string, Reference>

/** Lists the paths and functions used. A variable of `lines.map(l, l.offer.price)` reads as `lines.*.offer.price`. */
export function findReferences(root: Node): Found {
  const references = new Map<string, Reference>()
  const calls = new Set<string>()

  const note = (path: Reference): void => {
    if (path.length > 0) references.set(JSON.stringify(path), path)
  }
  const visit = (node: Node, bound: Bound): void => {
    const path = pathOf(node, bound)
    if (path !== undefined) note(path)
    if (node.kind === 'call') calls.add(node.name)
    if (node.kind === 'macro') {
      visit(node.over, bound)
      const inner = new Map(bound).set(node.variable, elementPath(node.over, bound))
      if (node.test !== undefined) visit(node.test, inner)
      visit(node.body, inner)
      return
    }
    if (path === undefined) {
      for (const child of childrenOf(node)) visit(child, bound)
      return
    }
    visitIndexes(node, bound)
  }
  /** A path is noted whole; only what its brackets compute remains to be read. */
  const visitIndexes = (node: Node, bound: Bound): void => {
    if (node.kind === 'index') visit(node.index, bound)
    if (node.kind === 'field' || node.kind === 'has' || node.kind === 'index') visitIndexes(node.of, bound)
  }

  visit(root, new Map())
  const paths = [...references.values()]
  return { names: [...new Set(paths.map(([name = '']) => name))], references: paths, calls: [...calls] }
}

/** The path of a list's elements; a list that was only filtered or sorted still holds the elements of its source. */
export function elementPath(list: Node, bound: Bound): Reference {
  if (list.kind === 'macro' && (list.macro === 'filter' || list.macro === 'sortBy'))
    return elementPath(list.over, bound)
  const path = pathOf(list, bound)
  return path === undefined || path.length === 0 ? [] : [...path, '*']
}

/** The path a node reads; undefined when it computes something. */
export function pathOf(node: Node, bound: Bound): Reference | undefined {
  switch (node.kind) {
    case 'name':
      return bound.get(node.name) ?? [node.name]
    case 'field':
    case 'has':
      return extended(pathOf(node.of, bound), node.field)
    case 'index':
      return extended(pathOf(node.of, bound), indexName(node.index))
    default:
      return undefined
  }
}

function indexName(index: Node): string {
  return index.kind === 'literal' && typeof index.value === 'string' ? index.value : '*'
}

function extended(path: Reference | undefined, name: string): Reference | undefined {
  return path === undefined || path.length === 0 ? path : [...path, name]
}
