/**
 * Names the intent of a short text, or says that it does not know: a multi-class support vector machine and naive Bayes
 * over words, pairs of words and pieces of words, added up to one linear model, with the mixture, probabilities and a
 * threshold from cross-validation.
 */
import { requireBetween, requireInteger, requireSome } from '../base/guards.ts'
import { loadModel, type ModelKind, type SavedModel, saveModel } from '../base/models.ts'
import { seededRandom } from '../base/random.ts'
import {
  addClassModels,
  type ClassModel,
  classMargins,
  greatest,
  loadClassModel,
  saveClassModel,
} from '../linear/class-model.ts'
import { chooseThreshold, fitSharpness, type HeldOut, softmax } from './confidence.ts'
import { featureRows, readTextFeatures, type TextFeatures, writeTextFeatures } from './features.ts'
import { type GramKind, gramKinds } from './grams.ts'
import { crossMargins, type IntentExample, partsOf, spreadOf, type Task, taskOf, trainMachines } from './machines.ts'

/** How to train. */
export interface IntentOptions {
  /** Prices of a margin violation to choose from by cross-validation; 1 alone unless given. */
  readonly costs?: readonly number[]
  /** Parts of the cross-validation; 5 unless given. */
  readonly folds?: number
  /** Share of answers that should be right; 0.95 unless given. Fewer are given, the higher it is. */
  readonly wantedAccuracy?: number
  /**
   * Weights of naive Bayes to choose from likewise, relative to the support vector machine; 0, .3, .6, 1 unless given.
   */
  readonly bayesShares?: readonly number[]
  /** What to recognise a text by; everything unless given. */
  readonly kinds?: readonly GramKind[]
  readonly seed?: number | string
  /** Called after each machine trained. */
  readonly onProgress?: (progress: { readonly trained: number; readonly of: number }) => void
}

/** What cross-validation found. */
export interface IntentValidation {
  /** The price that won. */
  readonly cost: number
  /** The weight of naive Bayes that won, relative to the support vector machine. */
  readonly bayesShare: number
  /** Share of examples whose most probable intent was right. */
  readonly accuracy: number
  /** Share answered at the threshold, and how many of those were right. */
  readonly coverage: number
  readonly answeredAccuracy: number
}

/** A trained model. */
export interface IntentModel {
  /** In alphabetical order. */
  readonly intents: readonly string[]
  readonly features: TextFeatures
  readonly classes: ClassModel
  readonly sharpness: number
  readonly threshold: number
  readonly validation: IntentValidation
}

/** What a text means, in the model's view. */
export interface IntentAnswer {
  /** null: I don't know. */
  readonly intent: string | null
  /** Most probable first, at most three; none when no part of the text was ever seen. */
  readonly candidates: readonly { readonly intent: string; readonly probability: number }[]
}

/** At equal spread of margins. Beyond 1 naive Bayes would lead, and it is the weaker of the two. */
const BAYES_SHARES = [0, 0.3, 0.6, 1]

/** @throws {RangeError} when there are fewer than two intents, or one has fewer than two examples */
export function trainIntents(examples: readonly IntentExample[], options: IntentOptions = {}): IntentModel {
  const { costs = [1], bayesShares = BAYES_SHARES, folds = 5, wantedAccuracy = 0.95 } = options
  const { kinds = gramKinds, seed = 1, onProgress } = options
  requireInteger(folds, 2, 'intent folds')
  requireSome(costs, 'intent costs')
  for (const share of requireSome(bayesShares, 'intent bayesShares'))
    requireBetween(share, [0, 1e3], 'intent bayesShare')
  requireBetween(wantedAccuracy, [0, 1], 'intent wantedAccuracy')
  const task = taskOf(examples, kinds)
  const of = costs.length * folds + 1
  let trained = 0
  const step = (): void => {
    trained += 1
    onProgress?.({ trained, of })
  }
  const best = chooseMixture(task, { costs, bayesShares, folds, seed, step })
  const sharpness = fitSharpness(best.heldOut)
  const tops = topsOf(best.heldOut, sharpness)
  const chosen = chooseThreshold(tops.probabilities, tops.isRight, wantedAccuracy)
  const all = examples.map((_, row) => row)
  const { features, svm, bayes } = trainMachines(task, all, { cost: best.cost, seed })
  step()
  return {
    intents: task.intents,
    features,
    classes: addClassModels(svm, bayes, best.factor),
    sharpness,
    threshold: chosen.threshold,
    validation: {
      cost: best.cost,
      bayesShare: best.bayesShare,
      accuracy: best.accuracy,
      coverage: chosen.coverage,
      answeredAccuracy: chosen.accuracy,
    },
  }
}

interface Mixture {
  readonly cost: number
  readonly bayesShare: number
  /** Times the margins of naive Bayes. */
  readonly factor: number
  readonly accuracy: number
  readonly heldOut: HeldOut
}

/** The price and mixture with the most right answers in cross-validation; of equals the earlier. */
function chooseMixture(
  task: Task,
  how: {
    costs: readonly number[]
    bayesShares: readonly number[]
    folds: number
    seed: number | string
    step: () => void
  },
): Mixture {
  const classes = task.intents.length
  const parts = partsOf(task, how.folds, seededRandom(how.seed).stream('intents'))
  const tried = how.costs.flatMap((cost) => {
    const { svm, bayes } = crossMargins(task, parts, { ...how, cost })
    // Naive Bayes that says the same of every class has no spread, and nothing to add.
    const ratio = spreadOf(svm, classes) / Math.max(spreadOf(bayes, classes), Number.EPSILON)
    return how.bayesShares.map((bayesShare): Mixture => {
      const factor = bayesShare * ratio
      const margins = svm.map((margin, at) => margin + factor * bayes[at]!)
      const heldOut = { margins, labels: task.labels, classes }
      return { cost, bayesShare, factor, heldOut, accuracy: accuracyOf(heldOut) }
    })
  })
  return tried.reduce((most, each) => (each.accuracy > most.accuracy ? each : most))
}

function accuracyOf({ margins, labels, classes }: HeldOut): number {
  const right = labels.reduce((count, label, row) => {
    const isRight = greatest(margins.subarray(row * classes, (row + 1) * classes)) === label
    return count + Number(isRight)
  }, 0)
  return right / labels.length
}

function topsOf(heldOut: HeldOut, sharpness: number): { probabilities: Float64Array; isRight: boolean[] } {
  const { margins, labels, classes } = heldOut
  const probabilities = new Float64Array(labels.length)
  const isRight: boolean[] = []
  for (const [row, label] of labels.entries()) {
    const shares = softmax(margins.subarray(row * classes, (row + 1) * classes), sharpness)
    const best = greatest(shares)
    probabilities[row] = shares[best]!
    isRight.push(best === label)
  }
  return { probabilities, isRight }
}

const MOST_CANDIDATES = 3

/** Names the intent of a text, or admits not to know. */
export function recogniseIntent(model: IntentModel, text: string): IntentAnswer {
  const rows = featureRows(model.features, [text])
  if (rows.values.length === 0) return { intent: null, candidates: [] }
  const shares = softmax(classMargins(model.classes, { rows }), model.sharpness)
  const order = Array.from(shares.keys()).sort((a, b) => shares[b]! - shares[a]!)
  const candidates = order
    .slice(0, MOST_CANDIDATES)
    .map((k) => ({ intent: model.intents[k]!, probability: shares[k]! }))
  const best = candidates[0]!
  return { intent: best.probability >= model.threshold ? best.intent : null, candidates }
}

const KIND: ModelKind = { name: 'intents', version: 1 }

/** The model as plain data. */
export function saveIntents(model: IntentModel): SavedModel {
  const { intents, sharpness, threshold, validation } = model
  return saveModel(KIND, {
    intents,
    features: writeTextFeatures(model.features),
    classes: saveClassModel(model.classes),
    sharpness,
    threshold,
    validation: { ...validation },
  })
}

/** Reads what `saveIntents` wrote. */
export function loadIntents(saved: unknown): IntentModel {
  const reader = loadModel(KIND, saved)
  const validation = reader.child('validation')
  const intents = reader.strings('intents')
  const features = readTextFeatures(reader.child('features'))
  const classes = loadClassModel(reader.nested('classes'))
  if (classes.classes !== intents.length || classes.weights.rows !== features.columns) {
    throw new Error(`${reader.path}: ${intents.length} intents and ${features.columns} features do not fit the weights`)
  }
  return {
    intents,
    features,
    classes,
    sharpness: reader.number('sharpness'),
    threshold: reader.number('threshold'),
    validation: {
      cost: validation.number('cost'),
      bayesShare: validation.number('bayesShare'),
      accuracy: validation.number('accuracy'),
      coverage: validation.number('coverage'),
      answeredAccuracy: validation.number('answeredAccuracy'),
    },
  }
}
