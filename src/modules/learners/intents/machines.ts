/** The two machines behind a model, and what they say of examples that they were not trained on. */
import { requireSome } from '../base/guards.ts'
import type { Random } from '../base/random.ts'
import { type ClassModel, classMargins } from '../linear/class-model.ts'
import { trainMulticlassSvm } from '../linear/multiclass-svm.ts'
import { trainNaiveBayes } from '../linear/naive-bayes.ts'
import { featureRows, fitTextFeatures, type TextFeatures } from './features.ts'
import type { GramKind } from './grams.ts'

/** A text and what was meant by it. */
export interface IntentExample {
  readonly text: string
  readonly intent: string
}

/** Examples with their intents numbered. */
export interface Task {
  readonly texts: readonly string[]
  readonly labels: Int32Array
  /** In alphabetical order. */
  readonly intents: readonly string[]
  readonly kinds: readonly GramKind[]
}

/** Features and both machines trained on them. */
export interface Machines {
  readonly features: TextFeatures
  readonly svm: ClassModel
  readonly bayes: ClassModel
}

/** Margins of both machines for every example, by machines that were not trained on it: examples × intents. */
export interface CrossMargins {
  readonly svm: Float64Array
  readonly bayes: Float64Array
}

/** Numbers the intents, and refuses fewer than two, or one with a single example. */
export function taskOf(examples: readonly IntentExample[], kinds: readonly GramKind[]): Task {
  requireSome(examples, 'intent examples')
  const intents = [...new Set(examples.map(({ intent }) => intent))].sort()
  if (intents.length < 2) throw new RangeError(`intent examples must name two intents or more, got ${intents.length}`)
  const numbers = new Map(intents.map((intent, number) => [intent, number]))
  const labels = Int32Array.from(examples, ({ intent }) => numbers.get(intent)!)
  const counts = new Uint32Array(intents.length)
  for (const label of labels) counts[label]! += 1
  const rare = counts.findIndex((count) => count < 2)
  if (rare >= 0) throw new RangeError(`intent ${intents[rare]} has one example; two or more are needed`)
  return { texts: examples.map(({ text }) => text), labels, intents, kinds }
}

/** The part of each example: every intent is spread over the parts as evenly as it goes. */
export function partsOf({ labels, intents }: Task, folds: number, random: Random): Uint8Array {
  const order = random.shuffle(Array.from({ length: labels.length }, (_, row) => row))
  const next = new Uint32Array(intents.length)
  const parts = new Uint8Array(labels.length)
  for (const row of order) {
    const label = labels[row]!
    parts[row] = next[label]! % folds
    next[label]! += 1
  }
  return parts
}

/** Optimality that is close enough: halving it changes no accuracy that could be told from noise, and costs time. */
const TOLERANCE = 0.3

/** Trains both machines on some of the examples. */
export function trainMachines(
  task: Task,
  rows: readonly number[],
  options: { readonly cost: number; readonly seed: number | string },
): Machines {
  const texts = rows.map((row) => task.texts[row]!)
  const features = fitTextFeatures(texts, task.kinds)
  const labels = rows.map((row) => task.labels[row]!)
  const data = { rows: featureRows(features, texts), labels, classes: task.intents.length }
  const svm = trainMulticlassSvm(data, { ...options, tolerance: TOLERANCE }).model
  return { features, svm, bayes: trainNaiveBayes(data) }
}

/** Trains once a part on the other parts. @param how.step called after each training */
export function crossMargins(
  task: Task,
  parts: Uint8Array,
  how: { readonly cost: number; readonly folds: number; readonly seed: number | string; readonly step: () => void },
): CrossMargins {
  const classes = task.intents.length
  const margins = { svm: new Float64Array(parts.length * classes), bayes: new Float64Array(parts.length * classes) }
  for (let part = 0; part < how.folds; part += 1) {
    const all = Array.from(parts.keys())
    const machines = trainMachines(
      task,
      all.filter((row) => parts[row] !== part),
      how,
    )
    for (const row of all) {
      if (parts[row] !== part) continue
      const cells = featureRows(machines.features, [task.texts[row]!])
      margins.svm.set(classMargins(machines.svm, { rows: cells }), row * classes)
      margins.bayes.set(classMargins(machines.bayes, { rows: cells }), row * classes)
    }
    how.step()
  }
  return margins
}

/** How far margins lie from the middle of their row, root mean square: the unit in which two machines are mixed. */
export function spreadOf(margins: Float64Array, classes: number): number {
  let square = 0
  for (let from = 0; from < margins.length; from += classes) {
    const row = margins.subarray(from, from + classes)
    const middle = row.reduce((sum, margin) => sum + margin, 0) / classes
    for (const margin of row) square += (margin - middle) ** 2
  }
  return Math.sqrt(square / margins.length)
}
