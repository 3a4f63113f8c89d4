import type { Mutant } from './mutant.ts'

const recommend = 'src/modules/recommend'
const learning = (file: string, name: string): Mutant['test'] => ({
  file: `${recommend}/learning/${file}.test.ts`,
  name,
})
const strangers = (name: string): Mutant['test'] => ({ file: 'src/modules/interactions/strangers.test.ts', name })
const teachers = (name: string): Mutant['test'] => ({
  file: 'src/modules/decisions/training/teachers.test.ts',
  name,
})

/** Guards of what is learnt from the town's own pages. */
export const lessonsGuards: readonly Mutant[] = [
  {
    name: 'recommend-place-clicked-once',
    file: `${recommend}/learning/lessons.ts`,
    guard: '& ~coalesce(l.told[i], 0)::int & ',
    without: '& ',
    test: learning('attribution', 'a place is clicked once'),
  },
  {
    name: 'recommend-enough-to-learn',
    file: `${recommend}/learning/teacher.ts`,
    guard: 'if (lessons < enough) {',
    without: 'if (lessons < 0) {',
    test: learning('teacher', 'with one page fewer'),
  },
  {
    name: 'recommend-held-out-for-good',
    file: `${recommend}/learning/pages.ts`,
    guard: '= 0) = ${isHeldOut}',
    without: '= 0) is not null',
    test: learning('teacher', 'what is held out'),
  },
  {
    name: 'recommend-seen-pages-alone',
    file: `${recommend}/learning/pages.ts`,
    guard: ' and true = any(seen)',
    without: '',
    test: learning('teacher', 'what is held out'),
  },
  {
    name: 'recommend-clicks-by-attention',
    file: `${recommend}/learning/ranking.ts`,
    guard: 'gain / Math.max(attentionMin, attention[place]!)',
    without: 'gain',
    test: learning('ranking', 'an outcome weighs'),
  },
  {
    name: 'recommend-against-all-odds',
    file: `${recommend}/learning/ranking.ts`,
    guard: 'Math.max(attentionMin, attention[place]!)',
    without: 'attention[place]!',
    test: learning('ranking', 'what was clicked against all odds'),
  },
  {
    name: 'recommend-outcome-counts-so-much',
    file: `${recommend}/learning/judging.ts`,
    guard: 'Math.min(weightMax, chance / was[option]!)',
    without: 'chance / was[option]!',
    test: learning('judging', 'nothing counts more than twenty'),
  },
  {
    name: 'recommend-looks-by-swaps',
    file: `${recommend}/learning/examination.ts`,
    guard: 'const weight = 1 - chanceOfOrder(logits, place)',
    without: 'const weight = chanceOfOrder(logits, place) ** 0',
    test: learning('examination', 'that the better thing mostly'),
  },
  {
    name: 'stranger-one-address',
    file: 'src/modules/interactions/strangers.ts',
    guard: ' || ofOne >= limits.choicesOfOne',
    without: '',
    test: strangers('one address chooses'),
  },
  {
    name: 'stranger-place-once',
    file: 'src/modules/interactions/strangers.ts',
    guard: 'id: `${type}/${decision}/${subject}`.toLowerCase(),',
    without: 'id: `${Math.random()}`,',
    test: strangers('a place of a page counts once'),
  },
  {
    name: 'stranger-not-followed',
    file: 'src/modules/interactions/routes.ts',
    guard: "request.headers['sec-gpc'] === '1' ? [] : ",
    without: '',
    test: strangers('what is malformed'),
  },
  {
    name: 'teacher-not-enough',
    file: 'src/modules/decisions/training/scheduling.ts',
    guard: 'if (!(await isReady({ db, town, now: place.now() }, point))) continue',
    without: '',
    test: teachers('with too few lessons'),
  },
  {
    name: 'teacher-not-enough-asked',
    file: 'src/modules/decisions/http/routes-training.ts',
    guard: 'found === undefined || found.lessons >= found.enough',
    without: 'found === undefined || found.lessons >= 0',
    test: teachers('with too few lessons'),
  },
  {
    name: 'teacher-surely-better',
    file: 'src/modules/decisions/loops/ladder.ts',
    guard: 'isMet: low > 0, words: `${shortly(value)}',
    without: 'isMet: value > 0, words: `${shortly(value)}',
    test: teachers('what is surely better'),
  },
  {
    name: 'teacher-shadow-of-a-person',
    file: 'src/modules/decisions/loops/climbing.ts',
    guard: 'if (inShadow !== undefined && inShadow.name !== made.name) return',
    without: '',
    test: teachers('what a person tries'),
  },
]
