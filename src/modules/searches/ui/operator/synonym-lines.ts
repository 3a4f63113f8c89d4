/** Sets of words that mean the same, as they are typed: a line each, words apart by commas of any script. */
export function setsIn(text: string): string[][] {
  return text
    .split('\n')
    .map((line) => [
      ...new Set(
        line
          .split(/[,，、]/)
          .map((word) => word.trim())
          .filter((word) => word !== ''),
      ),
    ])
    .filter((set) => set.length > 0)
}

export function textOf(sets: readonly (readonly string[])[]): string {
  return sets.map((set) => set.join(', ')).join('\n')
}
