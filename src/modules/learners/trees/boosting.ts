/**
 * Gradient boosting on histograms.
 *
 * Sources: Friedman, "Greedy function approximation" (2001); Chen and Guestrin, "XGBoost: a scalable tree boosting
 * system" (2016) for the second-order gain and missing values; Ke et al., "LightGBM" (2017) for histograms and growth
 * by leaves.
 */
import { seededRandom } from '../base/random.ts'
import type { Random } from '../base/random.ts'
import { binMatrix, findBounds } from './binning.ts'
import type { Binned, Bounds } from './binning.ts'
import { firstTrees } from './forest.ts'
import type { Forest } from './forest.ts'
import { addTree, createGrower } from './growing.ts'
import type { GrownTree } from './growing.ts'
import { checkMatrix } from './matrix.ts'
import type { Matrix } from './matrix.ts'
import { objectiveOf } from './objectives.ts'
import type { Labelled, Objective } from './objectives.ts'
import { settingsOf } from './settings.ts'
import type { BoostingOptions, Settings } from './settings.ts'

/** Rows with features and labels. */
export interface LabelledRows extends Labelled {
  features: Matrix
}

/** One round of training, as it is reported. */
export interface BoostingRound {
  round: number
  trainingLoss: number
  /** Loss of the validation rows, if there are any. */
  validationLoss: number | null
}

/** A trained forest and how it came to be. */
export interface TrainedForest {
  /** Cut back to the round of lowest validation loss, if there were validation rows. */
  forest: Forest
  rounds: readonly BoostingRound[]
}

function checkRows({ features, labels }: LabelledRows, what: string): void {
  checkMatrix(features, `${what}.features`)
  if (labels.length !== features.rows) {
    throw new RangeError(`${what} has ${features.rows} rows of features and ${labels.length} labels`)
  }
}

/**
 * Trains a forest. Equal data, options and seed give an equal forest.
 *
 * @param validation rows for early stopping, never trained on; without them all rounds are kept
 * @param report called after each round
 */
export function trainForest(
  training: LabelledRows,
  options: BoostingOptions,
  extras: { validation?: LabelledRows; report?: (round: BoostingRound) => void } = {},
): TrainedForest {
  checkRows(training, 'training')
  const settings = settingsOf(options, training.features.columns)
  const bounds = findBounds(training.features, settings.bins)
  const learner = createLearner(training, bounds, settings)
  const { validation, report } = extras
  const judge = validation === undefined ? null : createJudge(validation, learner, settings)
  const { trees, rounds, best } = boost(learner, { judge, report, settings })
  return { forest: firstTrees(assemble(trees, { base: learner.base, bounds, settings }), best), rounds }
}

function boost(
  learner: Learner,
  run: {
    judge: ((tree: GrownTree) => number) | null
    report: ((round: BoostingRound) => void) | undefined
    settings: Settings
  },
): { trees: GrownTree[]; rounds: BoostingRound[]; best: number } {
  const trees: GrownTree[] = []
  const rounds: BoostingRound[] = []
  let best = { round: 0, loss: Infinity }
  for (let round = 1; round <= run.settings.rounds && round - best.round <= run.settings.patience; round++) {
    const tree = learner.addRound(round)
    trees.push(tree)
    const validationLoss = run.judge === null ? null : run.judge(tree)
    const reported = { round, trainingLoss: learner.loss(), validationLoss }
    rounds.push(reported)
    run.report?.(reported)
    // Without validation every round is the best so far.
    if (validationLoss === null) best.round = round
    else if (validationLoss < best.loss) best = { round, loss: validationLoss }
  }
  return { trees, rounds, best: best.round }
}

interface Learner {
  base: number
  bounds: Bounds
  addRound(round: number): GrownTree
  loss(): number
}

function createLearner(training: LabelledRows, bounds: Bounds, settings: Settings): Learner {
  const binned = binMatrix(training.features, bounds)
  const objective = objectiveOf(settings.objective, training, settings.rankingCut)
  const scores = new Float64Array(binned.rows).fill(objective.base)
  const slopes = { gradients: new Float64Array(binned.rows), hessians: new Float64Array(binned.rows) }
  const grower = createGrower(binned, slopes, { shape: settings, rules: settings })
  const random = seededRandom(settings.seed).stream('boosting')
  // A column of one value can never be split.
  const usable = bounds.flatMap((own, i) => (own.length > 0 || hasMissing(binned, i) ? [i] : []))
  return {
    base: objective.base,
    bounds,
    addRound(round) {
      objective.slopes(scores, slopes)
      const drawn = random.stream(round)
      const tree = grower.grow(
        drawRows(binned.rows, settings.rowShare, drawn),
        drawColumns(usable, settings.columnShare, drawn),
      )
      addTree(binned, tree, { scores, rate: settings.learningRate })
      return tree
    },
    loss: () => objective.loss(scores),
  }
}

function hasMissing({ bins, rows, bounds }: Binned, column: number): boolean {
  return bins.subarray(column * rows, (column + 1) * rows).includes(bounds[column]!.length + 1)
}

/** Rows drawn without replacement, in order; all of them when the share is 1. */
function drawRows(rows: number, share: number, random: Random): Int32Array {
  if (share === 1) return new Int32Array(rows).map((_, i) => i)
  const wanted = Math.max(1, Math.round(share * rows))
  const drawn = new Int32Array(wanted)
  let taken = 0
  // Selection sampling (Knuth, TAOCP 2, algorithm 3.4.2 S).
  for (let row = 0; taken < wanted; row++) {
    if (random.uniform() * (rows - row) < wanted - taken) drawn[taken++] = row
  }
  return drawn
}

function drawColumns(usable: readonly number[], share: number, random: Random): number[] {
  if (share === 1 || usable.length === 0) return [...usable]
  const wanted = Math.max(1, Math.round(share * usable.length))
  return random
    .shuffle([...usable])
    .slice(0, wanted)
    .sort((a, b) => a - b)
}

/** Adds each new tree to the validation scores and answers their loss. */
function createJudge(validation: LabelledRows, learner: Learner, settings: Settings): (tree: GrownTree) => number {
  checkRows(validation, 'validation')
  if (validation.features.columns !== learner.bounds.length) {
    throw new RangeError(`validation has ${validation.features.columns} columns, training ${learner.bounds.length}`)
  }
  const binned = binMatrix(validation.features, learner.bounds)
  const objective: Objective = objectiveOf(settings.objective, validation, settings.rankingCut)
  const scores = new Float64Array(binned.rows).fill(learner.base)
  return (tree) => {
    addTree(binned, tree, { scores, rate: settings.learningRate })
    return objective.loss(scores)
  }
}

/** Lays grown trees out as one forest, with values scaled by the learning rate and bins turned into thresholds. */
function assemble(trees: readonly GrownTree[], context: { base: number; bounds: Bounds; settings: Settings }): Forest {
  const { base, bounds, settings } = context
  const starts = new Int32Array(trees.length + 1)
  trees.forEach((tree, i) => (starts[i + 1] = starts[i]! + tree.column.length))
  const nodes = starts[trees.length]!
  const forest: Forest = {
    objective: settings.objective,
    features: settings.names,
    base,
    starts,
    column: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes),
    missingLeft: new Uint8Array(nodes),
    value: new Float64Array(nodes),
    cover: new Float64Array(nodes),
  }
  trees.forEach((tree, t) => {
    const from = starts[t]!
    forest.column.set(tree.column, from)
    forest.missingLeft.set(tree.missingLeft, from)
    forest.cover.set(tree.cover, from)
    tree.column.forEach((column, i) => {
      forest.value[from + i] = settings.learningRate * tree.value[i]!
      if (column < 0) return
      forest.left[from + i] = from + tree.left[i]!
      // Above the last bound every value goes left and only what is missing goes right.
      forest.threshold[from + i] = bounds[column]![tree.bin[i]!] ?? Number.MAX_VALUE
    })
  })
  return forest
}
