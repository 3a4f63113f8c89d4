import type { Mutant } from './mutant.ts'

const decisions = 'src/modules/decisions'
const questions = 'src/modules/orders/engine/questions.test.ts'

/** Guards around points in use: what comes with the source, what may be held, what stands first. */
export const pointsGuards: readonly Mutant[] = [
  {
    name: 'points-declared-once',
    file: `${decisions}/books/defining.ts`,
    guard: 'const now = await knownOf(tx, town)',
    without: 'const now = known',
    test: { file: `${decisions}/defining.test.ts`, name: 'processes that start at once' },
  },
  {
    name: 'points-leave-what-operators-chose',
    file: `${decisions}/books/defining.ts`,
    guard: 'if (rows.length > 0) await putOnStage(',
    without: 'await putOnStage(',
    test: { file: `${decisions}/defining.test.ts`, name: 'what operators made' },
  },
  {
    name: 'points-unfit-policies-leave',
    file: `${decisions}/books/defining.ts`,
    guard: '&& !fits(point, row)',
    without: '&& fits(point, row) && !fits(point, row)',
    test: { file: `${decisions}/defining.test.ts`, name: 'does not fit a new version' },
  },
  {
    name: 'budget-of-an-option',
    file: `${decisions}/decider.ts`,
    guard: 'if (spent === undefined || spent.size === 0) return asking',
    without: 'if (spent === undefined || spent.size >= 0) return asking',
    test: { file: `${decisions}/budgets.test.ts`, name: 'not chosen more often' },
  },
  {
    name: 'guard-of-some-options',
    file: `${decisions}/core/choosing.ts`,
    guard: 'options?.includes(id) ?? true',
    without: 'options === undefined || id !== undefined',
    test: { file: `${decisions}/guards.test.ts`, name: 'a guard of some options' },
  },
  {
    name: 'hold-nothing-small',
    file: 'src/modules/holds/point.ts',
    guard: "guards: [{ name: 'small', when: [below('amountMinor', 10_000)], options: ['hold'] }],",
    without: 'guards: [],',
    test: { file: 'tools/soak-fraud-hold.test.ts', name: 'nobody is held below' },
  },
  {
    name: 'mall-holds-what-is-paid-after-reserving',
    file: 'src/businesses/mall/manifest.ts',
    guard: "{ ...paying, guard: 'data.isHeld', do",
    without: "{ ...paying, guard: 'false', do",
    test: { file: 'src/businesses/mall/mall.test.ts', name: 'what is held is sent by nobody' },
  },
  {
    name: 'contested-decisions-are-marked',
    file: `${decisions}/books/contest.ts`,
    guard: 'await markContested(place, { decision, caseId: opened.id })',
    without: '',
    test: { file: `${decisions}/contest.test.ts`, name: 'has it looked at, once' },
  },
  {
    name: 'hint-wording-exposes-its-reader',
    file: 'src/modules/hints/wording.ts',
    guard: 'if (found.trial !== null) experiments.used(',
    without: "if (found.key === '' && found.trial !== null) experiments.used(",
    test: { file: 'src/modules/hints/wording.test.ts', name: 'its reader is exposed' },
  },
  {
    name: 'question-below-its-when',
    file: 'src/modules/flows/asking.ts',
    guard: '(when !== null && when(draft.scope) !== true)',
    without: 'false',
    test: { file: questions, name: 'is told what its manifest says' },
  },
  {
    name: 'question-not-always-asked-has-a-safe-answer',
    file: 'src/modules/flows/structure.ts',
    guard: 'when === undefined || safe !== undefined',
    without: 'when === undefined || name !== undefined',
    test: { file: questions, name: 'not always asked' },
  },
  {
    name: 'inbox-urgent-first',
    file: 'src/modules/inbox/ordering.ts',
    guard: 'dueAt !== null && dueAt - now <= urgentMs',
    without: 'dueAt !== null && dueAt - now <= -urgentMs * 30',
    test: { file: 'src/modules/inbox/ordering.test.ts', name: 'due within a day' },
  },
  {
    name: 'price-hint-needs-enough',
    file: 'src/modules/hints/similar.ts',
    guard: 'if (near.length < least) continue',
    without: 'if (near.length < 1) continue',
    test: { file: 'src/modules/hints/similar.test.ts', name: 'as long as they are enough' },
  },
]
