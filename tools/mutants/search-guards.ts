import type { Mutant } from './mutant.ts'

const search = 'src/modules/search'

/** Guards of the full-text index: what it may say, and when it may be believed. */
export const searchGuards: readonly Mutant[] = [
  {
    name: 'a-list-shows-nothing-twice',
    file: `${search}/result-lists.ts`,
    guard: 'ids.filter((id) => !known.has(id))',
    without: 'ids.filter((id) => !known.has(`${id} `))',
    test: { file: `${search}/keeper.test.ts`, name: 'pages neither repeat nor skip' },
  },
  {
    name: 'a-snapshot-is-of-this-log',
    file: `${search}/snapshots.ts`,
    guard: '(await source.commandAt(found.pos)) === found.command',
    without: 'found.command.length > 0',
    test: { file: `${search}/keeper.test.ts`, name: 'of another log' },
  },
  {
    name: 'an-index-behind-is-not-asked',
    file: `${search}/keeper.ts`,
    guard: ' && performance.now() - trueAt < (options.behindMaxMs ?? behindMaxMs)',
    without: '',
    test: { file: `${search}/keeper.test.ts`, name: 'an index that lost sight' },
  },
]
