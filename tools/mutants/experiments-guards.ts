import type { Mutant } from './mutant.ts'

const experiments = 'src/modules/experiments'
const test = (file: string, name: string): Mutant['test'] => ({ file: `${experiments}/${file}`, name })

/** Guards between an experiment and what would be believed of it. */
export const experimentsGuards: readonly Mutant[] = [
  {
    name: 'experiment-split-locks',
    file: `${experiments}/core/analysis.ts`,
    guard: "const isLocked = sampleRatio.status === 'broken'",
    without: 'const isLocked = false',
    test: test('core/analysis.test.ts', 'a broken split withholds'),
  },
  {
    name: 'experiment-locked-ships-nothing',
    file: `${experiments}/books/shipping.ts`,
    guard: 'if (analysis.isLocked) throw new Problem(resultsLocked)',
    without: '',
    test: test('experiments.test.ts', 'a split of 33 to 67'),
  },
  {
    name: 'experiment-locked-rises-not',
    file: `${experiments}/core/steering.ts`,
    guard: 'if (analysis.isLocked) return undefined',
    without: '',
    test: test('http.test.ts', 'traffic does not rise'),
  },
  {
    name: 'experiment-guard-stops',
    file: `${experiments}/core/steering.ts`,
    guard: 'if (broken !== undefined) return broken',
    without: '',
    test: test('core/analysis.test.ts', 'a guard goes before'),
  },
  {
    name: 'experiment-arm-apart-from-ramp',
    file: `${experiments}/core/assignment.ts`,
    guard: 'fractionOf(`ramp/${salt}/${unit}`)',
    without: 'fractionOf(`arm/${salt}/${unit}`)',
    test: test('core/assignment.test.ts', 'the ramp takes its share'),
  },
  {
    name: 'experiment-layers-apart',
    file: `${experiments}/core/assignment.ts`,
    guard: "if (!isWithin(slots, slotOf(declaration.layer, unit))) return 'elsewhere'",
    without: '',
    test: test('core/assignment.test.ts', 'within a layer nobody'),
  },
  {
    name: 'experiment-sign-in-keeps-unit',
    file: `${experiments}/books/identity.ts`,
    guard: 'const unit = known.get(session) ?? session',
    without: 'const unit = known.get(session) ?? key',
    test: test('experiments.test.ts', 'a session that signs in'),
  },
  {
    name: 'experiment-exposure-once',
    file: `${experiments}/books/counting.ts`,
    guard: 'const fresh = rows.filter(({ isNew }) => isNew)',
    without: 'const fresh = rows',
    test: test('experiments.test.ts', 'told twice'),
  },
  {
    name: 'experiment-window',
    file: `${experiments}/books/counting.ts`,
    guard: "and t.at <= e.at + ${windowOf(declaration, metric)}::float8 * interval '1 ms'",
    without: 'and ${windowOf(declaration, metric)}::float8 > 0',
    test: test('experiments.test.ts', 'outcomes count within'),
  },
  {
    name: 'experiment-exposed-when-used',
    file: 'src/modules/decisions/decider.ts',
    guard: 'if (isOfPolicy) trial?.used()',
    without: 'trial?.used()',
    test: test('driving.test.ts', 'where the safe default stands'),
  },
  {
    name: 'experiment-bandit-keeps-arm',
    file: `${experiments}/experiments.ts`,
    guard: 'return (await metBefore(place, live, assigned.unit)) ?? assigned',
    without: 'return assigned',
    test: test('driving.test.ts', 'a bandit moves'),
  },
]
