import type { Mutant } from './mutant.ts'

const privacy = 'src/modules/privacy'
const flows = 'src/modules/flows'
const expressions = 'src/modules/expressions'
const orders = 'src/modules/orders'

/** Guards of what is personal: seals and keys, what flows may do with them, who reads them, and being forgotten. */
export const privacyGuards: readonly Mutant[] = [
  {
    name: 'seal-bound-to-its-place',
    file: `${privacy}/seal.ts`,
    guard: `JSON.stringify(['lakeside', 1, town, party, purpose, field])`,
    without: `JSON.stringify(['lakeside', 1, town, party])`,
    test: { file: `${privacy}/seal.test.ts`, name: 'opens under no other key' },
  },
  {
    name: 'key-destroyed-for-ever',
    file: `${privacy}/keys.ts`,
    guard: 'set wrapped = null, destroyed_at = now()',
    without: 'set destroyed_at = null',
    test: { file: `${privacy}/vault.test.ts`, name: 'an erased person’s seals open as null' },
  },
  {
    name: 'key-looked-at-again',
    file: `${privacy}/keys.ts`,
    guard: 'now() - entry.readAt >= staleMs',
    without: 'staleMs < 0',
    test: { file: `${privacy}/vault.test.ts`, name: 'in another within a second' },
  },
  {
    name: 'master-key-missed-aloud',
    file: `${privacy}/master-key.ts`,
    guard: 'if (await isNeeded(db)) {',
    without: 'if (db === undefined) {',
    test: { file: `${privacy}/vault.test.ts`, name: 'missed aloud' },
  },
  {
    name: 'personal-never-tested',
    file: `${expressions}/follow.ts`,
    guard: 'refuse(node.test, bound, following)',
    without: 'visit(node.test, bound, following)',
    test: { file: `${expressions}/follow.test.ts`, name: 'misuses it' },
  },
  {
    name: 'personal-never-looked-into',
    file: `${expressions}/follow.ts`,
    guard: 'if (met.some((mark) => path.length > mark.length)) note(node, following)',
    without: '',
    test: { file: `${expressions}/follow.test.ts`, name: 'misuses it' },
  },
  {
    name: 'personal-stays-where-it-is-sealed',
    file: `${flows}/personal-check.ts`,
    guard: 'const lost = isMarked && !keeping.test(pointer)',
    without: 'const lost = false',
    test: { file: `${flows}/personal.test.ts`, name: 'publication refuses a flow' },
  },
  {
    name: 'personal-through-data',
    file: `${flows}/personal-check.ts`,
    guard: 'const marks = [...checking.inputs, ...kept(checking)]',
    without: 'const marks = [...checking.inputs]',
    test: { file: `${flows}/personal.test.ts`, name: 'reads through other data' },
  },
  {
    name: 'flows-take-sealed-only',
    file: `${flows}/input.ts`,
    guard: 'const errors = checkSealed(value)',
    without: 'const errors = checkSealed(value).length === 0 ? [] : checkPlain(value)',
    test: { file: `${flows}/personal.test.ts`, name: 'only when it has been sealed' },
  },
  {
    name: 'sealed-at-the-door',
    file: `${orders}/engine/engine.ts`,
    guard: 'isPersonal ? await seal(clean) : clean',
    without: 'isPersonal && clean.length === 0 ? await seal(clean) : clean',
    test: { file: `${orders}/engine/sealing.test.ts`, name: 'sealed on its way in' },
  },
  {
    name: 'seal-of-one-order-only',
    file: `${orders}/engine/sealing.ts`,
    guard: 'return `order/${orderId}`',
    without: "return orderId === '' ? '' : 'order'",
    test: { file: 'e2e/attack-cases.test.ts', name: 'stolen from a backup' },
  },
  {
    name: 'export-of-ones-own',
    file: `${orders}/personal-data.ts`,
    guard: 'value: withheld(value, party)',
    without: 'value',
    test: { file: 'e2e/attack-cases.test.ts', name: 'one seller reads nothing' },
  },
  {
    name: 'erasure-waits-for-money',
    file: `${privacy}/erasure.ts`,
    guard: 'if (hindrances.length > 0) throw hindered(hindrances)',
    without: '',
    test: { file: 'e2e/attack-erasure.test.ts', name: 'erased when nothing is open' },
  },
  {
    name: 'erasure-reads-the-log',
    file: `${orders}/personal-data.ts`,
    guard: 'and e.pos > cursor.pos and e.subject is not null)',
    without: 'and e.pos > cursor.pos and e.subject is null)',
    test: { file: 'e2e/attack-erasure.test.ts', name: 'lists do not know yet' },
  },
]
