import type { Mutant } from './mutant.ts'

const recommend = 'src/modules/recommend'
const knowledge = (name: string): Mutant['test'] => ({ file: `${recommend}/state/knowledge.test.ts`, name })
const pages = (name: string): Mutant['test'] => ({ file: `${recommend}/serving/pages.test.ts`, name })
const newcomers = (name: string): Mutant['test'] => ({ file: `${recommend}/fairness/newcomers.test.ts`, name })

/** Guards between what people tell and what is made of it. */
export const recommendGuards: readonly Mutant[] = [
  {
    name: 'recommend-late-click',
    file: `${recommend}/state/likings.ts`,
    guard: 'this.#tell(own, look, { isChosen: false, times: -1 })',
    without: '',
    test: { file: `${recommend}/state/likings.test.ts`, name: 'a look that ends in a click late' },
  },
  {
    name: 'recommend-levels-of-the-town',
    file: `${recommend}/state/levels.ts`,
    guard: 'if (isCounted) this.#count(before, after)',
    without: '',
    test: { file: `${recommend}/state/likings.test.ts`, name: 'a town in which few care' },
  },
  {
    name: 'recommend-rethinking-ends',
    file: `${recommend}/state/rethinking.ts`,
    guard: 'if (this.#looks.length > looksMax) {',
    without: 'if (this.#looks.length > Infinity) {',
    test: { file: `${recommend}/state/rethinking.test.ts`, name: 'a town that has seen more looks' },
  },
  {
    name: 'recommend-once',
    file: `${recommend}/state/knowledge.ts`,
    guard: 'if (this.#onces.has(key)) return false',
    without: '',
    test: knowledge('the same place'),
  },
  {
    name: 'recommend-nobody',
    file: `${recommend}/state/knowledge.ts`,
    guard: 'const visitor = person === null ? undefined : this.visitors.of(person)\n    this.exposure',
    without: "const visitor = this.visitors.of(person ?? 'nobody')\n    this.exposure",
    test: knowledge('who did not consent'),
  },
  {
    name: 'recommend-visitors-bound',
    file: `${recommend}/state/visitors.ts`,
    guard: 'if (this.#known.size > this.#max) this.#known.delete(this.#known.keys().next().value!)',
    without: '',
    test: knowledge('visitors beyond'),
  },
  {
    name: 'recommend-snapshot-of-this-log',
    file: `${recommend}/state/snapshots.ts`,
    guard: '(await source.commandAt(found.logPos)) !== found.command',
    without: 'found.logPos < 0',
    test: knowledge('a snapshot brings back'),
  },
  {
    name: 'recommend-newcomer-had-its-share',
    file: `${recommend}/fairness/newcomers.ts`,
    guard: 'return exposure.ofThing(thing) < thingShown && (',
    without: 'return (',
    test: pages('a newcomer has its place'),
  },
  {
    name: 'recommend-newcomer-relisted',
    file: `${recommend}/fairness/newcomers.ts`,
    guard: 'if (catalogue.isListed[thing] !== true) continue',
    without: 'spent[catalogue.seller[thing]!]! -= catalogue.isListed[thing] ? 0 : exposure.ofThing(thing)',
    test: newcomers('relisting gains nothing'),
  },
  {
    name: 'recommend-newcomer-crowd',
    file: `${recommend}/fairness/newcomers.ts`,
    guard: '.filter((one) => one.turn <= first + slack)',
    without: '',
    test: newcomers('nobody starves'),
  },
  {
    name: 'recommend-newcomers-within-budget',
    file: `${recommend}/fairness/budget.ts`,
    guard: 'this.#due -= granted',
    without: '',
    test: newcomers('places kept stay within'),
  },
  {
    name: 'recommend-near-kept-of-nobody',
    file: `${recommend}/serving/pages.ts`,
    guard: 'if (isKept) lessons.note(columns, decided)',
    without: 'lessons.note(columns, decided)',
    test: { file: `${recommend}/serving/first-visits.test.ts`, name: 'where somebody stands' },
  },
  {
    name: 'recommend-newcomer-passed-over',
    file: `${recommend}/serving/candidates.ts`,
    guard: '>= newcomerPassedMax',
    without: '> Infinity',
    test: pages('who passed a newcomer over'),
  },
  {
    name: 'no-page-waits-for-the-lists-of-a-large-town',
    file: `${recommend}/serving/lists.ts`,
    guard: 'const atOnceMax = 5_000',
    without: 'const atOnceMax = 5_000_000',
    test: { file: `${recommend}/serving/lists.test.ts`, name: 'the lists of a large town' },
  },
  {
    name: 'unheard-of-businesses-are-not-kept',
    file: `${recommend}/serving/lists.ts`,
    guard: 'catalogue.businesses.find(business) === undefined) return nothing',
    without: 'catalogue.businesses.find(business) === undefined) return latest(knowledge, undefined)',
    test: { file: `${recommend}/serving/lists.test.ts`, name: 'a line of business that nobody' },
  },
  {
    name: 'those-left-are-weighed-without-those-placed',
    file: 'src/modules/decisions/core/left.ts',
    guard: '      if (scores[option] === top) top = weigh(scores, { isPlaced, weights, temperature })\n',
    without: '',
    test: { file: 'src/modules/decisions/core/left.test.ts', name: 'those left are as probable' },
  },
  {
    name: 'recommend-no-page-of-one-shelf',
    file: `${recommend}/serving/candidates.ts`,
    guard: 'if (before.size > ofShelf) tooMany.push(candidate)',
    without: 'if (false) tooMany.push(candidate)',
    test: { file: `${recommend}/serving/pages.test.ts`, name: 'more than the shelf' },
  },
]
