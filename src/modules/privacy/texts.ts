import type { Json } from '#kernel/commands'

/** Every text in a value, however deep; names of members are none. */
export function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((one) => textsIn(one))
}

/** The value with each text turned into what `turn` makes of it. */
export function mapTexts(value: Json, turn: (text: string) => Json): Json {
  if (typeof value === 'string') return turn(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => mapTexts(one, turn))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, turn)]))
}
