import type { Refusal } from '#kernel/commands'

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
