import type { FeatureValue, FeatureValues } from './features.ts'

/** A comparison of one feature; guards and rules are lists of them, all of which must hold. */
export type Condition = {
  /** Where the feature is found. */
  of: 'context' | 'option'
  feature: string
  is: '=' | '!=' | '<' | '<=' | '>' | '>='
  value: FeatureValue
}

/** Whether all hold; a feature that is missing holds nothing. */
export function holds(conditions: readonly Condition[], context: FeatureValues, option: FeatureValues): boolean {
  return conditions.every(({ of, feature, is, value }) => {
    const found = (of === 'context' ? context : option)[feature]
    return found !== undefined && compare(found, is, value)
  })
}

function compare(found: FeatureValue, is: Condition['is'], value: FeatureValue): boolean {
  switch (is) {
    case '=':
      return found === value
    case '!=':
      return found !== value
    case '<':
      return found < value
    case '<=':
      return found <= value
    case '>':
      return found > value
    case '>=':
      return found >= value
  }
}

/** In words: `amountMinor >= 100000`. */
export function wordsOf(conditions: readonly Condition[]): string {
  return conditions.map(({ of, feature, is, value }) => `${of}.${feature} ${is} ${value}`).join(' and ')
}
