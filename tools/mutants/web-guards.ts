import type { Mutant } from './mutant.ts'

/** Guards of pages: what people write never runs, and what is gone is not found. */
export const webGuards: readonly Mutant[] = [
  {
    name: 'texts-cannot-end-a-script',
    file: 'web/document.ts',
    guard: '/[<\\u2028\\u2029]/g',
    without: '/[\\u2028\\u2029]/g',
    test: { file: 'src/app/pages.test.ts', name: 'ends a script' },
  },
  {
    name: 'what-is-gone-says-so',
    file: 'web/server.tsx',
    guard: 'isGone ? gone : ',
    without: '',
    test: { file: 'src/app/pages.test.ts', name: 'what is not there' },
  },
]
