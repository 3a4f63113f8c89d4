import type { Mutant } from './mutant.ts'

/** Guards of the API's manners: limits, headers, the client's patience, the growth of the API. */
export const apiGuards: readonly Mutant[] = [
  {
    name: 'guessing-is-limited-by-address',
    file: 'src/kernel/http-limits.ts',
    guard: '    await apply(checks.address, request, reply)\n',
    without: '',
    test: { file: 'src/kernel/http-edge.test.ts', name: 'guessing credentials' },
  },
  {
    name: 'other-origins-bring-no-cookies',
    file: 'src/kernel/http-headers.ts',
    guard: 'credentials: false',
    without: 'credentials: true',
    test: { file: 'src/kernel/http-edge.test.ts', name: 'never with cookies' },
  },
  {
    name: 'answers-cannot-run',
    file: 'src/kernel/http-headers.ts',
    guard: '  reply.headers(apiHeaders)\n',
    without: '',
    test: { file: 'src/kernel/http-edge.test.ts', name: 'neither run nor be framed' },
  },
  {
    name: 'deprecated-operations-wait-for-their-day',
    file: 'tools/api-growth.ts',
    guard: "(before.sunset ?? '9999') <= today",
    without: 'before.sunset !== undefined',
    test: { file: 'tools/api-growth.test.ts', name: 'day of its sunset' },
  },
  {
    name: 'retries-keep-their-key',
    file: 'client/src/sending.ts',
    guard: '    const answer = await attempt(sending, request)\n',
    without: '    const answer = await attempt(sending, withKey(sending, request))\n',
    test: { file: 'src/app/client.test.ts', name: 'with the same id; any other' },
  },
]
