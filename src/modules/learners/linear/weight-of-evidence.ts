/**
 * Coarse classing: cuts a characteristic into bins and gives each its weight of evidence
 *
 *   ln( share of all goods in the bin / share of all bads in the bin )
 *
 * Source: Siddiqi, Credit Risk Scorecards (2006), chapter 6. A half is added to both counts of a bin, so that a bin
 * without bads has a finite weight.
 */
import { requireAllFinite, requireBetween, requireInteger, requireSameLength } from '../base/guards.ts'
import { requireBothClasses } from '../base/labels.ts'

/** One bin of a characteristic: a range of numbers, a set of category codes, or the missing values. */
export interface Bin {
  /** For numbers: the bin reaches up to and including this; the last one has no end (null). */
  readonly upTo: number | null
  /** For categories: the codes; null for numbers. The bin of the codes that are named nowhere has an empty list. */
  readonly codes: readonly number[] | null
  readonly isMissing: boolean
  /** Weighted by nothing: how many rows fell here. */
  readonly goods: number
  readonly bads: number
  readonly evidence: number
}

/** A binned characteristic. */
export interface Binning {
  readonly kind: 'number' | 'category'
  readonly bins: readonly Bin[]
  /** Σ (share of goods - share of bads) · evidence; below .02 a characteristic says next to nothing. */
  readonly informationValue: number
}

/** How to bin. */
export interface BinningOptions {
  /** Fine bins to start from, at equal numbers of rows; 20 unless given. */
  readonly fineBins?: number
  /** A bin holds at least this share of the rows, missing values apart; 0.05 unless given. */
  readonly leastShare?: number
  /** Whether bads become rarer (-1) or more frequent (1) with the number; found from the data unless given. */
  readonly direction?: -1 | 1
}

interface Group {
  upTo: number | null
  codes: number[]
  goods: number
  bads: number
}

const rateOf = (group: Group): number => group.bads / (group.goods + group.bads)
/** As the evidence sees it, with half a row added to each side. */
const smoothRateOf = (group: Group): number => (group.bads + 0.5) / (group.goods + group.bads + 1)
const sizeOf = (group: Group): number => group.goods + group.bads

/**
 * Bins a column of numbers so that the share of bads only rises or only falls from bin to bin (pool adjacent
 * violators), which keeps every reason that is given with a refusal defensible.
 *
 * @param values NaN is a missing value and gets a bin of its own
 * @param labels 1 is a bad
 */
export function binNumbers(
  values: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: BinningOptions = {},
): Binning {
  const { fineBins = 20, leastShare = 0.05, direction } = options
  requireInteger(fineBins, 2, 'binNumbers fineBins')
  requireBetween(leastShare, [0, 0.5], 'binNumbers leastShare')
  const { present, missing } = split(values, labels, 'binNumbers')
  requireAllFinite(
    Float64Array.from(present, (row) => values[row]!),
    'binNumbers values',
  )
  const fine = fineGroups(values, labels, { present, fineBins })
  const least = leastShare * present.length
  const candidates = direction === undefined ? [-1, 1] : [direction]
  const finished = candidates.map((sign) => {
    const coarse = enlarge(pool(fine, sign, rateOf), least)
    return finish('number', pool(coarse, sign, smoothRateOf), missing)
  })
  return finished.reduce((best, other) => (other.informationValue > best.informationValue ? other : best))
}

/**
 * Bins a column of category codes: frequent codes alone, the rest together in one bin, which also takes codes that
 * training never saw.
 *
 * @param codes integers; NaN is a missing value and gets a bin of its own
 * @param labels 1 is a bad
 */
export function binCategories(
  codes: ArrayLike<number>,
  labels: ArrayLike<number>,
  options: Pick<BinningOptions, 'leastShare'> = {},
): Binning {
  const leastShare = requireBetween(options.leastShare ?? 0.05, [0, 0.5], 'binCategories leastShare')
  const { present, missing } = split(codes, labels, 'binCategories')
  const groups = new Map<number, Group>()
  for (const row of present) {
    const code = requireInteger(codes[row]!, Number.MIN_SAFE_INTEGER, `binCategories codes[${row}]`)
    const group = groups.get(code) ?? { upTo: null, codes: [code], goods: 0, bads: 0 }
    groups.set(code, count(group, labels[row]!))
  }
  const rest: Group = { upTo: null, codes: [], goods: 0, bads: 0 }
  const frequent: Group[] = []
  for (const group of [...groups.values()].toSorted((a, b) => a.codes[0]! - b.codes[0]!)) {
    if (sizeOf(group) >= leastShare * present.length) frequent.push(group)
    else {
      rest.goods += group.goods
      rest.bads += group.bads
    }
  }
  return finish('category', [...frequent, rest], missing)
}

function count(group: Group, label: number): Group {
  if (label === 1) group.bads += 1
  else group.goods += 1
  return group
}

function split(
  values: ArrayLike<number>,
  labels: ArrayLike<number>,
  what: string,
): { present: number[]; missing: Group } {
  requireSameLength(values, labels, `${what} values and labels`)
  requireBothClasses(labels, `${what} labels`)
  const present: number[] = []
  const missing: Group = { upTo: null, codes: [], goods: 0, bads: 0 }
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isNaN(values[row])) count(missing, labels[row]!)
    else present.push(row)
  }
  if (present.length === 0) throw new RangeError(`${what} values are all missing`)
  return { present, missing }
}

/** Groups of about equally many rows; equal numbers stay together. */
function fineGroups(
  values: ArrayLike<number>,
  labels: ArrayLike<number>,
  how: { present: number[]; fineBins: number },
): Group[] {
  const rows = how.present.toSorted((a, b) => values[a]! - values[b]!)
  const groups: Group[] = []
  for (const [place, row] of rows.entries()) {
    const top = groups.at(-1)
    const isFull = (groups.length * rows.length) / how.fineBins <= place
    if (top === undefined || (isFull && top.upTo !== values[row])) {
      groups.push({ upTo: values[row]!, codes: [], goods: 0, bads: 0 })
    }
    const group = count(groups.at(-1)!, labels[row]!)
    group.upTo = values[row]!
  }
  return groups
}

/** Pools neighbours until the rate only moves in the direction of `sign`. */
function pool(fine: readonly Group[], sign: number, rate: (group: Group) => number): Group[] {
  const groups: Group[] = []
  for (const group of fine) {
    groups.push({ ...group })
    while (groups.length > 1 && sign * (rate(groups.at(-1)!) - rate(groups.at(-2)!)) <= 0) poolLast(groups)
  }
  return groups
}

function poolLast(groups: Group[]): void {
  const last = groups.pop()!
  const into = groups.at(-1)!
  into.upTo = last.upTo
  into.goods += last.goods
  into.bads += last.bads
}

/** Joins bins that hold too few rows to the neighbour with the nearest share of bads. */
function enlarge(groups: Group[], least: number): Group[] {
  while (groups.length > 1) {
    const smallest = groups.reduce((at, group, i) => (sizeOf(group) < sizeOf(groups[at]!) ? i : at), 0)
    if (sizeOf(groups[smallest]!) >= least) return groups
    const distance = (i: number): number =>
      groups[i] === undefined ? Infinity : Math.abs(rateOf(groups[i]) - rateOf(groups[smallest]!))
    const below = distance(smallest - 1) <= distance(smallest + 1) ? smallest - 1 : smallest
    const joined = { ...groups[below + 1]!, goods: 0, bads: 0 }
    for (const group of groups.slice(below, below + 2)) {
      joined.goods += group.goods
      joined.bads += group.bads
    }
    groups.splice(below, 2, joined)
  }
  return groups
}

function finish(kind: Binning['kind'], groups: readonly Group[], missing: Group): Binning {
  const all = [...groups, missing]
  const goods = all.reduce((sum, group) => sum + group.goods, 0)
  const bads = all.reduce((sum, group) => sum + group.bads, 0)
  let informationValue = 0
  const bins = all.map((group, i): Bin => {
    const shares = [(group.goods + 0.5) / (goods + 0.5 * all.length), (group.bads + 0.5) / (bads + 0.5 * all.length)]
    // A bin that training never filled is neutral.
    const evidence = sizeOf(group) === 0 ? 0 : Math.log(shares[0]! / shares[1]!)
    if (sizeOf(group) > 0) informationValue += (shares[0]! - shares[1]!) * evidence
    const isMissing = i === groups.length
    const isNumber = kind === 'number'
    return {
      upTo: isNumber && !isMissing && i < groups.length - 1 ? group.upTo : null,
      codes: isNumber || isMissing ? null : group.codes,
      isMissing,
      goods: group.goods,
      bads: group.bads,
      evidence,
    }
  })
  return { kind, bins, informationValue }
}

/** The position of the bin of a value; NaN belongs to the bin of missing values, which is the last. */
export function binOfValue({ kind, bins }: Binning, value: number): number {
  const missing = bins.length - 1
  if (Number.isNaN(value)) return missing
  if (kind === 'number') return bins.findIndex((bin) => bin.upTo === null || value <= bin.upTo)
  const named = bins.findIndex((bin) => bin.codes?.includes(value) ?? false)
  return named >= 0 ? named : missing - 1
}
