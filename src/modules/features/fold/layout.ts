import { type Feature, fromsOf, type Kind, kinds, type Source } from '../declaring.ts'

/** Where a part of a feature lies: a cell, or a list of shares, of the rows of a kind from a source. */
export type Part = { source: Source; of: Kind; index: number }

/** Where everything lies. */
export type Layout = {
  /** The parts of each feature by its name, in the order of `fromsOf`. */
  parts: ReadonlyMap<string, readonly Part[]>
  /** Cells and lists of a row. */
  size: (source: Source, of: Kind) => { width: number; lists: number }
}

/** Lays features out, each in columns of its own, in order of their names. */
export function layoutOf(features: readonly Feature[]): Layout {
  const parts = new Map<string, readonly Part[]>()
  const used = new Map<string, { width: number; lists: number }>()
  const size = (source: Source, of: Kind) => used.get(`${source}/${of}`) ?? { width: 0, lists: 0 }
  for (const feature of features) {
    const found = fromsOf(feature).map(({ source }): Part => {
      const { width, lists } = size(source, feature.of)
      const isList = feature.kind === 'affinity'
      used.set(`${source}/${feature.of}`, isList ? { width, lists: lists + 1 } : { width: width + 1, lists })
      return { source, of: feature.of, index: isList ? lists : width }
    })
    parts.set(feature.name, found)
  }
  return { parts, size }
}

/** Kinds of things of which a source has rows. */
export function kindsOf({ size }: Layout, source: Source): Kind[] {
  return kinds.filter((of) => {
    const { width, lists } = size(source, of)
    return width + lists > 0
  })
}
