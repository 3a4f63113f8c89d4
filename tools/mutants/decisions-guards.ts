import type { Mutant } from './mutant.ts'

const decisions = 'src/modules/decisions'
const test = (name: string): Mutant['test'] => ({ file: `${decisions}/decisions.test.ts`, name })

/** Guards between a policy and what it decides about. */
export const decisionsGuards: readonly Mutant[] = [
  {
    name: 'decision-switch',
    file: `${decisions}/decider.ts`,
    guard: "if (known.isOff) return safe('switched-off', 'the point is switched off')",
    without: '',
    test: test('a switch is felt'),
  },
  {
    name: 'decision-budget',
    file: `${decisions}/decider.ts`,
    guard: 'if (tookMs <= budgetMs) return choice',
    without: 'if (budgetMs > 0) return choice',
    test: test('whatever goes wrong'),
  },
  {
    name: 'decision-of-oneself',
    file: `${decisions}/http/visible.ts`,
    guard: '(isOperator(actor) || isAbout(row, actor))',
    without: '(isOperator(actor) || row.subject !== undefined)',
    test: test('a person sees'),
  },
  {
    name: 'decision-list-of-oneself',
    file: `${decisions}/http/routes.ts`,
    guard: '...(isOperator(actor) ? {} : { subject: actor.party }),',
    without: '',
    test: test('a person sees'),
  },
  {
    name: 'outcome-within-window',
    file: `${decisions}/books/outcomes.ts`,
    guard: 'if (at > endsAt) {',
    without: 'if (at > endsAt && endsAt < 0) {',
    test: test('outcomes: joined'),
  },
  {
    name: 'decision-sealed',
    file: `${decisions}/books/recorder.ts`,
    guard: 'return seal === null ? { ...record, subject: null, inputs: null } : { ...record, inputs: seal }',
    without: 'return seal === null ? { ...record, subject: null, inputs: null } : record',
    test: test('forgetting a person'),
  },
]
