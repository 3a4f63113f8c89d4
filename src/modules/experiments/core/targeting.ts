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

function holds({ attribute, is, value }: Condition, attributes: Attributes): boolean {
  const found = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
  const isThere = found !== undefined && found !== null
  if (is === 'exists') return isThere === value
  if (!isThere) return false
  if (is === 'in') return isList(value) && value.some((one) => one === found)
  if (is === 'not-in') return isList(value) && !value.some((one) => one === found)
  if (is === '=') return found === value
  if (is === '!=') return typeof found === typeof value && found !== value
  return typeof found === 'number' ? compared(found, is, value) : told(found, is, value)
}

function isList(value: Condition['value']): value is readonly AttributeValue[] {
  return Array.isArray(value)
}

function compared(found: number, is: Comparison, value: Condition['value']): boolean {
  if (typeof value !== 'number') return false
  if (is === '<') return found < value
  if (is === '<=') return found <= value
  if (is === '>') return found > value
  return is === '>=' && found >= value
}

function told(found: unknown, is: Comparison, value: Condition['value']): boolean {
  if (typeof found !== 'string' || typeof value !== 'string') return false
  if (is === 'starts-with') return found.startsWith(value)
  if (is === 'ends-with') return found.endsWith(value)
  return is === 'contains' && found.includes(value)
}

/** What is wrong with a condition that its schema cannot say. */
export function conditionFault({ is, value }: Condition): string | undefined {
  if (is === 'in' || is === 'not-in') return isList(value) ? undefined : `must be a list for ${is}`
  if (isList(value)) return `must not be a list for ${is}`
  if (is === 'exists') return typeof value === 'boolean' ? undefined : 'must be true or false for exists'
  if (['<', '<=', '>', '>='].includes(is)) return typeof value === 'number' ? undefined : `must be a number for ${is}`
  if (['starts-with', 'ends-with', 'contains'].includes(is))
    return typeof value === 'string' ? undefined : `must be a text for ${is}`
  return undefined
}
