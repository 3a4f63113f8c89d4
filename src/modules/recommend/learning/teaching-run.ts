/** Learning an order and judging one, in a thread of its own. */
import { createPolicy, createPoint, type PointDeclaration, type PolicySpec } from '#modules/decisions'
import { saveForest, seededRandom } from '#modules/learners'
import { examinationOf, type Examination } from './examination.ts'
import { type Judgement, judge, type Target } from './judging.ts'
import type { Page } from './pages.ts'
import { learnOrder } from './ranking.ts'

/** What crosses into the thread. */
export type TeachingInput = {
  declaration: PointDeclaration
  pointVersion: number
  /** That led to something: they teach, and say how far people look. */
  pages: readonly Page[]
  heldOut: readonly Page[]
  spec: PolicySpec
  /** False: `spec` is judged as it is. */
  isLearning: boolean
}

/** Judgements are null where too few pages were held out. */
export type TeachingOutput = {
  spec: PolicySpec
  outcomes: number
  judged: Judgement | null
  /** Of the policy that learnt. */
  before: Judgement | null
  examination: Pick<Examination, 'evidence'> & { looks: readonly number[] }
}

/** Fewer held-out pages say nothing. */
export const judgedMin = 50
/** Learning's part of the work; the rest is judging. */
const learningShare = 0.8
/** Places of a slate. */
const placesMax = 20
/** Below this a chance is none. */
const leastChance = 1e-9

/** @internal What the thread calls. */
export function train(input: TeachingInput, report: (share: number) => void): TeachingOutput {
  const { declaration, pointVersion, pages, heldOut, isLearning } = input
  const point = createPoint(declaration, pointVersion)
  // How people look is the same on both sides, and no policy is chosen by it: all pages may say it.
  const examination = examinationOf([...pages, ...heldOut], placesMax)
  const { looks, evidence } = examination
  let [spec, outcomes] = [input.spec, 0]
  if (isLearning) {
    const learnt = learnOrder({ pages, looks, columns: point.columns }, (share) => report(share * learningShare))
    spec = { kind: 'trees', model: saveForest(learnt.forest), temperature: learnt.temperature }
    outcomes = learnt.outcomes
  }
  const judged = (of: PolicySpec): Judgement | null =>
    heldOut.length < judgedMin ? null : judge(heldOut, targetOf(input, of), examination)
  const found = { spec, outcomes, judged: judged(spec), before: isLearning ? judged(input.spec) : null }
  report(1)
  return { ...found, examination: { evidence, looks: [...looks] } }
}

/** How a policy would draw a page. */
function targetOf({ declaration, pointVersion }: TeachingInput, spec: PolicySpec): Target {
  const point = createPoint(declaration, pointVersion)
  const policy = createPolicy(point, { name: 'judged', version: 1, spec })
  return ({ id, features, logits }) => {
    const count = logits.length
    const rows = { count, width: point.columns.length, values: features }
    // Policies of pages look at columns alone: things have no names there.
    const options = Array.from({ length: count }, (_, i) => ({ id: String(i), features: {} }))
    const random = seededRandom(`${id}/judged`)
    const { scores, probabilities, temperature } = policy.weigh({ rows, options, context: {}, random })
    return temperature === undefined
      ? probabilities.map((p) => Math.log(Math.max(p, leastChance)))
      : scores.map((one) => one / temperature)
  }
}
