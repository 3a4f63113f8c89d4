import type { Mutant } from './mutant.ts'

const features = 'src/modules/features'
const folding = (name: string): Mutant['test'] => ({ file: `${features}/fold/fold.test.ts`, name })
const live = (name: string): Mutant['test'] => ({ file: 'src/app/features.test.ts', name })

/** Guards between what happened and what is reckoned from it, and between people and who looks at them. */
export const featuresGuards: readonly Mutant[] = [
  {
    name: 'features-forgotten',
    file: `${features}/fold/fold.ts`,
    guard: "if (of !== 'party' || !this.#forgotten.has(key)) update(slot, { event, item, weight })",
    without: 'update(slot, { event, item, weight })',
    test: folding('a party is forgotten alike'),
  },
  {
    name: 'features-late-parts',
    file: `${features}/fold/decay.ts`,
    guard: 'value: sum.value + weight * 2 ** ((at - sum.time) / halfLifeMs)',
    without: 'value: sum.value + weight',
    test: folding('a decayed sum is exact'),
  },
  {
    name: 'features-bounded',
    file: `${features}/fold/shares.ts`,
    guard: 'this.entries.length < othersMax ? this.entries.length : this.#least(halfLifeMs)',
    without: 'this.entries.length',
    test: folding('of what somebody turned to'),
  },
  {
    name: 'features-one-position',
    file: `${features}/live/reading.ts`,
    guard: 'featurePos: isMixed ? null : position.log,',
    without: 'featurePos: position.log,',
    test: folding('features say what they are declared to'),
  },
  {
    name: 'features-consent',
    file: `${features}/live/people.ts`,
    guard: 'return isAgreed ? nameOf(feature, key, names) : undefined',
    without: 'return isAgreed || names.has(key) ? key : undefined',
    test: live('what is read is of those who agree'),
  },
  {
    name: 'features-torn-snapshot',
    file: `${features}/live/snapshots.ts`,
    guard: 'if (!isWhole) throw new Error(`${path.basename(file)} is cut short or changed`)',
    without: '',
    test: live('features that live are what a replay says'),
  },
]
