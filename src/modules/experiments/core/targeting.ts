/** Conditions over the attributes of whoever asks: eligibility of experiments, rules of flags. */
export type AttributeValue = string | number | boolean
export type Attributes = Readonly<Record<string, unknown>>

export const comparisons = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not-in',
  'starts-with',
  'ends-with',
  'contains',
  'exists',
] as const
export type Comparison = (typeof comparisons)[number]

export type Condition = {
  /** Name of the attribute; `targetingKey` is the unit's own. */
  attribute: string
  is: Comparison
  /** A list for `in` and `not-in`; for `exists` whether it must be there. */
  value: AttributeValue | readonly AttributeValue[]
}

/** Whether all hold. An attribute that is missing, or of another kind, holds nothing but `exists: false`. */
export function holdsAll(conditions: readonly Condition[], attributes: Attributes): boolean {
  return conditions.every((condition) => holds(condition, attributes))
}

/** How a comparison of two values comes out; those of one kind only are false for all others. */
const compare: Readonly<Record<Comparison, (found: unknown, value: Condition['value']) => boolean>> = {
  '=': (found, value) => found === value,
  '!=': (found, value) => typeof found === typeof value && found !== value,
  '<': numbers((found, value) => found < value),
  '<=': numbers((found, value) => found <= value),
  '>': numbers((found, value) => found > value),
  '>=': numbers((found, value) => found >= value),
  in: (found, value) => isList(value) && value.some((one) => one === found),
  'not-in': (found, value) => isList(value) && !value.some((one) => one === found),
  'starts-with': texts((found, value) => found.startsWith(value)),
  'ends-with': texts((found, value) => found.endsWith(value)),
  contains: texts((found, value) => found.includes(value)),
  exists: (_found, value) => value === true,
}

function holds({ attribute, is, value }: Condition, attributes: Attributes): boolean {
  const found = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
  if (found === undefined || found === null) return is === 'exists' && value === false
  return compare[is](found, value)
}

function numbers(test: (found: number, value: number) => boolean) {
  return (found: unknown, value: Condition['value']): boolean =>
    typeof found === 'number' && typeof value === 'number' && test(found, value)
}

function texts(test: (found: string, value: string) => boolean) {
  return (found: unknown, value: Condition['value']): boolean =>
    typeof found === 'string' && typeof value === 'string' && test(found, value)
}

function isList(value: Condition['value']): value is readonly AttributeValue[] {
  return Array.isArray(value)
}

/** What a comparison is made with, where that is not just anything. */
const kinds: Partial<Record<Comparison, 'list' | 'number' | 'string' | 'boolean'>> = {
  in: 'list',
  'not-in': 'list',
  '<': 'number',
  '<=': 'number',
  '>': 'number',
  '>=': 'number',
  'starts-with': 'string',
  'ends-with': 'string',
  contains: 'string',
  exists: 'boolean',
}

/** What is wrong with a condition that its schema cannot say. */
export function conditionFault({ is, value }: Condition): string | undefined {
  const kind = kinds[is]
  const found = isList(value) ? 'list' : typeof value
  if (kind === undefined) return found === 'list' ? `must not be a list for ${is}` : undefined
  return found === kind ? undefined : `must be a ${kind} for ${is}`
}
