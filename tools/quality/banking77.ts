/** Enquiry intents: 77 intents of bank customers, accuracy on the test split as given, and what is left unanswered. */
import { auc, type Interval, meanStatistic, pairedBootstrap } from '../../src/modules/learners/base/metrics.ts'
import {
  type IntentAnswer,
  type IntentExample,
  type IntentModel,
  recogniseIntent,
  saveIntents,
  trainIntents,
} from '../../src/modules/learners/intents/index.ts'
import { datasetFile } from '../datasets.ts'
import type { Row } from '../quality.ts'
import { readQuotedRows } from '../quoted-csv.ts'

const COSTS = [0.5, 1, 1.5]
const FOLDS = 4
/** Every eighth intent is taken out of training to see how many texts from outside are answered. */
const OUTSIDE_STEP = 8
/** A second threshold at which to look at them. */
const CAUTIOUS = 0.9

function readExamples(datasets: string, file: string): IntentExample[] {
  const rows = readQuotedRows(datasetFile(datasets, 'chat-banking77', file)).slice(1)
  return rows.map(([text, intent]) => ({ text: text!, intent: intent! }))
}

const share = (flags: readonly boolean[]): number => flags.filter(Boolean).length / flags.length

/** Right answers of the most probable intent, right or not at the threshold, and time per text. */
function judge(model: IntentModel, test: readonly IntentExample[]) {
  const answers: IntentAnswer[] = []
  const times: number[] = []
  for (const { text } of test) {
    const from = performance.now()
    answers.push(recogniseIntent(model, text))
    times.push(performance.now() - from)
  }
  times.sort((a, b) => a - b)
  const answered = answers.flatMap(({ intent }, row) => (intent === null ? [] : [intent === test[row]!.intent]))
  return {
    isRight: answers.map(({ candidates }, row) => candidates[0]?.intent === test[row]!.intent),
    coverage: answered.length / test.length,
    answeredAccuracy: share(answered),
    msMedian: times[times.length >> 1]!,
    ms99: times[Math.floor(times.length * 0.99)]!,
  }
}

function timed<T>(work: () => T): { result: T; seconds: number } {
  const from = performance.now()
  return { result: work(), seconds: (performance.now() - from) / 1000 }
}

/**
 * Texts of intents that training never saw: how well the probability tells them from known ones (AUC), and what share
 * of
 * either is answered.
 */
function outside(training: readonly IntentExample[], test: readonly IntentExample[]) {
  const intents = [...new Set(training.map(({ intent }) => intent))].sort()
  const left = new Set(intents.filter((_, at) => at % OUTSIDE_STEP === 0))
  const model = trainIntents(
    training.filter(({ intent }) => !left.has(intent)),
    { folds: FOLDS },
  )
  const isKnown = test.map(({ intent }) => Number(!left.has(intent)))
  const tops = test.map(({ text }) => recogniseIntent(model, text).candidates[0]?.probability ?? 0)
  const answered = (known: number, threshold: number): number =>
    share(tops.filter((_, row) => isKnown[row] === known).map((top) => top >= threshold))
  const shares = [model.threshold, CAUTIOUS].map((threshold) => ({
    threshold,
    ofKnown: answered(1, threshold),
    ofUnknown: answered(0, threshold),
  }))
  return { intentsLeftOut: left.size, aucKnown: auc(isKnown, tops), answered: shares }
}

/** The row of the full model, compared with a support vector machine on single words. */
export async function* run(datasets: string): AsyncGenerator<Row> {
  const training = readExamples(datasets, 'train.csv')
  const test = readExamples(datasets, 'test.csv')
  const { result: model, seconds } = timed(() => trainIntents(training, { costs: COSTS, folds: FOLDS }))
  const single = timed(() => trainIntents(training, { costs: [1], folds: FOLDS }))
  const words = trainIntents(training, { kinds: ['words'], costs: COSTS, bayesShares: [0], folds: FOLDS })
  const full = judge(model, test)
  const wordsOnly = judge(words, test)
  const [a, b] = [full.isRight, wordsOnly.isRight].map((flags) => meanStatistic(flags.map(Number)))
  const gain: Interval = pairedBootstrap(test.length, { a: a!, b: b! }, { draws: 2000 })
  yield {
    name: 'banking77 accuracy',
    figure: share(full.isRight),
    bars: {
      'nlp.js': 0.53,
      'naive Bayes': 0.852,
      'word SVM': 0.894,
      'word and character SVM': 0.9133,
      transformer: 0.946,
    },
    aim: 0.92,
    protocol:
      'trained on the 10,003 given training texts, judged on the 3,080 given test texts; cost, mixture, sharpness and ' +
      `threshold by ${FOLDS}-fold cross-validation inside the training texts`,
    notes: {
      validation: model.validation,
      wordSvm: share(wordsOnly.isRight),
      gainOverWordSvm: gain,
      trainSecondsWithChoiceOfCost: seconds,
      trainSecondsAtOneCost: single.seconds,
      modelMb: JSON.stringify(saveIntents(model)).length / 1e6,
      msMedian: full.msMedian,
      ms99: full.ms99,
    },
  }
  yield {
    name: 'banking77 accuracy when it answers',
    figure: full.answeredAccuracy,
    bars: { 'answering always': share(full.isRight) },
    aim: 0.95,
    protocol: 'threshold: the most answers of which 95 % are right in cross-validation; judged on the given test texts',
    notes: {
      coverage: full.coverage,
      validationCoverage: model.validation.coverage,
      threshold: model.threshold,
      unknownIntents: outside(training, test),
    },
  }
}
