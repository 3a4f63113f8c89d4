import type { Refusal } from '#kernel/commands'
import { AmountOverflow } from '#kernel/money'
import { isExpressionError } from '#modules/expressions'

/**
 * Thrown inside a decision to leave it. It is deliberately not an `Error`: taking a stack trace costs more than the
 * decision itself, and a refusal is an answer, not a fault.
 */
export class Refused {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    this.refusal = refusal
  }
}

/** Leaves the decision with a refusal: its words alone, or with places in the input and further members. */
export function refuse(
  slug: string,
  status: Refusal['status'],
  words: string | Omit<Refusal, 'slug' | 'status'>,
): never {
  // oxlint-disable-next-line typescript/only-throw-error -- see Refused
  throw new Refused({ slug, status, ...(typeof words === 'string' ? { detail: words } : words) })
}

/** Leaves the decision because of places in the input. */
export function refuseInput(errors: readonly { pointer: string; detail: string }[]): never {
  const detail = errors.map(({ pointer, detail: words }) => `${pointer} ${words}`).join('; ')
  // oxlint-disable-next-line typescript/only-throw-error -- see Refused
  throw new Refused({ slug: 'input-invalid', status: 422, detail, errors })
}

/** A manifest's own words for a refusal, or its slug as words. */
export function wordsOf(slug: string): string {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Slug of a refusal that random play counts as a fault: an expression failed on what it was given. */
export const notComputable = 'not-computable'

/**
 * The refusal that a thrown thing stands for. An expression that fails on its values is the author's mistake, but the
 * client gets an answer and a timer gets stuck with a case, instead of failing again and again.
 *
 * @throws whatever is thrown that is neither a refusal nor an expression's error
 */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refused) return thrown.refusal
  if (thrown instanceof AmountOverflow || (isExpressionError(thrown) && thrown.code === 'overflow')) {
    return { slug: 'amount-too-large', status: 422, detail: 'The amounts are too large to be exact' }
  }
  if (!isExpressionError(thrown)) throw thrown
  return { slug: notComputable, status: 422, detail: `This cannot be worked out: ${thrown.text}` }
}
