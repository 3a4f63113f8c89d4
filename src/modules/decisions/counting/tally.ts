/**
 * What a loop is judged by, as counts that only ever add up: a bucket is the sum of what every process has said of it,
 * in any order, and two buckets are one by adding them.
 */

/** Counts by name; a bin is named by its number. */
export type Counts = Readonly<Record<string, number>>

/** Sum and sum of squares over decisions, 0 for those of which nothing came. */
export type Sums = { readonly sum: number; readonly squares: number }

/** Counts of one policy in one span of time; what is absent is 0. */
export type Tally = {
  /** Decisions. */
  readonly n?: number
  /** Those in which a policy acted by itself, and those in which it told a person what to do. */
  readonly auto?: number
  readonly suggest?: number
  /** Decisions this policy should have made and could not: it threw, or took too long. Not in `n`. */
  readonly failed?: number
  readonly overrides?: number
  readonly fallbacks?: Counts
  /** Decisions with outcomes. */
  readonly valued?: number
  /** `value`: all outcomes, weighted; the others: guard metrics. */
  readonly sums?: Readonly<Record<string, Sums>>
  /** Bins of `spanBin`: microseconds of deciding; ms until an outcome was known. */
  readonly latency?: Counts
  readonly delays?: Counts
  /** What was chosen first: options by id where they are declared, else places in the caller's order. */
  readonly chosen?: Counts
  /** Features of the context by bin. */
  readonly inputs?: Readonly<Record<string, Counts>>
  /** How often it was asked in shadow, chose the same as the one that acted, and failed. */
  readonly shadowed?: number
  readonly same?: number
  readonly shadowFailed?: number
  /** Sum of the probabilities of what was done while it was asked: how often two of a kind would agree. */
  readonly chance?: number
}

type Tree = { [name: string]: number | Tree }

/** Adds a tally to another one, which is changed. */
export function addTally(to: Tally, from: Tally): void {
  addTree(to, from)
}

function addTree(to: Tree, from: Tree): void {
  for (const [name, value] of Object.entries(from)) {
    const before = Object.hasOwn(to, name) ? to[name] : undefined
    if (typeof value === 'number') put(to, name, (typeof before === 'number' ? before : 0) + value)
    else {
      const inner = typeof before === 'object' ? before : {}
      put(to, name, inner)
      addTree(inner, value)
    }
  }
}

/** An option may be called `__proto__`: as a member of its own it is a name like any other. */
function put(to: Tree, name: string, value: number | Tree): void {
  if (name !== '__proto__') to[name] = value
  else Object.defineProperty(to, name, { value, writable: true, enumerable: true, configurable: true })
}

/** The sum of tallies. */
export function sumOf(tallies: Iterable<Tally>): Tally {
  const sum: Tally = {}
  for (const tally of tallies) addTally(sum, tally)
  return sum
}

/** Where a bucket begins and what it counts. */
export type Bucket = { point: string; policy: string; version: number; at: number; tally: Tally }

export const bucketMs = 600_000

/** Gathers what is to be counted by bucket. */
export type Counting = {
  add: (to: Omit<Bucket, 'tally'>, tally: Tally) => void
  buckets: () => Bucket[]
}

/** @param at any instant of the bucket, ms of town time */
export function createCounting(): Counting {
  const found = new Map<string, Bucket>()
  return {
    add: ({ point, policy, version, at }, tally) => {
      const begins = Math.floor(at / bucketMs) * bucketMs
      const key = `${point}\n${policy}\n${version}\n${begins}`
      const bucket = found.get(key) ?? { point, policy, version, at: begins, tally: {} }
      found.set(key, bucket)
      addTally(bucket.tally, tally)
    },
    buckets: () => [...found.values()],
  }
}
