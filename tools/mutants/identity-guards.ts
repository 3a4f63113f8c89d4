import type { Mutant } from './mutant.ts'

const identity = 'src/modules/identity'

/** Guards of who someone is and what they may do. */
export const identityGuards: readonly Mutant[] = [
  {
    name: 'same-origin',
    file: 'src/kernel/http-admission.ts',
    guard: 'if (changesSomething(request)) refuseOtherOrigins(request)',
    without: '',
    test: { file: `${identity}/sessions.test.ts`, name: 'what a cookie is to change' },
  },
  {
    name: 'same-origin-of-the-page',
    file: 'src/kernel/http-admission.ts',
    guard: 'new URL(origin).host === host',
    without: "new URL(origin).host !== ''",
    test: { file: `${identity}/sessions.test.ts`, name: 'what a cookie is to change' },
  },
]
