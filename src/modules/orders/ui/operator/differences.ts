/** One place in which two texts differ. */
export type Difference = {
  readonly pointer: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before?: unknown
  readonly after?: unknown
}

/** What differs between two JSON values, place by place, the deepest place that holds all of a difference. */
export function differencesIn(before: unknown, after: unknown, pointer = ''): Difference[] {
  if (Object.is(before, after)) return []
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ pointer, kind: 'changed', before, after }]
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name): Difference[] => {
    const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!Object.hasOwn(before, name)) return [{ pointer: place, kind: 'added', after: after[name] }]
    if (!Object.hasOwn(after, name)) return [{ pointer: place, kind: 'removed', before: before[name] }]
    return differencesIn(before[name], after[name], place)
  })
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
