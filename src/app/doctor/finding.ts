/** What the doctor found at one place. */
export type Finding = {
  /** `ok`: as it should be. `warn`: works, and somebody should look. `bad`: not right. */
  readonly level: 'ok' | 'warn' | 'bad'
  readonly name: string
  /** For the operator: what is, and what to do about it. */
  readonly detail: string
  /** Offending rows of an invariant. */
  readonly rows?: readonly unknown[]
}

/** A finding by comparing one figure with two limits. */
export function graded(
  name: string,
  value: number,
  { warn, bad, detail }: { warn: number; bad: number; detail: string },
): Finding {
  const level = value >= bad ? 'bad' : value >= warn ? 'warn' : 'ok'
  return { level, name, detail }
}
