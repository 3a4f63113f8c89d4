import type { Mutant } from './mutant.ts'

const decisions = 'src/modules/decisions'
const test = (file: string, name: string): Mutant['test'] => ({ file: `${decisions}/loops/${file}`, name })

/** Guards between a policy that turns bad and those whom it decides about. */
export const loopGuards: readonly Mutant[] = [
  {
    name: 'loop-tolerates',
    file: `${decisions}/loops/guarding.ts`,
    guard: 'const excess = worse - tolerated',
    without: 'const excess = worse + 0 * tolerated',
    test: test('guarding.test.ts', 'worsening within what is tolerated'),
  },
  {
    name: 'loop-least',
    file: `${decisions}/loops/guarding.ts`,
    guard: 'if (now === null || now.count < guard.least) continue',
    without: 'if (now === null) continue',
    test: test('guarding.test.ts', 'too few decisions conclude nothing'),
  },
  {
    name: 'loop-canary-same-time',
    file: `${decisions}/loops/guarding.ts`,
    guard: 'const referencesOf = watched.isCanary ? atTheSameTime(watched) : earlier(watched)',
    without: 'const referencesOf = earlier(watched)',
    test: test('guarding.test.ts', 'a canary is compared'),
  },
  {
    name: 'loop-marked',
    file: `${decisions}/books/declaring.ts`,
    guard: 'if (by === null && (await isMarked(tx, town, { point, name, version }))) return',
    without: '',
    test: test('loops.test.ts', 'a live policy that turns bad'),
  },
  {
    name: 'loop-once',
    file: `${decisions}/loops/rolling-back.ts`,
    guard: "if (bad === undefined || (bad.stage !== 'live' && bad.stage !== 'canary')) return undefined",
    without: 'if (bad === undefined) return undefined',
    test: test('loops.test.ts', 'the ladder'),
  },
  {
    name: 'ladder-refuses',
    file: `${decisions}/loops/climbing.ts`,
    guard: 'if (!isRight && force === null) throw refusal(step, demands)',
    without: '',
    test: test('loops.test.ts', 'the ladder'),
  },
]
