/** Why an expression was refused or could not be evaluated; the README explains each. */
export type ExpressionErrorCode =
  // At compilation.
  | 'syntax'
  | 'unsupported'
  | 'not-available'
  | 'unknown-name'
  | 'unknown-function'
  | 'argument-count'
  | 'too-large'
  | 'bad-schema'
  | 'bad-time-zone'
  // At evaluation.
  | 'missing-name'
  | 'missing-field'
  | 'missing-key'
  | 'wrong-type'
  | 'unlike-types'
  | 'bad-value'
  | 'overflow'
  | 'division-by-zero'
  | 'out-of-range'
  | 'bad-argument'
  | 'too-long'
  | 'function-failed'
  // By the checker only.
  | 'unknown-field'
  | 'unguarded-field'
  | 'wrong-result'

/**
 * What this module throws: plain data without a stack trace, because a refusal inside the engine
 * must not cost more than the decision itself.
 */
export interface ExpressionError {
  readonly error: 'expression'
  readonly code: ExpressionErrorCode
  readonly text: string
  /** Offset in the expression's text, in UTF-16 units; absent when the fault lies in the values. */
  readonly at?: number
}

/** Tells an expression's error from any other thrown thing. */
export function isExpressionError(thrown: unknown): thrown is ExpressionError {
  return typeof thrown === 'object' && thrown !== null && 'error' in thrown && thrown.error === 'expression'
}

/** An error that can be built once, when the expression is compiled, and thrown many times. */
export function expressionError(code: ExpressionErrorCode, text: string, at?: number): ExpressionError {
  return Object.freeze(at === undefined ? { error: 'expression', code, text } : { error: 'expression', code, text, at })
}

/** Throws an {@link ExpressionError}; the one place where this module throws a plain object. */
export function raise(error: ExpressionError): never {
  // oxlint-disable-next-line typescript/only-throw-error -- a stack trace costs more than the expression
  throw error
}

/** Builds and throws an {@link ExpressionError}. */
export function fail(code: ExpressionErrorCode, text: string, at?: number): never {
  return raise(expressionError(code, text, at))
}
