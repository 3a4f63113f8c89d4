/**
 * Teaches `recommend.search` from pages that the town has shown: what people clicked, put into the basket, bought and
 * kept says in which order hits are worth most. Learning, and judging on pages that are held out, run in a thread.
 */
import { Problem } from '#kernel/problem'
import { notLearnt, type Point, type PolicySpec, type Teacher, tooFewDecisions } from '#modules/decisions'
import { trainInWorker } from '#modules/learners'
import { hashOfColumns } from './lessons.ts'
import type { Judgement } from './judging.ts'
import { countGained, type PagesWanted, readPages } from './pages.ts'
import { judgedMin, type train, type TeachingInput, type TeachingOutput } from './teaching-run.ts'

/**
 * Pages that led to something without which nothing is learnt. A fifth of them is held out: with a hundred a gain of a
 * quarter is surely seen, with 250 one of a tenth; trees of eight leaves learn 13 columns from four hundred.
 */
export const enough = 500
/** The newest ones: enough for the trees, and read in seconds. */
const most = { learnt: 4_000, heldOut: 2_000 }
/** What comes of a page comes within an hour, mostly; an order or its way back that comes later is learnt later. */
const ripeMs = 3_600_000
/** MiB of the thread's objects; features lie outside it. */
const heapMb = 1_024
/** Pairs that were clicked on and might have stood the other way round; fewer do not say how far people look. */
const evidenceMin = 50
/** Share of looks at things that were hardly ever seen above which an estimate is a guess. */
const unseenMax = 0.1

type Place = Parameters<Teacher['readiness']>[0]
type Span = { since: number; until?: number | undefined }

/** The teacher of searches. */
export const searchTeacher: Teacher = {
  readiness: async ({ db, town, now }, point) => {
    const lessons = await countGained(db, town, { ...wantedOf(point, now, { since: 0 }), most: enough })
    return { lessons, enough }
  },
  learn: async (place, { point, spec, since }, watch = {}) => {
    if (spec.kind !== 'trees') throw new Problem(notLearnt, { detail: `Trees learn here, not a ${spec.kind} policy.` })
    const { db, town, now } = place
    const lessons = await countGained(db, town, { ...wantedOf(point, now, { since }), most: enough })
    if (lessons < enough) {
      throw new Problem(notLearnt, { detail: `${lessons} pages led to something; ${enough} are needed.` })
    }
    const wanted = { ...wantedOf(point, now, { since }), isHeldOut: false, isGained: true, most: most.learnt }
    const { pages, until } = await readPages(db, town, wanted)
    const heldOut = await readHeldOut(place, point, { since })
    const { outcomes, ...output } = await apart({ ...inputOf(point, spec), pages, heldOut, isLearning: true }, watch)
    const shown = (of: Judgement | null) => of && { ...briefly(of), warnings: warningsOf(of, output, spec).length }
    return {
      output: {
        spec: output.spec,
        lessons: outcomes,
        overrides: 0,
        heldOut: { decisions: heldOut.length, learnt: shown(output.judged), parent: shown(output.before) },
      },
      until,
    }
  },
  judge: async (place, { point, policy: { spec }, ...span }) => {
    const heldOut = await readHeldOut(place, point, span)
    if (heldOut.length < judgedMin) {
      const detail = `${heldOut.length} pages are held out to judge by; at least ${judgedMin} are needed.`
      throw new Problem(tooFewDecisions, { detail })
    }
    // How people look is better told by all pages.
    const { db, town, now } = place
    const others = { ...wantedOf(point, now, span), isHeldOut: false, isGained: true, most: most.heldOut }
    const { pages } = await readPages(db, town, others)
    const { judged, ...output } = await apart({ ...inputOf(point, spec), pages, heldOut, isLearning: false })
    const { gain, loggedValue, largestWeight } = judged!
    return {
      ...briefly(judged!),
      decisions: heldOut.length,
      overridden: 0,
      loggedValue,
      estimator: 'doubly-robust',
      largestWeight,
      gain,
      warnings: warningsOf(judged!, output, spec),
    }
  },
}

function wantedOf(
  point: Point,
  now: number,
  { since, until }: Span,
): Omit<PagesWanted, 'isHeldOut' | 'isGained' | 'most'> {
  const { name } = point.declaration
  return { point: name, columns: hashOfColumns(point.columns), since, until: Math.min(until ?? now, now - ripeMs) }
}

/** Pages that nothing ever learns from, whatever came of them. */
async function readHeldOut({ db, town, now }: Place, point: Point, span: Span) {
  const wanted = { ...wantedOf(point, now, span), isHeldOut: true, isGained: false, most: most.heldOut }
  return (await readPages(db, town, wanted)).pages
}

function inputOf({ declaration, version: pointVersion }: Point, spec: PolicySpec) {
  return { declaration, pointVersion, spec }
}

type Watch = NonNullable<Parameters<Teacher['learn']>[2]>

function apart(input: TeachingInput, watch: Watch = {}): Promise<TeachingOutput> {
  const module = new URL('./teaching-run.ts', import.meta.url)
  return trainInWorker<typeof train>({ module, input, heapMb, ...watch })
}

function briefly({ value, low, high, effectiveSampleSize }: Judgement) {
  return { value, low, high, effectiveSampleSize }
}

/** Why an estimate may not be used. */
function warningsOf(
  { unseen, effectiveSampleSize }: Judgement,
  { examination: { evidence } }: Pick<TeachingOutput, 'examination'>,
  spec: PolicySpec,
): string[] {
  const warnings: string[] = []
  if (effectiveSampleSize < judgedMin) {
    warnings.push(`the pages are worth ${effectiveSampleSize.toFixed(0)} of its own, fewer than ${judgedMin}`)
  }
  if (unseen > unseenMax) {
    warnings.push(`${(unseen * 100).toFixed(0)} % of its looks go to things that were hardly seen: they are guessed`)
  }
  if (evidence < evidenceMin) {
    warnings.push(`how far people look is assumed: ${evidence.toFixed(0)} clicks say it, fewer than ${evidenceMin}`)
  }
  if ('epsilon' in spec) warnings.push('places behind the first are not drawn by their chances, as is reckoned here')
  return warnings
}
