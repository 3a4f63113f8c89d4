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
  {
    name: 'a-page-comes-with-its-looks',
    file: 'src/app/pages.ts',
    guard: 'home|search|offer|trust',
    without: 'home|search|offer',
    test: { file: 'src/app/pages.test.ts', name: 'looks of everything' },
  },
  {
    name: 'a-page-is-read-once',
    file: 'web/shell/offline.tsx',
    guard: 'useRef(true)',
    without: 'useRef(false)',
    test: { file: 'e2e/web/arriving.test.ts', name: 'not asked for again' },
  },
]
